/* Sweeps: chains of cells, in rounds.  A round depends only on the results of those before it, so
 * what is found on disk, or comes from another machine, is as good as what is computed now.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "round.h"

bool hop_sweep_in_shard(const hop_sweep_options *options, size_t chain) {
    return options->shards == 0 || chain % options->shards == options->shard - 1;
}

/* A chain being followed: how many of its cells are planned. */
typedef struct chain {
    size_t number;
    void *cell;
    hop_finished *results; /* [planned], lines lent */
    size_t planned;
    double cost, expected; /* seconds: of the cells planned so far, and of all that may come */
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
    plan->left = NAN;
    plan->cell_size = e->row->cell_size;
    if (e->row->next) return e->row->next(e, cell, results, count, plan);
    return count == 0 ? hop_plan_add(plan, cell) : HOP_OK;
}

/* What is found on disk need not be done. */
static void count_found(hop_round *s, const hop_finished *result) {
    s->cells_done++;
    s->cells_found++;
    if (s->search) s->cost_found += s->experiment->row->cost(s->experiment, result->cell).seconds;
}

/* Whether chains begin with more than one cell, as searches do, and what they will take. */
static hop_status predict_work(hop_round *s, chain *chains, size_t count) {
    const hop_sweep *e = s->experiment;
    hop_plan plan = {0};
    hop_status status = HOP_OK;
    for (size_t i = 0; i < count && e->row->next && status == HOP_OK; i++) {
        status = hop_sweep_round(e, chains[i].cell, NULL, 0, &plan);
        s->search = s->search || plan.count > 1;
        chains[i].expected = e->row->cost(e, chains[i].cell).seconds;
        s->cost_planned += chains[i].expected;
    }
    free(plan.cells);
    return status;
}

/* A search that does not know yet where to look has at least this many times its work before it. */
static const double LOOKING = 3;

/* What a chain is expected to take, once another round of it is planned: as that says. */
static void expect(hop_round *s, chain *c, const hop_plan *plan) {
    const hop_sweep *e = s->experiment;
    const double before = c->cost, expected = c->expected;
    for (size_t i = 0; i < plan->count; i++)
        c->cost += e->row->cost(e, hop_plan_at(plan, i)).seconds;
    if (plan->count > 0 && isnan(plan->left))
        c->expected = fmax(expected, LOOKING * c->cost);
    else
        c->expected = fmax(before + (plan->count > 0 ? plan->left : 0), c->cost);
    s->cost_planned += c->expected - expected;
}

/* Plans the next round of one chain: jobs for what is not known yet. */
static hop_status plan_chain(hop_round *s, chain *c, hop_plan *plan) {
    HOP_TRY(hop_sweep_round(s->experiment, c->cell, c->results, c->planned, plan));
    if (s->search) expect(s, c, plan);
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
            HOP_TRY(hop_round_add(s, result->index, result->cell));
        else
            count_found(s, result);
    }
    s->cells_all += plan->count;
    return HOP_OK;
}

/* Lends every chain its results; those found on disk learn their settings here. */
static hop_status lend_results(hop_round *s, chain *chains, size_t count) {
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

static hop_status run_rounds(hop_round *s, chain *chains, size_t count, bool compute_missing) {
    hop_plan plan = {0};
    hop_status status = HOP_OK;
    for (bool any = true; any && status == HOP_OK;) {
        any = false;
        for (size_t i = 0; i < count && status == HOP_OK; i++) {
            if (!chains[i].ended) status = plan_chain(s, &chains[i], &plan);
            any = any || !chains[i].ended;
        }
        if (status == HOP_OK && compute_missing && s->job_count > 0) status = hop_round_run(s);
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
        if (!hop_sweep_in_shard(options, i)) continue;
        chain *fresh = &(*chains)[(*count)++];
        fresh->number = i;
        HOP_TRY(hop_alloc(1, e->row->cell_size, "settings", &fresh->cell));
        hop_sweep_point(e, i, fresh->cell);
    }
    return HOP_OK;
}

hop_status hop_sweep_complete(const hop_sweep *experiment, const hop_sweep_options *options,
                              hop_cells *cells, bool compute_missing, hop_results *results) {
    hop_round s = {.experiment = experiment, .options = options, .cells = cells, .done = *results};
    chain *chains = NULL;
    size_t count = 0;
    s.room = results->count;
    s.threads = hop_parallel_threads(options->threads);
    if (pthread_mutex_init(&s.lock, NULL) != 0)
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
    pthread_mutex_destroy(&s.lock);
    *results = s.done;
    return status;
}
