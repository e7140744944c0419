/* The weights of states, for whoever wants them: attention keeps keys and values apart, a memory
 * does not.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "engine.h"

hop_status hop_recall_weights(const hop_recall *recall, const double *states, size_t count,
                              double *weights) {
    if (count == 0) return hop_fail(HOP_E_EMPTY, "there is no state to weigh patterns for");
    HOP_TRY(hop_recall_check_states(recall, states, count));
    size_t *index = NULL;
    HOP_TRY(hop_alloc(count, sizeof *index, "an index", &index));
    for (size_t i = 0; i < count; i++) index[i] = i;
    hop_status status =
        recall->engine->similarities(recall, (hop_rows){index, count}, states, weights);
    for (size_t i = 0; i < count && status == HOP_OK; i++) {
        double *row = weights + i * recall->count;
        status = hop_energy_weights(&recall->options.model.energy, row, recall->count, row);
    }
    free(index);
    return status;
}
