/* hopfield memory merge: several memories as one.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "memory_verb.h"

static hop_status run(cli_memory_call *call, hop_result *result) {
    cli_memory_output output;
    hop_status status = HOP_OK;
    HOP_TRY(cli_memory_check_target(call, call->target, call->context->delivery.force));
    HOP_TRY(cli_memory_begin(call, call->target, call->context->delivery.force, result, &output));
    for (size_t i = 0; i < call->input_count && status == HOP_OK; i++) {
        hop_memory *memory = NULL;
        status = cli_memory_source(call, call->inputs[i], &memory);
        if (status == HOP_OK)
            status = hop_store_append(output.writer, memory, 0, hop_memory_count(memory));
        hop_memory_destroy(memory);
        if (status == HOP_E_SHAPE || status == HOP_E_SUPPORT)
            status = hop_fail(status, "%s: cannot follow what is before it: %s", call->inputs[i],
                              hop_status_detail());
    }
    if (status == HOP_OK) return cli_memory_finish(call, &output);
    cli_memory_drop(&output);
    return status;
}

const cli_memory_verb cli_memory_merge = {
    .row = {.name = "merge", .title = "several memories as one", .sources = ""},
    .usage = "OUT.safetensors MEMORY MEMORY...",
    .options = CLI_MEMORY_WRITING,
    .least_inputs = 2,
    .more_inputs = true,
    .input_word = "MEMORY",
    .run = run,
};
