/* hopfield memory info: the command info, for who looks for it here.
 * SPDX-License-Identifier: MIT */
#include "command.h"
#include "memory_verb.h"

extern const hop_command cli_command_info;

const cli_memory_verb cli_memory_info = {
    .row = {.name = "info", .title = "what it holds", .sources = ""},
    .usage = "MEMORY",
    .command = &cli_command_info,
};
