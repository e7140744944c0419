/* All neurons of bipolar states at once: the step of real states, and its sign.  A value stays
 * where its field is 0.
 *
 * In float a field may miss 0 by rounding, or have the wrong sign next to it; overlaps are whole
 * numbers and exact in both precisions, so the few fields in doubt are summed again in double, and
 * the two precisions move alike.
 * SPDX-License-Identifier: MIT */
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "engine.h"

/* Weights sum to 1 at most; those made in float are off by no more than this, all together. */
static const double DOUBT = 1e-4;

typedef struct scratch {
    double *weights; /* [patterns] */
    size_t *doubted; /* [dim] neurons */
    double *fields;  /* [dim] of those */
} scratch;

static void scratch_clear(scratch *s) {
    free(s->weights);
    free(s->doubted);
    free(s->fields);
}

static hop_status scratch_create(const hop_recall *recall, scratch *s) {
    size_t dim = recall->dim;
    HOP_TRY(hop_alloc(recall->count, sizeof *s->weights, "weights", &s->weights));
    HOP_TRY(hop_alloc(dim, sizeof *s->doubted, "an index", &s->doubted));
    return hop_alloc(dim, sizeof *s->fields, "fields", &s->fields);
}

/* Adds up the fields of `count` doubted neurons in double. */
static hop_status sum_again(const hop_recall *recall, scratch *s, size_t row, const double *states,
                            size_t count) {
    HOP_TRY(recall->engine->similarities(recall, (hop_rows){&row, 1}, states, s->weights));
    HOP_TRY(hop_recall_weigh(recall, s->weights, s->weights));
    for (size_t n = 0; n < count; n++) s->fields[n] = 0;
    for (size_t i = 0; i < recall->count; i++)
        for (size_t n = 0; n < count && s->weights[i] != 0; n++)
            s->fields[n] += s->weights[i] * hop_bits_value(&recall->bits, i, s->doubted[n]);
    return HOP_OK;
}

/* Fields [dim] in `next` become the next state. */
static hop_status take_values(const hop_recall *recall, scratch *s, size_t row,
                              const double *states, double *next) {
    const double *state = states + row * recall->dim;
    double noise = (double)recall->count * DBL_EPSILON;
    size_t count = 0;
    hop_random random;
    hop_recall_sweep_random(&random, recall->options.running.seed, row, 0);
    for (size_t j = 0; j < recall->dim; j++)
        if (fabs(next[j]) <= DOUBT) s->doubted[count++] = j;
    if (count > 0) HOP_TRY(sum_again(recall, s, row, states, count));
    for (size_t n = 0; n < count; n++) next[s->doubted[n]] = s->fields[n];
    for (size_t j = 0; j < recall->dim; j++) {
        hop_visit visit = {state[j], next[j], noise, 0, &random};
        next[j] = recall->options.model.update->value(&visit);
    }
    return HOP_OK;
}

static hop_status bipolar_step(const hop_recall *recall, hop_rows rows, const double *states,
                               double *next, double *energy) {
    scratch s = {0};
    HOP_TRY(recall->plain->step(recall, rows, states, next, energy));
    hop_status status = scratch_create(recall, &s);
    for (size_t i = 0; status == HOP_OK && i < rows.count; i++) {
        size_t row = rows.index[i];
        status = take_values(recall, &s, row, states, next + row * recall->dim);
    }
    scratch_clear(&s);
    return status;
}

static hop_status similarities(const hop_recall *recall, hop_rows rows, const double *states,
                               double *s) {
    return recall->plain->similarities(recall, rows, states, s);
}

static bool supports(const hop_recall *recall) {
    return recall->options.model.similarity.kind->bipolar;
}

const hop_engine hop_recall_engine_bipolar = {
    .name = "bipolar, all neurons at once",
    .supports = supports,
    .step = bipolar_step,
    .similarities = similarities,
};
