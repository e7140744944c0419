/* hopfield memory verify: holds every byte against its checksum.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "../base/fail.h"
#include "memory_verb.h"

static hop_status run(cli_memory_call *call) {
    HOP_TRY(hop_memory_verify(call->target, cli_progress_tell, &call->run.progress));
    printf("%s: whole\n", call->target);
    return HOP_OK;
}

const cli_memory_verb cli_memory_verify = {
    .row = {.name = "verify", .title = "hold every byte against its checksum", .sources = ""},
    .usage = "MEMORY",
    .run = run,
};
