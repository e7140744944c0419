/* hopfield memory dedupe: leave out patterns that are there already.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "memory_verb.h"

static hop_status run(cli_memory_call *call, hop_result *result) {
    hop_memory *memory = NULL;
    bool *keep = NULL;
    cli_memory_output output;
    HOP_TRY(cli_memory_check_target(call, call->target, true));
    HOP_TRY(cli_memory_begin(call, call->target, true, result, &output));
    hop_status status = cli_memory_source(call, call->target, &memory);
    const size_t count = status == HOP_OK ? hop_memory_count(memory) : 0;
    if (status == HOP_OK) status = hop_alloc(count, sizeof *keep, "the choice", &keep);
    if (status == HOP_OK)
        status = hop_memory_duplicates(memory, call->within, cli_progress_tell,
                                       &call->context->run.progress, keep);
    for (size_t i = 0; status == HOP_OK && i < count; i++) keep[i] = !keep[i];
    if (status == HOP_OK) status = cli_memory_write(call, memory, keep, &output);
    free(keep);
    hop_memory_destroy(memory);
    if (status == HOP_OK) return cli_memory_finish(call, &output);
    cli_memory_drop(&output);
    return status;
}

const cli_memory_verb cli_memory_dedupe = {
    .row = {.name = "dedupe", .title = "leave out patterns that are there already", .sources = ""},
    .usage = "MEMORY [--within E]",
    .options = CLI_MEMORY_WITHIN | CLI_MEMORY_WAIT,
    .least_inputs = 0,
    .more_inputs = false,
    .input_word = NULL,
    .run = run,
};
