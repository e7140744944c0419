/* One step by itself, for whoever runs a loop of their own.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "engine.h"

static hop_status check_states(const hop_recall *recall, const double *states, size_t count) {
    bool bipolar = recall->options.similarity.kind->bipolar;
    for (size_t k = 0; k < count * recall->dim; k++) {
        size_t i = k / recall->dim, j = k % recall->dim;
        if (!isfinite(states[k]))
            return hop_fail(HOP_E_VALUE, "state %zu: value %zu is not finite", i, j);
        if (bipolar && fabs(states[k]) != 1)
            return hop_fail(HOP_E_VALUE, "state %zu: value %zu is %g; bipolar ones are -1 or 1", i,
                            j, states[k]);
    }
    return HOP_OK;
}

hop_status hop_recall_step(const hop_recall *recall, double *states, size_t count, double *energy) {
    size_t *index = NULL, dim = recall->dim;
    double *next = NULL, *before = NULL;
    if (count == 0) return HOP_OK;
    HOP_TRY(check_states(recall, states, count));
    hop_status status = hop_alloc(count, sizeof *index, "an index", &index);
    if (status == HOP_OK) status = hop_alloc(count, dim * sizeof *next, "states", &next);
    if (status == HOP_OK) status = hop_alloc(count, sizeof *before, "energies", &before);
    for (size_t i = 0; index && i < count; i++) index[i] = i;
    hop_rows rows = {index, count};
    if (status == HOP_OK)
        status = hop_recall_take_step(recall, rows, (hop_moment){0}, states, next, before);
    if (status == HOP_OK) {
        memcpy(states, next, count * dim * sizeof *states);
        if (energy) memcpy(energy, before, count * sizeof *energy);
    }
    free(index);
    free(next);
    free(before);
    return status;
}
