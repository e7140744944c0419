/* The reference: one step as the textbook has it, one query after another, double throughout.  It
 * exploits nothing; the fast path and the attention comparison are held to it.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "../base/ranks.h"
#include "../base/sum.h"
#include "engine.h"

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

typedef struct step {
    const hop_recall *recall;
    hop_rows rows;
    const double *states;
    double *next, *energy;
    double *s, *weights;  /* [workers x patterns] */
    double *mixing;       /* [workers x 2 dim] */
    hop_status *failures; /* [rows] */
} step;

/* So many patterns are added plainly; what they sum to, with what was lost (Kahan 1965). */
enum { ADDED_PLAINLY = 16 };

/* next += keys' . p; off by a few roundings however many patterns there are.  scratch [2 dim]. */
static void mix(const hop_recall *recall, const double *p, double *scratch, double *next) {
    const size_t dim = recall->dim;
    double *some = scratch, *lost = scratch + dim;
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
static void step_one(void *context, size_t i, size_t worker) {
    const step *work = context;
    const hop_recall *recall = work->recall;
    const hop_energy *energy = &recall->options.model.energy;
    size_t dim = recall->dim, row = work->rows.index[i];
    const double *state = work->states + row * dim;
    double *s = work->s + worker * recall->count, *p = work->weights + worker * recall->count;
    double *next = work->next + row * dim, potential = 0;

    compare(recall, state, s);
    work->failures[i] = hop_energy_potential(energy, s, recall->count, &potential);
    if (work->failures[i] != HOP_OK) return;
    work->failures[i] = hop_energy_weights(energy, s, recall->count, p);
    if (work->failures[i] != HOP_OK) return;
    work->energy[i] = hop_recall_energy(recall, potential, hop_sum_squares(state, dim) / 2);
    for (size_t j = 0; j < dim; j++) next[j] = isinf(work->energy[i]) ? state[j] : 0;
    mix(recall, p, work->mixing + worker * 2 * dim, next);
    hop_recall_to_sphere(recall, state, next);
}

static void written(void *context, size_t i, hop_ranks_take *give, void *to) {
    const step *work = context;
    size_t dim = work->recall->dim;
    give(to, &work->failures[i], sizeof *work->failures);
    give(to, &work->energy[i], sizeof *work->energy);
    give(to, work->next + work->rows.index[i] * dim, dim * sizeof *work->next);
}

static hop_status reference_step(const hop_recall *recall, hop_rows rows, const double *states,
                                 double *next, double *energy) {
    size_t threads = recall->options.running.threads;
    size_t workers = threads < rows.count ? threads : rows.count;
    step work = {.recall = recall, .rows = rows, .states = states, .next = next, .energy = energy};
    hop_status status = hop_alloc(workers * recall->count, sizeof(double), "similarities", &work.s);
    if (status == HOP_OK)
        status = hop_alloc(workers * recall->count, sizeof(double), "weights", &work.weights);
    if (status == HOP_OK)
        status = hop_alloc(workers * recall->dim, 2 * sizeof(double), "sums", &work.mixing);
    if (status == HOP_OK)
        status = hop_alloc(rows.count, sizeof *work.failures, "results", &work.failures);
    const hop_ranks_loop loop = {&work, step_one, written};
    if (status == HOP_OK) hop_ranks_run(rows.count, workers, &loop);
    for (size_t i = 0; i < rows.count && status == HOP_OK; i++)
        if (work.failures[i] != HOP_OK)
            status =
                hop_fail(work.failures[i], "query %zu: a similarity is not finite", rows.index[i]);
    free(work.s);
    free(work.weights);
    free(work.mixing);
    free(work.failures);
    return status;
}

static bool supports(const hop_recall *recall) {
    return hop_recall_is_product(recall) && recall->options.running.precision == HOP_DOUBLE;
}

const hop_engine hop_recall_engine_reference = {
    .name = "reference, double",
    .plain = true,
    .supports = supports,
    .float_states = false,
    .step = reference_step,
    .similarities = similarities,
};
