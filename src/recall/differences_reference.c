/* The reference for similarities of the difference form: one query after another, double
 * throughout, by the plain definition of rho.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "blocks.h"
#include "centre.h"

/* -sum rho over the positions known in `state`, stretched to all of them. */
static double compare(const hop_recall *recall, const double *state, const double *pattern) {
    const hop_similarity *similarity = &recall->options.model.similarity;
    size_t known = 0;
    double sum = 0;
    for (size_t j = 0; j < recall->dim; j++) {
        if (isnan(state[j])) continue;
        sum += similarity->kind->rho(similarity->parameter, state[j] - pattern[j]);
        known++;
    }
    return known > 0 ? -sum * ((double)recall->dim / (double)known) : 0;
}

static hop_status similarities(const hop_recall *recall, hop_rows rows, const double *states,
                               double *s) {
    for (size_t i = 0; i < rows.count; i++)
        for (size_t k = 0; k < recall->count; k++) {
            double *similarity = &s[i * recall->count + k];
            *similarity = compare(recall, states + rows.index[i] * recall->dim,
                                  recall->keys + k * recall->dim);
            /* -infinity would mean a masked pattern. */
            if (!isfinite(*similarity))
                return hop_fail(HOP_E_VALUE, "a sum of differences is beyond the range of double");
        }
    return HOP_OK;
}

typedef struct scratch {
    double *s, *weights; /* [patterns] */
    double *centre;
    size_t *near; /* [patterns] */
} scratch;

static hop_status create(const hop_recall *recall, size_t held, void *fresh) {
    scratch *c = fresh;
    (void)held; /* one row */
    HOP_TRY(hop_alloc(recall->count, sizeof *c->s, "similarities", &c->s));
    HOP_TRY(hop_alloc(recall->count, sizeof *c->weights, "weights", &c->weights));
    HOP_TRY(hop_alloc(recall->count, sizeof *c->near, "an index", &c->near));
    return hop_alloc(hop_recall_centre_scratch(recall->count), sizeof *c->centre, "scratch",
                     &c->centre);
}

static void clear(void *used) {
    scratch *c = used;
    free(c->s);
    free(c->weights);
    free(c->near);
    free(c->centre);
}

/* E = -Q(s) + constant;  next_j = argmin_y sum_i p_i rho(y - x_ij), p = grad Q(s). */
static hop_status step_one(const void *context, hop_range places, void *worker, size_t *failed) {
    const hop_step *step = context;
    const hop_recall *recall = step->recall;
    const hop_energy *energy = &recall->options.model.energy;
    size_t patterns = recall->count, row = step->rows.index[places.first], count = 0;
    const double *state = step->states + row * recall->dim;
    double *next = step->next + row * recall->dim, potential = 0;
    const scratch *c = worker;
    (void)failed;
    HOP_TRY(similarities(recall, (hop_rows){&row, 1}, step->states, c->s));
    HOP_TRY(hop_energy_potential(energy, c->s, patterns, &potential));
    HOP_TRY(hop_energy_weights(energy, c->s, patterns, c->weights));
    step->energy[places.first] = hop_recall_energy(recall, potential, 0);
    for (size_t k = 0; k < patterns; k++) {
        if (!(c->weights[k] > HOP_NO_WEIGHT)) continue;
        c->weights[count] = c->weights[k];
        c->near[count++] = k;
    }
    if (count == 0)
        memcpy(next, state, recall->dim * sizeof *next);
    else
        hop_recall_centre(recall, c->near, c->weights, count, state, next, c->centre);
    return HOP_OK;
}

static hop_status take_step(const hop_step *step) {
    static const hop_blocks BLOCKS = {
        .scratch = {sizeof(scratch), create, clear},
        .run = step_one,
        .written = hop_step_written,
        .beyond = "a similarity is not finite",
    };
    return hop_blocks_step(step, &BLOCKS, 1);
}

static bool supports(const hop_recall *recall) {
    return hop_recall_is_difference(recall) && recall->options.running.precision == HOP_DOUBLE;
}

const hop_engine hop_recall_engine_differences_reference = {
    .name = "differences, reference, double",
    .plain = true,
    .supports = supports,
    .float_states = false,
    .step = take_step,
    .similarities = similarities,
};
