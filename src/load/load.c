/* Loading: inputs are read one after another into one memory; labels and remarks come last.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "../base/fail.h"
#include "array_load.h"

/* Bytes of a packed file that are needed: its header and as many patterns as there is room for; 0
 * where that does not show. */
static size_t bytes_needed(const hop_load *load, const hop_input *input) {
    unsigned char head[HOP_BYTES_HEAD];
    size_t got = 0, bytes = 0;
    hop_array array = {0};
    if (!input->loader->header || hop_bytes_head(input->file, head, &got) != HOP_OK) return 0;
    if (!input->loader->header(head, got, &array)) return 0;
    hop_array_limit(&array, hop_load_room(load));
    return hop_array_bytes(&array, &bytes) && bytes < SIZE_MAX / 2 ? array.offset + bytes : 0;
}

static hop_status load_source(hop_load *load, const hop_input *input, hop_bytes *source) {
    const hop_loader_row *loader = input->loader;
    hop_array array = {0};
    if (!loader->array) return loader->load(load, source);
    HOP_TRY(loader->array(source, &array));
    if (array.rank == 1 && loader->lists_are_labels)
        return hop_fail(
            HOP_E_SHAPE,
            "%s: is a list of %zu numbers, not of patterns; labels are given by --labels",
            source->path, array.size[0]);
    return hop_array_load_from(load, source, &array);
}

static hop_status load_one(hop_load *load, const hop_input *input) {
    hop_bytes source = {.progress = load->options->progress, .context = load->options->context};
    bool delivered = false;
    HOP_TRY(hop_packed_deliver(load, input, &delivered));
    if (delivered) return HOP_OK;
    HOP_TRY(hop_bytes_open(input->file, input->member, bytes_needed(load, input), &source));
    hop_status status = load_source(load, input, &source);
    hop_bytes_close(&source);
    return status;
}

static hop_status load_all(hop_load *load, const hop_inputs *inputs) {
    size_t taken = 1;
    for (size_t i = 0; i < inputs->count && hop_load_room(load) > 0; i += taken) {
        taken = 1;
        if (inputs->list[i].loader->picture)
            HOP_TRY(hop_pictures_load(load, inputs, i, &taken));
        else
            HOP_TRY(load_one(load, &inputs->list[i]));
    }
    return HOP_OK;
}

/* The labels of a file of their own. */
static hop_status read_labels(hop_load *load) {
    const hop_load_options *options = load->options;
    hop_string labels = {0};
    size_t count = 0;
    const size_t patterns = hop_memory_count(load->memory);
    HOP_TRY(hop_labels_read(options->labels, &labels, &count));
    /* With a limit the labels of what was left out are left out too. */
    const bool fits = count == patterns || (options->limit == patterns && count > patterns);
    hop_status status = fits ? HOP_OK
                             : hop_fail(HOP_E_SHAPE, "%s: %zu labels, but there are %zu patterns",
                                        options->labels, count, patterns);
    if (status == HOP_OK) {
        size_t at = 0;
        for (size_t i = 0; i < patterns; i++) at += strlen(labels.text + at) + 1;
        status = hop_labels_set(load->memory, labels.text, at);
    }
    free(labels.text);
    return status;
}

/* An empty memory that the inputs must go with. */
static hop_status begin_like(hop_load *load) {
    const hop_memory *like = load->options->like;
    if (!like) return HOP_OK;
    HOP_TRY(hop_memory_create(hop_memory_shape(like), hop_memory_dtype(like), load->options->role,
                              &load->memory));
    hop_memory_set_background(load->memory, load->options->background, false);
    load->first = load->options->like_name;
    return HOP_OK;
}

static hop_status set_labels(hop_load *load) {
    const char *given = load->options->labels;
    if (given && strcmp(given, "none") != 0) return read_labels(load);
    if (given || load->labelled == 0) return HOP_OK;
    if (load->labels.failed) return hop_fail(HOP_E_MEMORY, "no memory for the labels");
    return hop_labels_set(load->memory, load->labels.text, load->labels.length);
}

static hop_status set_remarks(hop_load *load, const hop_string *remarks) {
    const hop_load_options *options = load->options;
    for (size_t at = 0; at < remarks->length; at += strlen(remarks->text + at) + 1) {
        HOP_TRY(hop_memory_add_remark(load->memory, remarks->text + at));
        if (options->remark) options->remark(options->context, remarks->text + at);
    }
    return HOP_OK;
}

/* One rule for all pictures, patterns and queries: said when it acted. */
static void say_resized(hop_load *load) {
    const hop_shape shape = hop_memory_shape(load->memory);
    static const char *const HOW[] = {[HOP_RESIZE_NONE] = "",
                                      [HOP_RESIZE_FIT] =
                                          "whole and centred on the background (fit)",
                                      [HOP_RESIZE_CROP] = "filled and cut (crop)",
                                      [HOP_RESIZE_STRETCH] = "each side by itself (stretch)"};
    if (load->resized == 0) return;
    hop_memory_set_resize(load->memory, load->options->resize);
    hop_load_remark(&load->remarks, "%zu picture%s of another size %s brought to %zux%zu, %s",
                    load->resized, load->resized == 1 ? "" : "s",
                    load->resized == 1 ? "was" : "were", shape.width, shape.height,
                    HOW[load->options->resize]);
}

static void say_channels(hop_load *load) {
    const size_t greyed = load->greyed, coloured = load->coloured;
    if (greyed > 0)
        hop_load_remark(&load->remarks, "%zu picture%s in colour %s made grey, as the memory is",
                        greyed, greyed == 1 ? "" : "s", greyed == 1 ? "was" : "were");
    if (coloured > 0)
        hop_load_remark(
            &load->remarks,
            "%zu grey picture%s %s given three equal channels, for the memory has colour", coloured,
            coloured == 1 ? "" : "s", coloured == 1 ? "was" : "were");
}

static hop_status load_inputs(hop_load *load, const hop_inputs *inputs) {
    HOP_TRY(begin_like(load));
    HOP_TRY(load_all(load, inputs));
    HOP_TRY(set_labels(load));
    say_resized(load);
    say_channels(load);
    HOP_TRY(set_remarks(load, &inputs->remarks));
    return set_remarks(load, &load->remarks);
}

hop_status hop_memory_load(const char *const *paths, size_t count, const hop_load_options *options,
                           hop_memory **memory) {
    hop_inputs inputs = {0};
    hop_load load = {.options = options ? options : &hop_load_defaults};
    if (count == 0) return hop_fail(HOP_E_EMPTY, "no file was given to read patterns from");
    char **found = NULL;
    hop_status status = hop_load_elsewhere(&load, paths, count, &found);
    if (status == HOP_OK) status = hop_inputs_find((const char *const *)found, count, &inputs);
    load.alone = inputs.count == 1;
    if (status == HOP_OK) status = load_inputs(&load, &inputs);
    hop_inputs_clear(&inputs);
    for (size_t i = 0; found && i < count; i++) free(found[i]);
    free(found);
    free(load.labels.text);
    free(load.remarks.text);
    if (status != HOP_OK) {
        hop_memory_destroy(load.memory);
        return status;
    }
    *memory = load.memory;
    return HOP_OK;
}

hop_status hop_memory_open(const char *path, hop_memory **memory) {
    return hop_memory_load(&path, 1, &hop_load_defaults, memory);
}

hop_status hop_memory_load_queries(const char *const *paths, size_t count,
                                   const hop_load_options *options, const hop_memory *memory,
                                   hop_memory **queries) {
    hop_load_options load = options ? *options : hop_load_defaults;
    const hop_shape shape = hop_memory_shape(memory);
    hop_memory *made = NULL;
    load.role = HOP_QUERIES;
    load.dtype_given = false;
    load.limit = 0;
    load.width = shape.image ? shape.width : 0;
    load.height = shape.image ? shape.height : 0;
    load.channels = shape.image ? shape.channels : 0;
    load.dim = hop_memory_dim(memory);
    if (load.resize == HOP_RESIZE_NONE) load.resize = hop_memory_resize(memory);
    memcpy(load.background, hop_memory_background(memory), sizeof load.background);
    load.auto_unknown = !hop_memory_composed(memory);
    HOP_TRY(hop_memory_load(paths, count, &load, &made));
    const size_t remarks = hop_memory_remark_count(made);
    hop_status status = hop_memory_match_units(made, memory, paths[0]);
    if (load.remark && hop_memory_remark_count(made) > remarks)
        load.remark(load.context, hop_memory_remark(made, remarks));
    if (status == HOP_OK)
        *queries = made;
    else
        hop_memory_destroy(made);
    return status;
}
