/* Families with couplings W: E = -xi' W xi / 2, fields h = W xi, by all three rules.
 *   synchronous    xi_k = sign(h_k) for all k at once; may enter a cycle of two states
 *   asynchronous   the same, neuron after neuron: the energy never rises
 *   Glauber        P(xi_k = 1) = 1 / (1 + exp(-2 h_k / T)), neuron after neuron
 * A value stays where its field is 0.  Hopfield 1982; Glauber 1963 (doi 10.1063/1.1703954).
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "sweep.h"

static double value_for(double field, double noise, double old) {
    if (fabs(field) <= noise) return old;
    return field > 0 ? 1 : -1;
}

static double heated_value(double field, double temperature, hop_random *random) {
    return hop_random_uniform(random) < 1 / (1 + exp(-2 * field / temperature)) ? 1 : -1;
}

/* E; synchronous updates find all fields [dim] in it. */
static double energy_of(const hop_recall *recall, const double *state, const double *follow,
                        double *fields) {
    double sum = 0;
    for (size_t k = 0; k < recall->dim; k++) {
        fields[k] = hop_couplings_field(&recall->couplings, state, follow, k);
        sum += state[k] * fields[k];
    }
    return -sum / 2 + recall->constant;
}

static hop_status visit(const hop_recall *recall, hop_sweep *sweep) {
    const hop_couplings *c = &recall->couplings;
    const hop_recall_options *options = &recall->options;
    double *state = sweep->state, *fields = sweep->scratch, *follow = fields + recall->dim;
    hop_couplings_follow(c, state, follow);
    sweep->energy = energy_of(recall, state, follow, fields);
    bool together = options->update == HOP_UPDATE_SYNCHRONOUS;
    for (size_t n = 0; n < sweep->count; n++) {
        size_t k = sweep->order[n];
        double old = state[k];
        double field = together ? fields[k] : hop_couplings_field(c, state, follow, k);
        state[k] = options->temperature > 0
                       ? heated_value(field, options->temperature, &sweep->random)
                       : value_for(field, c->noise, old);
        if (!together && state[k] != old) hop_couplings_flip(c, k, old, follow);
    }
    return HOP_OK;
}

static hop_status sweep_all(const hop_recall *recall, hop_rows rows, hop_moment moment,
                            const double *states, double *next, double *energy) {
    size_t scratch = recall->dim + hop_couplings_followed(&recall->couplings);
    return hop_recall_sweep(recall, rows, moment, scratch, visit, states, next, energy);
}

static hop_status similarities(const hop_recall *recall, hop_rows rows, const double *states,
                               double *s) {
    return hop_recall_base_engine(recall)->similarities(recall, rows, states, s);
}

const hop_engine hop_recall_engine_coupled = {
    .name = "bipolar, by couplings",
    .sweep = sweep_all,
    .similarities = similarities,
};
