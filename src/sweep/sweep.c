/* Sweeps: rounds of cells, computed in parallel, the most expensive first, each kept on disk as
 * soon as it is finished.  A round depends only on the results of those before it, so what is found
 * on disk, or comes from another machine, is as good as what is computed now.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/file.h"
#include "../base/parallel.h"
#include "../base/ranks.h"
#include "cells.h"
#include "sweep_private.h"

/* One cell to compute. */
typedef struct job {
    hop_finished result;
    double cost, part; /* of the cost, so much is done */
    hop_status status;
    char *sentence; /* of its failure: they are kept by thread, and by rank */
    bool ended;     /* it was told to end early */
} job;

typedef struct sweep {
    const hop_sweep *experiment;
    const hop_sweep_options *options;
    size_t threads;
    hop_cells *cells; /* NULL: none */
    hop_results done; /* by index */
    size_t room;
    /* of the round at hand */
    job *jobs;
    size_t job_count, job_room;
    size_t finished;
    /* of all rounds so far, and of those to come as far as they can be told; seconds */
    double cost_done;    /* in this run */
    double cost_round;   /* of the rounds so far, those of this run */
    double cost_found;   /* of cells found on disk */
    double cost_planned; /* of all chains */
    bool search;         /* later rounds may ask for more cells */
    size_t cells_done, cells_all, cells_found;
    mtx_t lock;
    bool stopped;       /* under the lock */
    hop_status failure; /* of the job that comes first */
    size_t failed_job;
    char *sentence; /* of that failure */
} sweep;

/* Adds a result out of order; it is the sweep's from now on. */
static hop_status add_result(sweep *s, const hop_finished *result) {
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

static void note_failure(sweep *s, size_t index, hop_status status) {
    s->stopped = true;
    if (s->failure != HOP_OK && s->failed_job <= index) return;
    s->failure = status;
    s->failed_job = index;
    free(s->sentence);
    s->sentence = strdup(hop_status_detail());
}

static hop_status interrupted(const sweep *s) {
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

/* Of a search's rounds to come only the prediction of the whole is known. */
static double fraction_done(const sweep *s) {
    static const double ROUNDING = 1e-9;
    double all = s->search ? s->cost_planned - s->cost_found : s->cost_round;
    if (all < s->cost_round * (1 - ROUNDING)) return NAN;
    return all > 0 ? fmin(s->cost_done / all, 1) : 1;
}

static hop_status tell(const sweep *s) {
    const hop_sweep_options *options = s->options;
    hop_sweep_state state = {
        .cells = s->cells_all, .done = s->cells_done, .found = s->cells_found, .search = s->search};
    state.fraction = fraction_done(s);
    if (!options->progress || !options->progress(options->context, &state)) return HOP_OK;
    return interrupted(s);
}

static bool is_stopped(sweep *s) {
    mtx_lock(&s->lock);
    bool stopped = s->stopped;
    mtx_unlock(&s->lock);
    return stopped;
}

/* More of a job is done: of 1. */
static void count_done(sweep *s, job *j, double part) {
    if (!(part > j->part)) return;
    s->cost_done += (part - j->part) * j->cost;
    j->part = part;
}

/* Asked from within a cell. */
static int ask(void *context, size_t index, double part) {
    sweep *s = context;
    mtx_lock(&s->lock);
    count_done(s, &s->jobs[index], part);
    hop_status status = s->stopped ? HOP_OK : tell(s);
    if (status != HOP_OK) note_failure(s, index, status);
    int stopped = s->stopped;
    mtx_unlock(&s->lock);
    return stopped;
}

/* Computes a cell, on any rank. */
static void compute(void *context, size_t index, size_t worker) {
    sweep *s = context;
    job *j = &s->jobs[index];
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
    sweep *s = context;
    job *j = &s->jobs[index];
    hop_status status = j->status;
    if (status != HOP_OK) hop_fail(status, "%s", j->sentence ? j->sentence : "a cell failed");
    mtx_lock(&s->lock);
    if (status == HOP_OK && s->cells)
        status =
            hop_cells_append(s->cells, &j->result, s->experiment->row->line_size / sizeof(double));
    if (status == HOP_OK) count_done(s, j, 1);
    s->cells_done += status == HOP_OK ? 1 : 0;
    if (status == HOP_OK && !s->stopped) status = tell(s);
    /* A cell that ended because another had failed has nothing to tell. */
    if (status != HOP_OK && !(j->ended && s->failure != HOP_OK)) note_failure(s, index, status);
    mtx_unlock(&s->lock);
}

/* ---- a cell as bytes, for other ranks: how it ended, then its lines or the sentence ---- */

typedef struct parcel {
    hop_status status;
    bool ended;
    size_t lines;
} parcel;

static hop_status pack(void *context, size_t index, char **bytes, size_t *size) {
    const sweep *s = context;
    const job *j = &s->jobs[index];
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
    sweep *s = context;
    job *j = &s->jobs[index];
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
static int dearest_first(const void *a, const void *b) {
    const job *x = a, *y = b;
    if (x->cost != y->cost) return x->cost < y->cost ? 1 : -1;
    return (x->result.index > y->result.index) - (x->result.index < y->result.index);
}

static hop_status add_job(sweep *s, uint64_t index, const void *cell) {
    if (s->job_count == s->job_room) {
        size_t room = s->job_room ? 2 * s->job_room : 64;
        HOP_TRY(hop_realloc(room, sizeof *s->jobs, "cells", &s->jobs));
        s->job_room = room;
    }
    job fresh = {.result = {.index = index}};
    fresh.cost = s->experiment->row->cost(s->experiment, cell).seconds;
    HOP_TRY(hop_sweep_copy(s->experiment, cell, &fresh.result.cell));
    s->jobs[s->job_count++] = fresh;
    return HOP_OK;
}

/* Runs the jobs; their results join the others, in order. */
static hop_status run_jobs(sweep *s) {
    for (size_t i = 0; i < s->job_count; i++) s->cost_round += s->jobs[i].cost;
    qsort(s->jobs, s->job_count, sizeof *s->jobs, dearest_first);
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

/* ---- rounds ---- */

static bool in_shard(const hop_sweep_options *options, size_t chain) {
    return options->shards == 0 || chain % options->shards == options->shard - 1;
}

/* A chain being followed: how many of its cells are planned. */
typedef struct chain {
    size_t number;
    void *cell;
    hop_finished *results; /* [planned], lines lent */
    size_t planned;
    bool ended;
} chain;

static void chain_clear(chain *c) {
    for (size_t i = 0; i < c->planned; i++) free(c->results[i].cell);
    free(c->results);
    free(c->cell);
}

hop_status hop_sweep_round(const hop_sweep *e, const void *cell, const hop_finished *results,
                           size_t count, hop_plan *plan) {
    plan->count = 0;
    plan->cell_size = e->row->cell_size;
    if (e->row->next) return e->row->next(e, cell, results, count, plan);
    return count == 0 ? hop_plan_add(plan, cell) : HOP_OK;
}

/* What is found on disk need not be done. */
static void count_found(sweep *s, const hop_finished *result) {
    s->cells_done++;
    s->cells_found++;
    if (s->search) s->cost_found += s->experiment->row->cost(s->experiment, result->cell).seconds;
}

/* Whether chains begin with more than one cell, as searches do, and what they will take. */
static hop_status predict_work(sweep *s, const chain *chains, size_t count) {
    const hop_sweep *e = s->experiment;
    hop_plan plan = {0};
    hop_status status = HOP_OK;
    for (size_t i = 0; i < count && e->row->next && status == HOP_OK; i++) {
        status = hop_sweep_round(e, chains[i].cell, NULL, 0, &plan);
        s->search = s->search || plan.count > 1;
        s->cost_planned += e->row->cost(e, chains[i].cell).seconds;
    }
    free(plan.cells);
    return status;
}

/* Plans the next round of one chain: jobs for what is not known yet. */
static hop_status plan_chain(sweep *s, chain *c, hop_plan *plan) {
    HOP_TRY(hop_sweep_round(s->experiment, c->cell, c->results, c->planned, plan));
    if (plan->count == 0) {
        c->ended = true;
        return HOP_OK;
    }
    HOP_TRY(hop_realloc(c->planned + plan->count, sizeof *c->results, "a chain", &c->results));
    for (size_t i = 0; i < plan->count; i++) {
        hop_finished *result = &c->results[c->planned];
        *result = (hop_finished){.index = hop_sweep_index(c->number, c->planned)};
        HOP_TRY(hop_sweep_copy(s->experiment, hop_plan_at(plan, i), &result->cell));
        c->planned++;
        if (!hop_results_find(&s->done, result->index))
            HOP_TRY(add_job(s, result->index, result->cell));
        else
            count_found(s, result);
    }
    s->cells_all += plan->count;
    return HOP_OK;
}

/* Lends every chain its results; those found on disk learn their settings here. */
static hop_status lend_results(sweep *s, chain *chains, size_t count) {
    size_t missing = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < chains[i].planned; k++) {
            hop_finished *own = &chains[i].results[k];
            hop_finished *found = (hop_finished *)hop_results_find(&s->done, own->index);
            if (!found) {
                missing++;
                continue;
            }
            if (!found->cell) HOP_TRY(hop_sweep_copy(s->experiment, own->cell, &found->cell));
            own->lines = found->lines;
        }
    if (missing == 0) return HOP_OK;
    return hop_fail(HOP_E_FORMAT, "%zu of %zu cells are in none of the parts; merge all shards",
                    missing, s->cells_all);
}

static hop_status run_rounds(sweep *s, chain *chains, size_t count, bool compute_missing) {
    hop_plan plan = {0};
    hop_status status = HOP_OK;
    for (bool any = true; any && status == HOP_OK;) {
        any = false;
        for (size_t i = 0; i < count && status == HOP_OK; i++) {
            if (!chains[i].ended) status = plan_chain(s, &chains[i], &plan);
            any = any || !chains[i].ended;
        }
        if (status == HOP_OK && compute_missing && s->job_count > 0) status = run_jobs(s);
        if (status == HOP_OK) status = lend_results(s, chains, count);
    }
    free(plan.cells);
    return status;
}

/* What no chain asked for is dropped: cells of another shard, in a file that two have shared. */
static void keep_planned(hop_results *results, const chain *chains, size_t count) {
    size_t kept = 0, c = 0;
    for (size_t i = 0; i < results->count; i++) {
        hop_finished *r = &results->all[i];
        while (c < count && chains[c].number < hop_sweep_chain(r->index)) c++;
        bool planned = c < count && chains[c].number == hop_sweep_chain(r->index) &&
                       hop_sweep_number(r->index) < chains[c].planned;
        if (planned)
            results->all[kept++] = *r;
        else
            hop_finished_clear(r);
    }
    results->count = kept;
}

static hop_status make_chains(const hop_sweep *e, const hop_sweep_options *options, chain **chains,
                              size_t *count) {
    HOP_TRY(hop_alloc(e->combinations, sizeof **chains, "chains", chains));
    *count = 0;
    for (size_t i = 0; i < e->combinations; i++) {
        if (!in_shard(options, i)) continue;
        chain *fresh = &(*chains)[(*count)++];
        fresh->number = i;
        HOP_TRY(hop_alloc(1, e->row->cell_size, "settings", &fresh->cell));
        hop_sweep_point(e, i, fresh->cell);
    }
    return HOP_OK;
}

hop_status hop_sweep_complete(const hop_sweep *experiment, const hop_sweep_options *options,
                              hop_cells *cells, bool compute_missing, hop_results *results) {
    sweep s = {.experiment = experiment, .options = options, .cells = cells, .done = *results};
    chain *chains = NULL;
    size_t count = 0;
    s.room = results->count;
    s.threads = hop_parallel_threads(options->threads);
    if (mtx_init(&s.lock, mtx_plain) != thrd_success)
        return hop_fail(HOP_E_MEMORY, "a lock could not be made");
    hop_status status = make_chains(experiment, options, &chains, &count);
    if (status == HOP_OK && compute_missing) status = predict_work(&s, chains, count);
    if (status == HOP_OK) status = run_rounds(&s, chains, count, compute_missing);
    if (status == HOP_OK) keep_planned(&s.done, chains, count);
    for (size_t i = 0; chains && i < count; i++) chain_clear(&chains[i]);
    for (size_t i = 0; i < s.job_count; i++) hop_finished_clear(&s.jobs[i].result);
    free(chains);
    free(s.jobs);
    free(s.sentence);
    mtx_destroy(&s.lock);
    *results = s.done;
    return status;
}
