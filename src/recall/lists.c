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

/* A state beside the one that its list was made from. */
typedef struct beside {
    double now, then; /* lengths */
    double moved;     /* how far they are apart */
    double product;
} beside;

static beside compare(const hop_lists *known, size_t row, const double *state) {
    const float *origin = known->origins + row * known->dim;
    double now = 0, then = 0, square = 0, product = 0;
    for (size_t j = 0; j < known->dim; j++) {
        const double x = state[j], y = (double)origin[j], off = x - y;
        now += x * x, then += y * y, square += off * off, product += x * y;
    }
    return (beside){sqrt(now), sqrt(then), sqrt(square), product};
}

/* The most a key's product with the state can be, if keys are no longer than `norm` and none that
 * is not listed has a product above `outside` with the old state.  By Cauchy and Schwarz it rises
 * by no more than norm times the way; and a key is no nearer in angle than the angle between it and
 * the old state, less that between the states. */
static double bound(const beside *b, double norm, double outside) {
    static const double ROUNDINGS = 1e-9;
    const double straight = outside + norm * b->moved, lengths = b->now * b->then;
    const double far = outside / (norm * b->then), turn = b->product / lengths;
    if (!(lengths > 0 && norm > 0) || far >= turn || far >= 1 || turn >= 1) return straight;
    if (far <= -1) return straight;
    const double angle = far * turn + sqrt((1 - far * far) * (1 - turn * turn));
    return fmin(straight, norm * b->now * (angle + ROUNDINGS));
}

bool hop_lists_serve(const hop_recall *recall, const hop_lists *lists, size_t row,
                     const double *state, double reach, hop_listed *listed) {
    const hop_shortlist *list = &lists->lists[row];
    if (!list->patterns || list->count > listed->room) return false;
    double peak = hop_listed_compare(recall, list, reach, state, listed);
    const beside states = compare(lists, row, state);
    /* Biases are no part of a product. */
    if (recall->sieve->bias_most > 0)
        return list->outside + recall->largest_norm * states.moved <= peak - reach;
    return bound(&states, recall->largest_norm, list->outside) <= peak - reach;
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
