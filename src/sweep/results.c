/* Results by index.
 * SPDX-License-Identifier: MIT */
#include "cells.h"

#include <stdlib.h>

static int by_index(const void *a, const void *b) {
    const hop_finished *x = a, *y = b;
    return (x->index > y->index) - (x->index < y->index);
}

void hop_results_clear(hop_results *results) {
    for (size_t i = 0; i < results->count; i++) free(results->all[i].lines.values);
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
            free(results->all[i].lines.values);
        else
            results->all[kept++] = results->all[i];
    }
    results->count = kept;
}
