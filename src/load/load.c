/* Loading: inputs are read group by group into one memory, labels come last.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "../base/fail.h"
#include "loader.h"

/* Consecutive inputs of one loader are read in one go. */
static hop_status load_groups(hop_load *load, const hop_inputs *inputs) {
    for (size_t from = 0, to = 0; from < inputs->count; from = to) {
        const hop_loader_row *loader = inputs->list[from].loader;
        while (to < inputs->count && inputs->list[to].loader == loader) to++;
        if (hop_load_room(load) == 0) return HOP_OK;
        HOP_TRY(loader->load(load, inputs->list + from, to - from));
    }
    return HOP_OK;
}

static hop_status load_labels(hop_memory *memory, const hop_load_options *options) {
    int64_t *labels = NULL;
    size_t count = 0, patterns = hop_memory_count(memory);
    HOP_TRY(hop_labels_read(options->labels, &labels, &count));
    /* With a limit the labels of what was left out are left out too. */
    bool fits = count == patterns || (options->limit == patterns && count > patterns);
    hop_status status = fits ? hop_memory_set_labels(memory, labels, patterns)
                             : hop_fail(HOP_E_SHAPE, "%s: %zu labels, but there are %zu patterns",
                                        options->labels, count, patterns);
    free(labels);
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

hop_status hop_memory_load(const char *const *paths, size_t count, const hop_load_options *options,
                           hop_memory **memory) {
    hop_inputs inputs = {0};
    hop_load load = {.options = options ? options : &hop_load_defaults};
    if (count == 0) return hop_fail(HOP_E_EMPTY, "no file was given to read patterns from");
    HOP_TRY(hop_inputs_find(paths, count, &inputs));
    load.alone = inputs.count == 1;
    hop_status status = begin_like(&load);
    if (status == HOP_OK) status = load_groups(&load, &inputs);
    if (status == HOP_OK && load.options->labels) status = load_labels(load.memory, load.options);
    hop_inputs_clear(&inputs);
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
