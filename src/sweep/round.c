/* One round: its cells as jobs, the most expensive first, each kept on disk as soon as it is
 * finished; progress and failures; and a cell as bytes, where other ranks compute it.
 * SPDX-License-Identifier: MIT */
#include "round.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/ranks.h"

/* Adds a result out of order; it is the sweep's from now on. */
static hop_status add_result(hop_round *s, const hop_finished *result) {
    if (s->done.count == s->room) {
        size_t room = s->room ? 2 * s->room : 64;
        HOP_TRY(hop_realloc(room, sizeof *s->done.all, "results", &s->done.all));
        s->room = room;
    }
    s->done.all[s->done.count++] = *result;
    return HOP_OK;
}

/* ---- one cell ---- */

uint64_t hop_sweep_cell_seed(uint64_t seed, uint64_t index) {
    hop_random random;
    hop_random_init(&random, seed, index);
    return hop_random_word(&random);
}

static void note_failure(hop_round *s, size_t index, hop_status status) {
    s->stopped = true;
    if (s->failure != HOP_OK && s->failed_job <= index) return;
    s->failure = status;
    s->failed_job = index;
    free(s->sentence);
    s->sentence = strdup(hop_status_detail());
}

static hop_status interrupted(const hop_round *s) {
    if (!s->cells)
        return hop_fail(HOP_E_CANCELLED,
                        "interrupted with %zu of %zu cells done; nothing is kept "
                        "without -o",
                        s->cells_done, s->cells_all);
    return hop_fail(HOP_E_CANCELLED,
                    "interrupted; %zu of %zu cells are in %s, and the same command goes on from "
                    "there",
                    s->cells_done, s->cells_all, s->cells->path);
}

static double fraction_done(const hop_round *s) {
    double all = s->search ? s->cost_planned - s->cost_found : s->cost_round;
    return all > 0 ? fmin(s->cost_done / all, 1) : 1;
}

static hop_status tell(const hop_round *s) {
    const hop_sweep_options *options = s->options;
    hop_sweep_state state = {
        .cells = s->cells_all, .done = s->cells_done, .found = s->cells_found, .search = s->search};
    state.fraction = fraction_done(s);
    if (!options->progress || !options->progress(options->context, &state)) return HOP_OK;
    return interrupted(s);
}

static bool is_stopped(hop_round *s) {
    pthread_mutex_lock(&s->lock);
    bool stopped = s->stopped;
    pthread_mutex_unlock(&s->lock);
    return stopped;
}

/* More of a job is done: of 1. */
static void count_done(hop_round *s, hop_job *j, double part) {
    if (!(part > j->part)) return;
    s->cost_done += (part - j->part) * j->cost;
    j->part = part;
}

/* Asked from within a cell. */
static int ask(void *context, size_t index, double part) {
    hop_round *s = context;
    pthread_mutex_lock(&s->lock);
    count_done(s, &s->jobs[index], part);
    hop_status status = s->stopped ? HOP_OK : tell(s);
    if (status != HOP_OK) note_failure(s, index, status);
    int stopped = s->stopped;
    pthread_mutex_unlock(&s->lock);
    return stopped;
}

/* Computes a cell, on any rank. */
static void compute(void *context, size_t index, size_t worker) {
    hop_round *s = context;
    hop_job *j = &s->jobs[index];
    hop_watch watch = {.ask = ask, .context = s, .job = index};
    hop_sweep watched = *s->experiment;
    const hop_sweep *e = &watched;
    watched.watch = &watch;
    (void)worker;
    j->ended = is_stopped(s);
    j->status = j->ended ? HOP_E_CANCELLED : HOP_OK;
    if (j->ended) return;
    j->status = hop_lines_resize(&j->result.lines, 1, e->row->line_size);
    if (j->status == HOP_OK)
        j->status = e->row->cell(e, j->result.cell, hop_sweep_cell_seed(e->seed, j->result.index),
                                 &j->result.lines);
    if (j->status != HOP_OK) j->sentence = strdup(hop_status_detail());
    j->ended = watch.ended;
}

/* A cell has been computed, here or on another rank. */
static void finished(void *context, size_t index) {
    hop_round *s = context;
    hop_job *j = &s->jobs[index];
    hop_status status = j->status;
    if (status != HOP_OK) hop_fail(status, "%s", j->sentence ? j->sentence : "a cell failed");
    pthread_mutex_lock(&s->lock);
    if (status == HOP_OK && s->cells)
        status =
            hop_cells_append(s->cells, &j->result, s->experiment->row->line_size / sizeof(double));
    if (status == HOP_OK) count_done(s, j, 1);
    s->cells_done += status == HOP_OK ? 1 : 0;
    if (status == HOP_OK && !s->stopped) status = tell(s);
    /* A cell that ended because another had failed has nothing to tell. */
    if (status != HOP_OK && !(j->ended && s->failure != HOP_OK)) note_failure(s, index, status);
    pthread_mutex_unlock(&s->lock);
}

/* ---- a cell as bytes, for other ranks: how it ended, then its lines or the sentence ---- */

typedef struct parcel {
    hop_status status;
    bool ended;
    size_t lines;
} parcel;

static hop_status pack(void *context, size_t index, char **bytes, size_t *size) {
    const hop_round *s = context;
    const hop_job *j = &s->jobs[index];
    parcel head = {.status = j->status, .ended = j->ended};
    const void *body = j->sentence;
    size_t length = j->sentence ? strlen(j->sentence) + 1 : 0;
    if (j->status == HOP_OK) {
        body = j->result.lines.all;
        head.lines = j->result.lines.count;
        length = head.lines * s->experiment->row->line_size;
    }
    HOP_TRY(hop_alloc(sizeof head + length, 1, "a cell", bytes));
    memcpy(*bytes, &head, sizeof head);
    if (length > 0) memcpy(*bytes + sizeof head, body, length);
    *size = sizeof head + length;
    return HOP_OK;
}

static void unpack(void *context, size_t index, const char *bytes, size_t size) {
    hop_round *s = context;
    hop_job *j = &s->jobs[index];
    parcel head;
    memcpy(&head, bytes, sizeof head);
    j->status = head.status;
    j->ended = head.ended;
    if (head.status == HOP_OK)
        j->status = hop_lines_resize(&j->result.lines, head.lines, s->experiment->row->line_size);
    if (j->status == HOP_OK)
        memcpy(j->result.lines.all, bytes + sizeof head, size - sizeof head);
    else if (!j->sentence && size > sizeof head)
        j->sentence = strdup(bytes + sizeof head);
}

/* ---- a round ---- */

/* Most expensive first; among equals by index, so that the order is one. */
static int most_expensive_first(const void *a, const void *b) {
    const hop_job *x = a, *y = b;
    if (x->cost != y->cost) return x->cost < y->cost ? 1 : -1;
    return (x->result.index > y->result.index) - (x->result.index < y->result.index);
}

hop_status hop_round_add(hop_round *s, uint64_t index, const void *cell) {
    if (s->job_count == s->job_room) {
        size_t room = s->job_room ? 2 * s->job_room : 64;
        HOP_TRY(hop_realloc(room, sizeof *s->jobs, "cells", &s->jobs));
        s->job_room = room;
    }
    hop_job fresh = {.result = {.index = index}};
    fresh.cost = s->experiment->row->cost(s->experiment, cell).seconds;
    HOP_TRY(hop_sweep_copy(s->experiment, cell, &fresh.result.cell));
    s->jobs[s->job_count++] = fresh;
    return HOP_OK;
}

hop_status hop_round_run(hop_round *s) {
    for (size_t i = 0; i < s->job_count; i++) s->cost_round += s->jobs[i].cost;
    qsort(s->jobs, s->job_count, sizeof *s->jobs, most_expensive_first);
    const hop_farm farm = {s, compute, finished, pack, unpack};
    HOP_TRY(hop_ranks_agree(tell(s)));
    hop_ranks_farm(s->job_count, s->threads, &farm);
    hop_status status = s->failure;
    if (status == HOP_E_CANCELLED)
        status = interrupted(s); /* the cells that were under way are done now */
    else if (status != HOP_OK)
        status = hop_fail(s->failure, "%s", s->sentence ? s->sentence : "a cell failed");
    status = hop_ranks_agree(status);
    for (size_t i = 0; i < s->job_count; i++) {
        free(s->jobs[i].sentence);
        if (status == HOP_OK) status = add_result(s, &s->jobs[i].result);
        if (status != HOP_OK) hop_finished_clear(&s->jobs[i].result);
    }
    s->job_count = 0;
    hop_results_unite(&s->done);
    return status;
}
