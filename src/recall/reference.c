/* The reference: one step as the textbook has it, one query after another, double throughout.  It
 * exploits nothing; the fast path and the attention comparison are held to it.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/sum.h"
#include "blocks.h"

static void compare(const hop_recall *recall, const double *state, double *s) {
    for (size_t i = 0; i < recall->count; i++)
        s[i] = hop_sum_products(recall->keys + i * recall->dim, state, recall->dim) +
               recall->frames[i].bias;
    hop_recall_shift(recall, hop_sum_squares(state, recall->dim) / 2, s);
}

static hop_status similarities(const hop_recall *recall, hop_rows rows, const double *states,
                               double *s) {
    for (size_t i = 0; i < rows.count; i++)
        compare(recall, states + rows.index[i] * recall->dim, s + i * recall->count);
    return HOP_OK;
}

typedef struct scratch {
    double *s, *weights; /* [patterns] */
    double *mixing;      /* [2 dim] */
} scratch;

static hop_status create(const hop_recall *recall, size_t held, void *fresh) {
    scratch *c = fresh;
    (void)held; /* one row */
    HOP_TRY(hop_alloc(recall->count, sizeof *c->s, "similarities", &c->s));
    HOP_TRY(hop_alloc(recall->count, sizeof *c->weights, "weights", &c->weights));
    return hop_alloc(recall->dim, 2 * sizeof *c->mixing, "sums", &c->mixing);
}

static void clear(void *used) {
    scratch *c = used;
    free(c->s);
    free(c->weights);
    free(c->mixing);
}

/* So many patterns are added plainly; what they sum to, with what was lost (Kahan 1965). */
enum { ADDED_PLAINLY = 16 };

/* next += keys' . p; off by a few roundings however many patterns there are.  room [2 dim]. */
static void mix(const hop_recall *recall, const double *p, double *room, double *next) {
    const size_t dim = recall->dim;
    double *some = room, *lost = room + dim;
    for (size_t j = 0; j < dim; j++) lost[j] = 0;
    for (size_t first = 0; first < recall->count; first += ADDED_PLAINLY) {
        const size_t left = recall->count - first;
        const size_t end = first + (left < ADDED_PLAINLY ? left : ADDED_PLAINLY);
        for (size_t j = 0; j < dim; j++) some[j] = -lost[j];
        for (size_t k = first; k < end; k++)
            for (size_t j = 0; j < dim; j++) some[j] += p[k] * recall->keys[k * dim + j];
        for (size_t j = 0; j < dim; j++) {
            const double sum = next[j] + some[j];
            lost[j] = (sum - next[j]) - some[j];
            next[j] = sum;
        }
    }
}

/* s = keys . state + bias;  E = -Q(s) + |state|^2 / 2 + constant;  next = keys' . grad Q(s).  Where
 * no pattern has a weight, the state stays. */
static hop_status step_one(const void *context, hop_range places, void *worker, size_t *failed) {
    const hop_step *step = context;
    const hop_recall *recall = step->recall;
    const hop_energy *energy = &recall->options.model.energy;
    const size_t dim = recall->dim, row = step->rows.index[places.first];
    const double *state = step->states + row * dim;
    double *next = step->next + row * dim, *e = &step->energy[places.first], potential = 0;
    const scratch *c = worker;
    (void)failed;
    compare(recall, state, c->s);
    HOP_TRY(hop_energy_potential(energy, c->s, recall->count, &potential));
    HOP_TRY(hop_energy_weights(energy, c->s, recall->count, c->weights));
    *e = hop_recall_energy(recall, potential, hop_sum_squares(state, dim) / 2);
    for (size_t j = 0; j < dim; j++) next[j] = isinf(*e) ? state[j] : 0;
    mix(recall, c->weights, c->mixing, next);
    hop_recall_to_sphere(recall, state, next);
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
    return hop_recall_is_product(recall) && recall->options.running.precision == HOP_DOUBLE;
}

const hop_engine hop_recall_engine_reference = {
    .name = "reference, double",
    .plain = true,
    .supports = supports,
    .float_states = false,
    .step = take_step,
    .similarities = similarities,
};
