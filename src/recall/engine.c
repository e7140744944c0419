/* Which engine, and what all of them share.
 * SPDX-License-Identifier: MIT */
#include "engine.h"

#include <math.h>
#include <string.h>

#include "../base/fail.h"

const hop_engine *hop_recall_base_engine(const hop_recall *recall) {
    if (recall->options.precision == HOP_DOUBLE) return &hop_recall_engine_reference;
    if (recall->options.energy.family->fold) return &hop_recall_engine_fast;
    return &hop_recall_engine_rows;
}

hop_status hop_recall_choose_engine(const hop_recall *recall, const hop_engine **engine) {
    const hop_recall_options *options = &recall->options;
    const hop_energy_row *family = options->energy.family;
    const char *similarity = options->similarity.kind->row.name;
    if (family->similarity && strcmp(family->similarity, similarity) != 0)
        return hop_fail(HOP_E_SUPPORT,
                        "%s goes with the similarity %s, not %s; use --similarity %s",
                        family->row.name, family->similarity, similarity, family->similarity);
    if (!options->similarity.kind->bipolar)
        *engine = hop_recall_base_engine(recall);
    else if (family->couple)
        *engine = &hop_recall_engine_coupled;
    else if (options->update == HOP_UPDATE_ASYNCHRONOUS)
        *engine = &hop_recall_engine_one_by_one;
    else
        *engine = &hop_recall_engine_bipolar;
    return HOP_OK;
}

hop_status hop_recall_take_step(const hop_recall *recall, hop_rows rows, hop_moment moment,
                                const double *states, double *next, double *energy) {
    const hop_engine *engine = recall->engine;
    if (engine->sweep) return engine->sweep(recall, rows, moment, states, next, energy);
    return engine->step(recall, rows, states, next, energy);
}

hop_status hop_recall_weigh(const hop_recall *recall, const double *s, double *weights) {
    const hop_energy *energy = &recall->options.energy;
    if (!energy->family->couple) return hop_energy_weights(energy, s, recall->count, weights);
    double total = 0;
    for (size_t i = 0; i < recall->count; i++) total += fabs(s[i]);
    for (size_t i = 0; i < recall->count; i++) weights[i] = total > 0 ? s[i] / total : 0;
    return HOP_OK;
}

double hop_recall_energy(const hop_recall *recall, double potential, double half_square) {
    const hop_energy_row *family = recall->options.energy.family;
    bool half = !recall->options.similarity.kind->bipolar && !family->distances;
    return -potential + (half ? half_square : 0) + recall->constant;
}

void hop_recall_shift(const hop_recall *recall, double half_square, double *s) {
    if (!recall->options.energy.family->distances) return;
    for (size_t i = 0; i < recall->count; i++) s[i] -= half_square;
}
