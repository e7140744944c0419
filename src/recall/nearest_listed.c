/* Few patterns may be the nearest; those are measured exactly.  Which they are, two ways tell.
 *
 * A sieve of the patterns as they stand looks at all of them.
 *
 * The recall's own sieve, where it has an index and keys are directions, need not.  Whatever size a
 * pattern has, it is no nearer to the output o than the nearest point of the ray along its key k.
 * With z, of norm 1, the direction of o, and |o'| the size of what z stands for (o without its
 * mean, say), that point is |o'| sqrt(1 - (k z)^2) away.  So patterns that a look leaves out, with
 * a product of u at most, are that far with u in the place of k z: where one that is listed is
 * nearer, it is the nearest of all.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "../base/sum.h"
#include "index.h"
#include "nearest.h"
#include "pruned.h"

typedef struct sifting {
    const hop_recall *recall;
    const double *outputs;
    const size_t *rows;
    const hop_shortlist *lists; /* by rows */
    size_t *nearest;
    double *patterns; /* [workers x dim] */
    double *size;     /* [rows]: |o'| */
    bool *found;      /* [rows]: the list was enough */
} sifting;

/* The nearest of a list, and its squared distance. */
static double search(const sifting *work, size_t at, size_t worker) {
    const hop_shortlist *list = &work->lists[at];
    size_t dim = work->recall->dim, row = work->rows[at];
    double best = INFINITY, *pattern = work->patterns + worker * dim;
    for (size_t k = 0; k < list->count; k++) {
        hop_recall_shown(work->recall, list->patterns[k], 1, pattern);
        double exact = hop_sum_squared_differences(work->outputs + row * dim, pattern, dim);
        if (exact < best) best = exact, work->nearest[row] = list->patterns[k];
    }
    return best;
}

/* ---- through a sieve of its own ---- */

static void search_list(void *context, size_t at, size_t worker) {
    (void)search(context, at, worker);
}

/* Digits at most: a second tells patterns apart that differ little beside what they share. */
enum { PLACES = 2 };

/* Searches the lists there are; rows without one stay, and are counted. */
static void search_lists(const sifting *work, size_t threads, size_t *rows, size_t *count) {
    size_t left = 0;
    hop_parallel_run(*count, threads, search_list, (void *)(uintptr_t)work);
    for (size_t at = 0; at < *count; at++)
        if (work->lists[at].full) rows[left++] = rows[at];
    *count = left;
}

hop_status hop_recall_nearest_listed(const hop_recall *recall, const double *outputs, size_t *rows,
                                     size_t *count, size_t *nearest) {
    hop_sieve *sieve = NULL;
    sifting work = {.recall = recall, .outputs = outputs, .rows = rows, .nearest = nearest};
    hop_shortlist *lists = NULL;
    size_t all = *count, threads = recall->options.running.threads;
    /* Measuring takes longer than weighing, so that a list pays only where it is shorter. */
    hop_look look = {0, hop_recall_longest_list(recall, all) / 4, 1, threads};
    hop_status status = hop_sieve_create(recall->memory, NULL, threads, &sieve);
    if (status == HOP_OK) status = hop_alloc(all, sizeof *lists, "lists", &lists);
    if (status == HOP_OK)
        status = hop_alloc(threads, recall->dim * sizeof(double), "patterns", &work.patterns);
    work.lists = lists;
    for (; status == HOP_OK && *count > 0 && look.places <= PLACES; look.places++) {
        status = hop_sieve_look(sieve, look, (hop_rows){rows, *count}, outputs, lists);
        if (status == HOP_OK) search_lists(&work, threads, rows, count);
    }
    if (lists) hop_sieve_clear_lists(lists, all);
    free(lists);
    free(work.patterns);
    hop_sieve_destroy(sieve);
    return status;
}

/* ---- through the recall's own ---- */

/* Products with the direction of an output that are listed: so far below the largest.  A state that
 * has become a pattern is as near to it as floats go. */
static const double REACH = 0.02;

/* Of what is compared in double, rounding included. */
static const double ROUNDINGS = 1e-9;

static void search_ray(void *context, size_t at, size_t worker) {
    const sifting *work = context;
    const hop_shortlist *list = &work->lists[at];
    if (!list->patterns || list->full) return;
    const double u = fmax(list->outside, 0), size = work->size[at];
    const double beyond = u < 1 ? size * size * (1 - u * u) : 0;
    if (search(work, at, worker) < (1 - ROUNDINGS) * beyond) work->found[at] = true;
}

/* The directions of outputs, states [count x dim]; those of nothing have no size. */
static void point(const sifting *work, size_t count, double *states) {
    const hop_recall *recall = work->recall;
    const hop_similarity *similarity = &recall->options.model.similarity;
    for (size_t at = 0; at < count; at++) {
        const double *output = work->outputs + work->rows[at] * recall->dim;
        double *state = states + at * recall->dim;
        const hop_frame frame = similarity->kind->frame(similarity->parameter, output, recall->dim);
        memcpy(state, output, recall->dim * sizeof *state);
        hop_recall_apply_frame(frame, state, recall->dim);
        work->size[at] = frame.gain > 0 ? 1 / frame.gain : 0;
    }
}

static hop_status search_rays(sifting *work, size_t *rows, size_t *count) {
    const hop_recall *recall = work->recall;
    const size_t all = *count, threads = recall->options.running.threads;
    const hop_look look = {REACH, hop_recall_longest_list(recall, all) / 4, PLACES, threads};
    double *states = NULL;
    size_t *places = NULL, *index = NULL, left = 0, kept = 0;
    hop_shortlist *lists = NULL;
    hop_status status = hop_alloc(all, recall->dim * sizeof *states, "directions", &states);
    if (status == HOP_OK) status = hop_alloc(all, sizeof *places, "an index", &places);
    if (status == HOP_OK) status = hop_alloc(all, sizeof *index, "an index", &index);
    if (status == HOP_OK) status = hop_alloc(all, sizeof *lists, "lists", &lists);
    if (status == HOP_OK) {
        for (size_t at = 0; at < all; at++) index[at] = at;
        point(work, all, states);
        work->lists = lists;
        status = hop_index_look(recall->sieve, look, (hop_rows){index, all}, states, lists, places,
                                &left, NULL);
    }
    if (status == HOP_OK) {
        hop_parallel_run(all, threads, search_ray, work);
        for (size_t at = 0; at < all; at++)
            if (!work->found[at]) rows[kept++] = rows[at];
        *count = kept;
    }
    if (lists) hop_sieve_clear_lists(lists, all);
    free(lists);
    free(index);
    free(places);
    free(states);
    return status;
}

hop_status hop_recall_nearest_indexed(const hop_recall *recall, const double *outputs, size_t *rows,
                                      size_t *count, size_t *nearest) {
    sifting work = {.recall = recall, .outputs = outputs, .rows = rows, .nearest = nearest};
    const hop_sieve *sieve = recall->sieve;
    if (!recall->options.model.similarity.kind->directions || !sieve || !sieve->index)
        return HOP_OK;
    hop_status status = hop_alloc(*count, sizeof *work.size, "sizes", &work.size);
    if (status == HOP_OK) status = hop_alloc(*count, sizeof *work.found, "sizes", &work.found);
    if (status == HOP_OK)
        status = hop_alloc(recall->options.running.threads, recall->dim * sizeof(double),
                           "patterns", &work.patterns);
    if (status == HOP_OK) status = search_rays(&work, rows, count);
    free(work.patterns);
    free(work.found);
    free(work.size);
    return status;
}
