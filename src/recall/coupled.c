/* Families with couplings W: E = -xi' W xi / 2, fields h = W xi, by the rules of src/update.
 * Hopfield 1982.
 * SPDX-License-Identifier: MIT */
#include "sweep.h"

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

static hop_status visit_all(const hop_recall *recall, hop_pass *sweep) {
    const hop_couplings *c = &recall->couplings;
    double *state = sweep->state, *fields = sweep->scratch, *follow = fields + recall->dim;
    hop_couplings_follow(c, state, follow);
    sweep->energy = energy_of(recall, state, follow, fields);
    const hop_update_row *rule = recall->options.model.update;
    bool together = rule->together;
    for (size_t n = 0; n < sweep->count; n++) {
        size_t k = sweep->order[n];
        double old = state[k];
        double field = together ? fields[k] : hop_couplings_field(c, state, follow, k);
        hop_visit visit = {old, field, c->noise, recall->options.model.temperature, &sweep->random};
        state[k] = rule->value(&visit);
        if (!together && state[k] != old) hop_couplings_flip(c, k, old, follow);
    }
    return HOP_OK;
}

static hop_status create(const hop_recall *recall, size_t held, void *fresh) {
    (void)held; /* one row */
    return hop_recall_pass_create(recall, recall->dim + hop_couplings_followed(&recall->couplings),
                                  visit_all, fresh);
}

static hop_status take_step(const hop_step *step) {
    static const hop_blocks BLOCKS = {
        .scratch = {sizeof(hop_pass), create, hop_recall_pass_clear},
        .run = hop_recall_pass_run,
        .written = hop_step_written,
        .beyond = "a similarity is not finite",
    };
    return hop_blocks_step(step, &BLOCKS, 1);
}

static hop_status similarities(const hop_recall *recall, hop_rows rows, const double *states,
                               double *s) {
    return recall->plain->similarities(recall, rows, states, s);
}

static bool supports(const hop_recall *recall) {
    return recall->options.model.energy.family->couple != NULL;
}

const hop_engine hop_recall_engine_coupled = {
    .name = "bipolar, by couplings",
    .supports = supports,
    .step = take_step,
    .similarities = similarities,
};
