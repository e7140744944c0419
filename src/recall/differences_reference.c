/* The reference for similarities of the difference form: one query after another, double
 * throughout, by the plain definition of rho.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "../base/ranks.h"
#include "centre.h"
#include "engine.h"

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

typedef struct step {
    const hop_recall *recall;
    hop_rows rows;
    const double *states;
    double *next, *energy;
    double *s, *weights, *centre; /* [workers x patterns], [workers x patterns], [workers x ...] */
    size_t *near;                 /* [workers x patterns] */
    hop_status *failures;         /* [rows] */
} step;

/* E = -Q(s) + constant;  next_j = argmin_y sum_i p_i rho(y - x_ij), p = grad Q(s). */
static void step_one(void *context, size_t i, size_t worker) {
    const step *work = context;
    const hop_recall *recall = work->recall;
    const hop_energy *energy = &recall->options.model.energy;
    size_t patterns = recall->count, row = work->rows.index[i], count = 0;
    const double *state = work->states + row * recall->dim;
    double *s = work->s + worker * patterns, *p = work->weights + worker * patterns;
    double *next = work->next + row * recall->dim, potential = 0;
    size_t *near = work->near + worker * patterns;
    hop_rows one = {&row, 1};

    work->failures[i] = similarities(recall, one, work->states, s);
    if (work->failures[i] == HOP_OK)
        work->failures[i] = hop_energy_potential(energy, s, patterns, &potential);
    if (work->failures[i] == HOP_OK) work->failures[i] = hop_energy_weights(energy, s, patterns, p);
    if (work->failures[i] != HOP_OK) return;
    work->energy[i] = hop_recall_energy(recall, potential, 0);
    for (size_t k = 0; k < patterns; k++) {
        if (!(p[k] > HOP_NO_WEIGHT)) continue;
        p[count] = p[k];
        near[count++] = k;
    }
    if (count == 0)
        memcpy(next, state, recall->dim * sizeof *next);
    else
        hop_recall_centre(recall, near, p, count, state, next,
                          work->centre + worker * hop_recall_centre_scratch(patterns));
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
    size_t threads = recall->options.running.threads, number = sizeof(double);
    size_t workers = threads < rows.count ? threads : rows.count, patterns = recall->count;
    step work = {.recall = recall, .rows = rows, .states = states, .next = next, .energy = energy};
    hop_status status = hop_alloc(workers * patterns, number, "similarities", &work.s);
    if (status == HOP_OK) status = hop_alloc(workers * patterns, number, "weights", &work.weights);
    if (status == HOP_OK)
        status = hop_alloc(workers * hop_recall_centre_scratch(patterns), number, "scratch",
                           &work.centre);
    if (status == HOP_OK)
        status = hop_alloc(workers * patterns, sizeof *work.near, "an index", &work.near);
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
    free(work.centre);
    free(work.near);
    free(work.failures);
    return status;
}

static bool supports(const hop_recall *recall) {
    return hop_recall_is_difference(recall) && recall->options.running.precision == HOP_DOUBLE;
}

const hop_engine hop_recall_engine_differences_reference = {
    .name = "differences, reference, double",
    .plain = true,
    .supports = supports,
    .float_states = false,
    .step = reference_step,
    .similarities = similarities,
};
