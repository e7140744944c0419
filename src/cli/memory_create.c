/* hopfield memory create: a memory of pictures or vectors.
 * SPDX-License-Identifier: MIT */
#include "memory_verb.h"

#include "../base/fail.h"

/* What is unpacked is written as it comes. */
static hop_status receive(void *receiver, const hop_memory *some) {
    return hop_store_append(receiver, some, 0, hop_memory_count(some));
}

static hop_status run(cli_memory_call *call, hop_result *result) {
    hop_memory *memory = NULL;
    cli_memory_output output;
    hop_load_options options = call->reading.load;
    options.check = HOP_CHECK_ALL;
    options.progress = cli_progress_tell;
    options.context = &call->context->run.progress;
    HOP_TRY(cli_memory_check_target(call, call->target, call->context->delivery.force));
    HOP_TRY(cli_memory_begin(call, call->target, call->context->delivery.force, result, &output));
    options.deliver = receive;
    options.receiver = output.writer;
    hop_status status =
        hop_memory_load((const char *const *)call->inputs, call->input_count, &options, &memory);
    if (status == HOP_OK)
        status = hop_store_append(output.writer, memory, 0, hop_memory_count(memory));
    hop_memory_destroy(memory);
    if (status == HOP_OK) return cli_memory_finish(call, &output);
    cli_memory_drop(&output);
    return status;
}

const cli_memory_verb cli_memory_create = {
    .row = {.name = "create", .title = "make a memory of pictures or vectors", .sources = ""},
    .usage = "OUT.safetensors INPUT...",
    .options = CLI_MEMORY_READING | CLI_MEMORY_WRITING,
    .least_inputs = 1,
    .more_inputs = true,
    .input_word = "INPUT",
    .run = run,
};
