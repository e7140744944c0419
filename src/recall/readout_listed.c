/* Reading out the patterns of a shortlist alone, where that holds all that can be seen of the
 * weights.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "listed.h"
#include "pruned.h"
#include "readout.h"
#include "spread.h"

typedef struct reading {
    const hop_recall *recall;
    const double *states;
    double *outputs;
    hop_recalled *queries;
    const hop_shortlist *lists; /* [count] */
    hop_listed *listed;         /* [workers] */
    double *spread;             /* [workers x room] */
    hop_status *failures;       /* [count] */
    double reach;
} reading;

static void name_top(const hop_shortlist *list, hop_recalled *query) {
    for (size_t k = 0; k < query->top_count; k++) query->top[k] = list->patterns[query->top[k]];
}

static void read_row(void *context, size_t row, size_t worker) {
    const reading *work = context;
    const hop_recall *recall = work->recall;
    const hop_shortlist *list = &work->lists[row];
    hop_listed *l = &work->listed[worker];
    hop_recalled *query = &work->queries[row];
    if (list->full) return;
    hop_listed_compare(recall, list, work->reach, work->states + row * recall->dim, l);
    work->failures[row] =
        hop_energy_weights(&recall->options.energy, l->s, list->count, l->weights);
    if (work->failures[row] != HOP_OK) return;
    hop_listed_mix(recall, list, true, l, work->outputs + row * recall->dim);
    query->top_count = hop_recall_top_weights(l->weights, list->count, HOP_TOP_WEIGHTS, query->top,
                                              query->top_weight);
    query->k90 = hop_recall_k90(l->weights, list->count, work->spread + worker * l->room);
    name_top(list, query);
}

static hop_status reading_create(reading *work, size_t count, size_t workers) {
    size_t room = hop_recall_longest_list(work->recall, count), number = sizeof(double);
    HOP_TRY(hop_alloc(workers, sizeof *work->listed, "scratch", &work->listed));
    HOP_TRY(hop_alloc(workers, room * number, "weights", &work->spread));
    HOP_TRY(hop_alloc(count, sizeof *work->failures, "results", &work->failures));
    for (size_t i = 0; i < workers; i++)
        HOP_TRY(hop_listed_create(work->recall, room, &work->listed[i]));
    return HOP_OK;
}

hop_status hop_recall_readout_listed(const hop_recall *recall, const double *states, size_t *rows,
                                     size_t *count, double *outputs, hop_recalled *queries) {
    size_t all = *count, left = 0, threads = recall->options.threads;
    size_t workers = threads < all ? threads : all;
    reading work = {.recall = recall,
                    .states = states,
                    .outputs = outputs,
                    .queries = queries,
                    .reach = hop_recall_prunable(recall)};
    hop_look look = {work.reach, hop_recall_longest_list(recall, all), threads};
    hop_shortlist *lists = NULL;
    hop_status status = hop_alloc(all, sizeof *lists, "lists", &lists);
    if (status == HOP_OK) status = reading_create(&work, all, workers);
    if (status == HOP_OK)
        status = hop_sieve_look(recall->sieve, look, (hop_rows){rows, all}, states, lists);
    work.lists = lists;
    if (status == HOP_OK) hop_parallel_run(all, workers, read_row, &work);
    for (size_t i = 0; i < all && status == HOP_OK; i++)
        if (work.failures[i] != HOP_OK)
            status = hop_fail(work.failures[i], "the weights of query %zu: %s", i,
                              hop_status_text(work.failures[i]));
    for (size_t i = 0; i < all && status == HOP_OK; i++)
        if (lists[i].full) rows[left++] = i;
    *count = left;
    if (lists) hop_shortlists_clear(lists, all);
    for (size_t i = 0; work.listed && i < workers; i++) hop_listed_clear(&work.listed[i]);
    free(work.listed);
    free(work.spread);
    free(work.failures);
    free(lists);
    return status;
}
