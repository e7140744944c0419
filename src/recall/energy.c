/* What all engines share: energies, weights, and the forms of similarities.
 * SPDX-License-Identifier: MIT */
#include "engine.h"

#include <math.h>

#include "../base/fail.h"

hop_status hop_recall_weigh(const hop_recall *recall, const double *s, double *weights) {
    const hop_energy *energy = &recall->options.model.energy;
    if (!energy->family->couple) return hop_energy_weights(energy, s, recall->count, weights);
    double total = 0;
    for (size_t i = 0; i < recall->count; i++) total += fabs(s[i]);
    for (size_t i = 0; i < recall->count; i++) weights[i] = total > 0 ? s[i] / total : 0;
    return HOP_OK;
}

double hop_recall_energy(const hop_recall *recall, double potential, double half_square) {
    const hop_energy_row *family = recall->options.model.energy.family;
    bool half = !recall->options.model.similarity.kind->bipolar && !family->distances;
    /* A query without a direction starts at 0 and counts as on the sphere like all others. */
    if (recall->options.model.similarity.kind->sphere && half_square == 0) half_square = 0.5;
    return -potential + (half ? half_square : 0) + recall->constant;
}

bool hop_recall_is_product(const hop_recall *recall) {
    return recall->options.model.similarity.kind->form == HOP_FORM_PRODUCT;
}

bool hop_recall_is_difference(const hop_recall *recall) {
    return recall->options.model.similarity.kind->form == HOP_FORM_DIFFERENCE;
}

void hop_recall_to_sphere(const hop_recall *recall, const double *state, double *next) {
    if (!recall->options.model.similarity.kind->sphere) return;
    double square = 0;
    for (size_t j = 0; j < recall->dim; j++) square += next[j] * next[j];
    for (size_t j = 0; j < recall->dim; j++)
        next[j] = square > 0 ? next[j] / sqrt(square) : state[j];
}

void hop_recall_shift(const hop_recall *recall, double half_square, double *s) {
    if (!recall->options.model.energy.family->distances) return;
    for (size_t i = 0; i < recall->count; i++) s[i] -= half_square;
}
