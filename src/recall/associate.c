/* From states to what goes with the patterns: the weights of a step, on values of their own.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "recall_private.h"

hop_status hop_recall_associate(const hop_recall *recall, const double *values, size_t value_dim,
                                const double *states, size_t count, double *outputs) {
    double *weights = NULL;
    HOP_TRY(hop_alloc(recall->count, sizeof *weights, "weights", &weights));
    hop_status status = HOP_OK;
    for (size_t q = 0; q < count && status == HOP_OK; q++) {
        double *output = outputs + q * value_dim;
        status = hop_recall_weights(recall, states + q * recall->dim, 1, weights);
        memset(output, 0, value_dim * sizeof *output);
        for (size_t i = 0; i < recall->count && status == HOP_OK; i++)
            for (size_t j = 0; j < value_dim && weights[i] != 0; j++)
                output[j] += weights[i] * values[i * value_dim + j];
    }
    free(weights);
    return count == 0 ? hop_fail(HOP_E_EMPTY, "there are no states") : status;
}
