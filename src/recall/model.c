/* What a recall's options say of its energy and its similarity.
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "recall_private.h"

double hop_recall_beta(const hop_recall *recall) {
    const hop_energy *energy = &recall->options.model.energy;
    size_t index = hop_row_parameter_index(&energy->family->row, "beta");
    return index == HOP_PARAMETER_MAX ? NAN : energy->parameter[index];
}

bool hop_recall_is_bipolar(const hop_recall *recall) {
    return recall->options.model.similarity.kind->bipolar;
}
