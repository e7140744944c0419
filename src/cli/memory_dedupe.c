/* hopfield memory dedupe: leave out patterns that are there already.
 * SPDX-License-Identifier: MIT */
#include "../base/fail.h"
#include "memory_verb.h"

static hop_status choose(cli_memory_call *call, const hop_memory *memory, bool *keep) {
    HOP_TRY(hop_memory_duplicates(memory, call->within, cli_progress_tell,
                                  &call->context->run.progress, keep));
    for (size_t i = 0; i < hop_memory_count(memory); i++) keep[i] = !keep[i];
    return HOP_OK;
}

static hop_status run(cli_memory_call *call, hop_result *result) {
    return cli_memory_filter(call, call->target, true, choose, result);
}

const cli_memory_verb cli_memory_dedupe = {
    .row = {.name = "dedupe", .title = "leave out patterns that are there already", .sources = ""},
    .usage = "MEMORY [--within E]",
    .options = CLI_MEMORY_WITHIN | CLI_MEMORY_WRITING,
    .least_inputs = 0,
    .more_inputs = false,
    .input_word = NULL,
    .run = run,
};
