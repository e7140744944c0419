/* hopfield memory add: further patterns at the end of a memory.  The options of reading apply to
 * what is added; what is there stays as it is, and what would change it is refused.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "../base/fail.h"
#include "memory_verb.h"

/* Options that contradict the memory. */
static hop_status check_options(const char *path, const hop_memory *memory,
                                const hop_load_options *load) {
    const hop_shape shape = hop_memory_shape(memory);
    if (shape.image && load->width && (load->width != shape.width || load->height != shape.height))
        return hop_fail(HOP_E_SHAPE,
                        "--size %zux%zu: %s holds pictures of %zux%zu, and they stay so; leave the "
                        "option out, or make another memory with it",
                        load->width, load->height, path, shape.width, shape.height);
    if (shape.image && load->channels && load->channels != shape.channels)
        return hop_fail(HOP_E_SHAPE,
                        "--%s: the pictures of %s are %s, and stay so; leave the option out",
                        load->channels == 1 ? "gray" : "color", path,
                        shape.channels == 1 ? "grey" : "in colour");
    if (load->dtype_given && load->dtype != hop_memory_dtype(memory))
        return hop_fail(HOP_E_SHAPE,
                        "--dtype %s: the patterns of %s are %s, and stay so; --dtype %s converts "
                        "what is added",
                        hop_dtype_name(load->dtype), path, hop_dtype_name(hop_memory_dtype(memory)),
                        hop_dtype_name(hop_memory_dtype(memory)));
    return HOP_OK;
}

static hop_status check_labels(const char *path, const hop_memory *memory,
                               const hop_memory *added) {
    int64_t label = 0;
    const bool there = hop_memory_label(memory, 0, &label),
               here = hop_memory_label(added, 0, &label);
    if (there && !here)
        return hop_fail(HOP_E_SHAPE,
                        "%s: its patterns have labels, and what is added has none; give them with "
                        "--labels FILE",
                        path);
    if (here && !there)
        return hop_fail(HOP_E_SHAPE,
                        "%s: its patterns have no labels, and those of what is added would be "
                        "lost; leave --labels out, or make the memory anew",
                        path);
    return HOP_OK;
}

static hop_status load_added(cli_memory_call *call, const hop_memory *memory, hop_memory **added) {
    hop_load_options options = call->reading.load;
    HOP_TRY(check_options(call->target, memory, &options));
    options.like = memory;
    options.like_name = call->target;
    options.check = HOP_CHECK_ALL;
    if (options.resize == HOP_RESIZE_NONE) options.resize = hop_memory_resize(memory);
    options.progress = cli_progress_tell;
    options.context = &call->context->run.progress;
    memcpy(options.background, hop_memory_background(memory), sizeof options.background);
    return hop_memory_load((const char *const *)call->inputs, call->input_count, &options, added);
}

/* The lock is taken before the old memory is read. */
static hop_status run(cli_memory_call *call, hop_result *result) {
    hop_memory *memory = NULL, *added = NULL;
    cli_memory_output output;
    HOP_TRY(cli_memory_check_target(call, call->target, true));
    HOP_TRY(cli_memory_begin(call, call->target, true, result, &output));
    hop_status status = cli_memory_source(call, call->target, &memory);
    if (status == HOP_OK) status = load_added(call, memory, &added);
    if (status == HOP_OK) status = check_labels(call->target, memory, added);
    if (status == HOP_OK)
        status = hop_store_append(output.writer, memory, 0, hop_memory_count(memory));
    if (status == HOP_OK)
        status = hop_store_append(output.writer, added, 0, hop_memory_count(added));
    hop_memory_destroy(added);
    hop_memory_destroy(memory);
    if (status == HOP_OK) return cli_memory_finish(call, &output);
    cli_memory_drop(&output);
    return status;
}

const cli_memory_verb cli_memory_add = {
    .row = {.name = "add", .title = "further patterns at the end", .sources = ""},
    .usage = "MEMORY INPUT...",
    .options = CLI_MEMORY_READING | CLI_MEMORY_WRITING,
    .least_inputs = 1,
    .more_inputs = true,
    .input_word = "INPUT",
    .run = run,
};
