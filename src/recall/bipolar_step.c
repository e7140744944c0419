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
#include "blocks.h"

/* Weights sum to 1 at most; those made in float are off by no more than this, all together. */
static const double DOUBT = 1e-4;

typedef struct scratch {
    double *weights; /* [patterns] */
    size_t *doubted; /* [dim] neurons */
    double *fields;  /* [dim] of those */
} scratch;

static hop_status create(const hop_recall *recall, size_t held, void *fresh) {
    scratch *s = fresh;
    size_t dim = recall->dim;
    (void)held; /* one row */
    HOP_TRY(hop_alloc(recall->count, sizeof *s->weights, "weights", &s->weights));
    HOP_TRY(hop_alloc(dim, sizeof *s->doubted, "an index", &s->doubted));
    return hop_alloc(dim, sizeof *s->fields, "fields", &s->fields);
}

static void clear(void *used) {
    scratch *s = used;
    free(s->weights);
    free(s->doubted);
    free(s->fields);
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

static hop_status take_row(const void *context, hop_range places, void *worker, size_t *failed) {
    const hop_step *step = context;
    const size_t row = step->rows.index[places.first];
    (void)failed;
    return take_values(step->recall, worker, row, step->states,
                       step->next + row * step->recall->dim);
}

static hop_status take_step(const hop_step *step) {
    static const hop_blocks BLOCKS = {
        .scratch = {sizeof(scratch), create, clear},
        .run = take_row,
        .written = hop_step_written,
    };
    HOP_TRY(step->recall->plain->step(step));
    return hop_blocks_step(step, &BLOCKS, 1);
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
    .step = take_step,
    .similarities = similarities,
};
