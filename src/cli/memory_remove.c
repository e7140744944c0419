/* hopfield memory remove: leave patterns out.
 * SPDX-License-Identifier: MIT */
#include "../base/fail.h"
#include "memory_verb.h"

static hop_status choose(cli_memory_call *call, const hop_memory *memory, bool *keep) {
    HOP_TRY(cli_choice_apply(&call->choice, memory, false, keep));
    for (size_t i = 0; i < hop_memory_count(memory); i++) keep[i] = !keep[i];
    return HOP_OK;
}

static hop_status run(cli_memory_call *call, hop_result *result) {
    if (!(call->options & CLI_MEMORY_CHOICE))
        return hop_fail(HOP_E_NAME, "memory remove: say which: --index, --label or --name");
    return cli_memory_filter(call, call->target, true, choose, result);
}

const cli_memory_verb cli_memory_remove = {
    .row = {.name = "remove", .title = "leave patterns out", .sources = ""},
    .usage = "MEMORY (--index RANGE | --label RANGE | --name NAME)",
    .options = CLI_MEMORY_CHOICE | CLI_MEMORY_WRITING,
    .least_inputs = 0,
    .more_inputs = false,
    .input_word = NULL,
    .run = run,
};
