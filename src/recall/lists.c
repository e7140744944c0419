/* The lists of a run, and how long they serve.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "pruned.h"

hop_status hop_lists_create(size_t count, size_t dim, hop_lists **lists) {
    hop_lists *made = NULL;
    HOP_TRY(hop_alloc(1, sizeof *made, "lists", &made));
    *made = (hop_lists){.count = count, .dim = dim, .places = 1};
    hop_status status = hop_alloc(count, sizeof *made->lists, "lists", &made->lists);
    if (status == HOP_OK)
        status = hop_alloc(count, dim * sizeof *made->origins, "states", &made->origins);
    if (status != HOP_OK) {
        hop_lists_destroy(made);
        return status;
    }
    *lists = made;
    return HOP_OK;
}

void hop_lists_destroy(hop_lists *lists) {
    if (!lists) return;
    if (lists->lists) hop_sieve_clear_lists(lists->lists, lists->count);
    free(lists->lists);
    free(lists->origins);
    free(lists);
}

/* How far a state has moved since its list was made. */
static double moved(const hop_lists *known, size_t row, const double *state) {
    const float *origin = known->origins + row * known->dim;
    double square = 0;
    for (size_t j = 0; j < known->dim; j++) {
        double off = state[j] - (double)origin[j];
        square += off * off;
    }
    return sqrt(square);
}

bool hop_lists_serve(const hop_recall *recall, const hop_lists *lists, size_t row,
                     const double *state, double reach, hop_listed *listed) {
    const hop_shortlist *list = &lists->lists[row];
    if (!list->patterns || list->count > listed->room) return false;
    double peak = hop_listed_compare(recall, list, reach, state, listed);
    double outside = list->outside + recall->largest_norm * moved(lists, row, state);
    return outside <= peak - reach;
}

hop_status hop_lists_look(const hop_recall *recall, hop_lists *lists, hop_rows rows,
                          const double *states, hop_look look) {
    hop_shortlist *found = NULL;
    size_t dim = lists->dim;
    HOP_TRY(hop_alloc(rows.count, sizeof *found, "lists", &found));
    hop_status status = hop_sieve_look(recall->sieve, look, rows, states, found);
    for (size_t k = 0; k < rows.count && status == HOP_OK; k++) {
        size_t row = rows.index[k];
        free(lists->lists[row].patterns);
        lists->lists[row] = found[k];
        found[k].patterns = NULL;
        for (size_t j = 0; j < dim; j++)
            lists->origins[row * dim + j] = (float)states[row * dim + j];
    }
    hop_sieve_clear_lists(found, rows.count);
    free(found);
    return status;
}
