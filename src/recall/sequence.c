/* Bipolar states that go on to the next pattern, all neurons at once: the weights of a plain step
 * on the patterns' successors, and the sign.  A field is a sum over all patterns in double:
 * overlaps are whole numbers, exact in both precisions.  The states have no energy, which is NAN.
 * SPDX-License-Identifier: MIT */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "engine.h"

static hop_status advance(const hop_recall *recall, size_t row, const double *states,
                          double *weights, double *next) {
    const double *state = states + row * recall->dim;
    hop_random random; /* the rule has no heat */
    hop_random_init(&random, 0, 0);
    HOP_TRY(recall->plain->similarities(recall, (hop_rows){&row, 1}, states, weights));
    HOP_TRY(hop_recall_weigh(recall, weights, weights));
    memset(next, 0, recall->dim * sizeof *next);
    for (size_t i = 0; i < recall->count; i++)
        for (size_t j = 0; j < recall->dim && weights[i] != 0; j++)
            next[j] += weights[i] * hop_bits_value(&recall->bits, (i + 1) % recall->count, j);
    for (size_t j = 0; j < recall->dim; j++) {
        const hop_visit visit = {state[j], next[j], (double)recall->count * DBL_EPSILON, 0,
                                 &random};
        next[j] = recall->options.model.update->value(&visit);
    }
    return HOP_OK;
}

static hop_status take_step(const hop_step *step) {
    const hop_recall *recall = step->recall;
    double *weights = NULL;
    HOP_TRY(hop_alloc(recall->count, sizeof *weights, "weights", &weights));
    hop_status status = HOP_OK;
    for (size_t i = 0; i < step->rows.count && status == HOP_OK; i++) {
        size_t row = step->rows.index[i];
        status = advance(recall, row, step->states, weights, step->next + row * recall->dim);
        step->energy[i] = NAN;
    }
    free(weights);
    return status;
}

static hop_status similarities(const hop_recall *recall, hop_rows rows, const double *states,
                               double *s) {
    return recall->plain->similarities(recall, rows, states, s);
}

static bool supports(const hop_recall *recall) {
    return recall->options.model.similarity.kind->bipolar &&
           recall->options.model.update->successors;
}

const hop_engine hop_recall_engine_sequence = {
    .name = "bipolar, on to the next pattern",
    .supports = supports,
    .step = take_step,
    .similarities = similarities,
};
