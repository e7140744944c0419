/* Results by index.
 * SPDX-License-Identifier: MIT */
#include "cells.h"

#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"

static int by_index(const void *a, const void *b) {
    const hop_finished *x = a, *y = b;
    return (x->index > y->index) - (x->index < y->index);
}

void hop_finished_clear(hop_finished *finished) {
    free(finished->cell);
    free(finished->lines.all);
    *finished = (hop_finished){0};
}

void hop_results_clear(hop_results *results) {
    for (size_t i = 0; i < results->count; i++) hop_finished_clear(&results->all[i]);
    free(results->all);
    *results = (hop_results){0};
}

const hop_finished *hop_results_find(const hop_results *results, uint64_t index) {
    hop_finished key = {.index = index};
    if (results->count == 0) return NULL;
    return bsearch(&key, results->all, results->count, sizeof key, by_index);
}

void hop_results_unite(hop_results *results) {
    size_t kept = 0;
    if (results->count > 0) qsort(results->all, results->count, sizeof *results->all, by_index);
    for (size_t i = 0; i < results->count; i++) {
        if (kept > 0 && results->all[kept - 1].index == results->all[i].index)
            hop_finished_clear(&results->all[i]);
        else
            results->all[kept++] = results->all[i];
    }
    results->count = kept;
}

hop_status hop_lines_resize(hop_lines *lines, size_t count, size_t size) {
    HOP_TRY(hop_realloc(count, size, "lines", &lines->all));
    memset(lines->all, 0, count * size);
    lines->count = count;
    return HOP_OK;
}
