/* Through a sieve of the patterns as they stand, few may be the nearest; those are measured
 * exactly. SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "../base/sum.h"
#include "nearest.h"
#include "pruned.h"

typedef struct sifting {
    const hop_recall *recall;
    const double *outputs;
    const size_t *rows;
    const hop_shortlist *lists; /* by rows */
    size_t *nearest;
    double *patterns; /* [workers x dim] */
} sifting;

static void search_list(void *context, size_t at, size_t worker) {
    const sifting *work = context;
    const hop_shortlist *list = &work->lists[at];
    size_t dim = work->recall->dim, row = work->rows[at];
    double best = INFINITY, *pattern = work->patterns + worker * dim;
    for (size_t k = 0; k < list->count; k++) {
        hop_recall_shown(work->recall, list->patterns[k], 1, pattern);
        double exact = hop_sum_squared_differences(work->outputs + row * dim, pattern, dim);
        if (exact < best) best = exact, work->nearest[row] = list->patterns[k];
    }
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
