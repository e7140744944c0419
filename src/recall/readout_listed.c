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
    hop_lists *known;
    bool *done;           /* [count] */
    hop_listed *listed;   /* [workers] */
    double *spread;       /* [workers x room] */
    hop_status *failures; /* [count] */
    double reach;
} reading;

static void name_top(const hop_shortlist *list, hop_recalled *query) {
    for (size_t k = 0; k < query->top_count; k++) query->top[k] = list->patterns[query->top[k]];
}

static void read_row(void *context, size_t row, size_t worker) {
    const reading *work = context;
    const hop_recall *recall = work->recall;
    const hop_shortlist *list = &work->known->lists[row];
    hop_listed *l = &work->listed[worker];
    hop_recalled *query = &work->queries[row];
    const double *state = work->states + row * recall->dim;
    if (work->done[row] || !hop_lists_serve(recall, work->known, row, state, work->reach, l))
        return;
    work->failures[row] =
        hop_energy_weights(&recall->options.model.energy, l->s, list->count, l->weights);
    if (work->failures[row] != HOP_OK) return;
    hop_listed_mix(recall, list, true, l, work->outputs + row * recall->dim);
    query->top_count = hop_recall_top_weights(l->weights, list->count, HOP_TOP_WEIGHTS, query->top,
                                              query->top_weight);
    query->k90 = hop_recall_k90(l->weights, list->count, work->spread + worker * l->room);
    query->support = hop_recall_support(l->weights, list->count);
    name_top(list, query);
    work->done[row] = true;
}

static hop_status reading_create(reading *work, size_t count, size_t workers) {
    size_t room = hop_recall_longest_list(work->recall, SIZE_MAX), number = sizeof(double);
    HOP_TRY(hop_alloc(workers, sizeof *work->listed, "scratch", &work->listed));
    HOP_TRY(hop_alloc(workers, room * number, "weights", &work->spread));
    HOP_TRY(hop_alloc(count, sizeof *work->failures, "results", &work->failures));
    HOP_TRY(hop_alloc(count, sizeof *work->done, "an index", &work->done));
    for (size_t i = 0; i < workers; i++)
        HOP_TRY(hop_listed_create(work->recall, room, &work->listed[i]));
    return HOP_OK;
}

static void reading_clear(reading *work, size_t workers) {
    for (size_t i = 0; work->listed && i < workers; i++) hop_listed_clear(&work->listed[i]);
    free(work->listed);
    free(work->spread);
    free(work->failures);
    free(work->done);
}

/* Reads out by the lists there are; `rows` become those that are left. */
static hop_status read_rows(const reading *work, size_t workers, size_t *rows, size_t *count) {
    size_t all = *count, left = 0, of_all = work->known->count;
    hop_parallel_run(of_all, workers, read_row, (void *)work);
    for (size_t row = 0; row < of_all; row++)
        if (work->failures[row] != HOP_OK)
            return hop_fail(work->failures[row], "the weights of query %zu: %s", row,
                            hop_status_text(work->failures[row]));
    for (size_t k = 0; k < all; k++)
        if (!work->done[rows[k]]) rows[left++] = rows[k];
    *count = left;
    return HOP_OK;
}

/* Not where most of what is left had long lists before: their weights are flat. */
static bool is_worth_a_look(const hop_lists *known, const size_t *rows, size_t count) {
    size_t full = 0;
    for (size_t k = 0; k < count; k++) full += known->lists[rows[k]].full ? 1 : 0;
    return count > 0 && 2 * full < count;
}

hop_status hop_recall_readout_listed(const hop_recall *recall, hop_lists *known,
                                     const double *states, size_t *rows, size_t *count,
                                     double *outputs, hop_recalled *queries) {
    size_t all = *count, threads = recall->options.running.threads;
    size_t workers = threads < all ? threads : all;
    reading work = {.recall = recall,
                    .known = known,
                    .states = states,
                    .outputs = outputs,
                    .queries = queries,
                    .reach = hop_recall_prunable(recall)};
    hop_status status = reading_create(&work, all, workers);
    if (status == HOP_OK) status = read_rows(&work, workers, rows, count);
    if (status == HOP_OK && is_worth_a_look(known, rows, *count)) {
        hop_look look = {work.reach, hop_recall_longest_list(recall, all), known->places, threads};
        status = hop_lists_look(recall, known, (hop_rows){rows, *count}, states, look);
        if (status == HOP_OK) status = read_rows(&work, workers, rows, count);
    }
    reading_clear(&work, workers);
    return status;
}
