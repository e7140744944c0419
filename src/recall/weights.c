/* The weights of states, for whoever wants them: attention keeps keys and values apart, a memory
 * does not.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "engine.h"

static hop_status check(const hop_recall *recall, const double *states, size_t count) {
    if (count == 0) return hop_fail(HOP_E_EMPTY, "there is no state to weigh patterns for");
    for (size_t i = 0; i < count * recall->dim; i++)
        if (!isfinite(states[i]))
            return hop_fail(HOP_E_VALUE, "state %zu, position %zu is %g; it must be finite",
                            i / recall->dim, i % recall->dim, states[i]);
    if (!recall->options.similarity.kind->bipolar) return HOP_OK;
    for (size_t i = 0; i < count * recall->dim; i++)
        if (fabs(states[i]) != 1)
            return hop_fail(HOP_E_VALUE, "state %zu, position %zu is %g; bipolar ones are -1 or 1",
                            i / recall->dim, i % recall->dim, states[i]);
    return HOP_OK;
}

hop_status hop_recall_weights(const hop_recall *recall, const double *states, size_t count,
                              double *weights) {
    HOP_TRY(check(recall, states, count));
    size_t *index = NULL;
    HOP_TRY(hop_alloc(count, sizeof *index, "an index", &index));
    for (size_t i = 0; i < count; i++) index[i] = i;
    hop_status status =
        recall->engine->similarities(recall, (hop_rows){index, count}, states, weights);
    for (size_t i = 0; i < count && status == HOP_OK; i++) {
        double *row = weights + i * recall->count;
        status = hop_energy_weights(&recall->options.energy, row, recall->count, row);
    }
    free(index);
    return status;
}
