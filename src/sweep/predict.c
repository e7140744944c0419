/* What a sweep will take: memory, by what its rows say; time, by computing some of it.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <time.h>

#include "../base/alloc.h"
#include "../base/available.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "../base/ranks.h"
#include "../base/text.h"
#include "settings.h"
#include "sweep_private.h"

static int falling(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x < y) - (x > y);
}

/* The most that so many cells may need at once. */
static double largest_together(double *bytes, size_t count, size_t threads) {
    double sum = 0;
    if (count > 0) qsort(bytes, count, sizeof *bytes, falling);
    for (size_t i = 0; i < count && i < threads; i++) sum += bytes[i];
    return sum;
}

/* Processor time, of all threads: what other programs take meanwhile says nothing about a cell. */
static double seconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* ---- beginning it ---- */

/* The sweep itself, for so many seconds of the processors: small ones have ended by then, and a
 * search knows how far it is. */
static const double BEGUN_SECONDS = 0.3, SEARCH_SECONDS = 2;

typedef struct beginning {
    double from, most; /* seconds of the processors */
    double fraction;   /* of the whole that was done */
} beginning;

static int ends_beginning(void *context, const hop_sweep_state *state) {
    beginning *b = context;
    b->fraction = state->fraction;
    return seconds_now() - b->from > b->most;
}

/* The processors' seconds of the whole; NAN where too little of it was done to tell. */
static double begin(const hop_sweep *e, const hop_sweep_options *options, bool search) {
    beginning b = {.from = seconds_now(), .most = search ? SEARCH_SECONDS : BEGUN_SECONDS};
    hop_sweep_options own = *options;
    hop_results results = {0};
    own.cells = NULL;
    own.progress = ends_beginning;
    own.context = &b;
    hop_result *made = NULL;
    hop_status status = hop_sweep_complete(e, &own, NULL, true, &results);
    if (status == HOP_OK) status = hop_sweep_result(e, &results, &made);
    double spent = seconds_now() - b.from;
    hop_result_destroy(made);
    hop_results_clear(&results);
    if (status == HOP_OK) return spent;
    return search && b.fraction > 0 ? spent / b.fraction : NAN;
}

/* ---- timing some of its cells ---- */

/* Cells whose specs and words are the same take times that grow as their costs say; how long a
 * unit of that is here and now is found by computing the dearest of them, and some evenly among all
 * of them, for a moment each: some settle at once, and some never. */
typedef struct pace {
    void *cell;         /* the dearest */
    double dearest;     /* its cost */
    size_t all, seen;   /* cells */
    bool had;           /* the dearest was computed */
    double cost, spent; /* of those that were computed: units, and the seconds of them */
} pace;

enum { PACES = 64, SAMPLED = 4 };

/* A probe ends after the first, or its share of the third where there are many kinds, once the cell
 * has told how far it is, and at the latest after the second; no more are computed once the third
 * has been spent. */
static const double PROBE_SECONDS = 0.1, PROBE_MOST = 1, PROBES_SECONDS = 2;

typedef struct probing {
    double began, enough; /* seconds of the processors */
} probing;

static bool is_number(const hop_setting *setting) {
    return setting->kind == HOP_SETTING_NUMBER || setting->kind == HOP_SETTING_COUNT;
}

static bool same_kind(const hop_sweep *e, const void *a, const void *b) {
    for (size_t i = 0; i < e->setting_count; i++)
        if (!is_number(&e->row->settings[i]) &&
            hop_settings_get(e, i, a) != hop_settings_get(e, i, b))
            return false;
    return true;
}

/* Which pace a cell has; the last one where there are too many. */
static size_t pace_of(const hop_sweep *e, const pace *paces, size_t count, const void *cell) {
    size_t i = 0;
    while (i < count && !same_kind(e, paces[i].cell, cell)) i++;
    return i < PACES ? i : PACES - 1;
}

static int ends_probe(void *context, size_t job, double fraction) {
    const probing *p = context;
    double spent = seconds_now() - p->began;
    (void)job;
    return spent > PROBE_MOST || (spent > p->enough && fraction > 0);
}

/* The seconds of a cell; as the rows predict where it tells nothing in time. */
static double probe(const hop_sweep *e, const void *cell, size_t chain, double cost,
                    double enough) {
    probing p = {seconds_now(), enough};
    hop_watch watch = {.ask = ends_probe, .context = &p};
    hop_sweep watched = *e;
    hop_lines lines = {0};
    watched.watch = &watch;
    hop_status status = hop_lines_resize(&lines, 1, e->row->line_size);
    if (status == HOP_OK)
        status = e->row->cell(&watched, cell, hop_sweep_cell_seed(e->seed, chain), &lines);
    double spent = seconds_now() - p.began, done = status == HOP_OK ? 1 : watch.fraction;
    free(lines.all);
    return done > 0 ? spent / done : cost;
}

/* Counts the cells of every kind, and finds the dearest, in paces [PACES]. */
static hop_status find_paces(const hop_sweep *e, const hop_plan *plan, pace *paces, size_t *count) {
    for (size_t k = 0; k < plan->count; k++) {
        const void *cell = hop_plan_at(plan, k);
        size_t i = pace_of(e, paces, *count, cell);
        double cost = e->row->cost(e, cell).seconds;
        if (i == *count) ++*count;
        paces[i].all++;
        if (paces[i].cell && cost <= paces[i].dearest) continue;
        free(paces[i].cell);
        paces[i].dearest = cost;
        HOP_TRY(hop_sweep_copy(e, cell, &paces[i].cell));
    }
    return HOP_OK;
}

static void take_paces(const hop_sweep *e, const hop_plan *plan, size_t chain, pace *paces,
                       size_t count, double until) {
    const double enough = fmin(PROBE_SECONDS, PROBES_SECONDS / (double)count);
    for (size_t k = 0; k < plan->count; k++) {
        const void *cell = hop_plan_at(plan, k);
        pace *p = &paces[pace_of(e, paces, count, cell)];
        const double cost = e->row->cost(e, cell).seconds;
        const bool dearest = !p->had && cost == p->dearest;
        const bool turn = (p->seen + 1) * SAMPLED / p->all > p->seen * SAMPLED / p->all;
        p->seen++;
        if ((!dearest && !turn) || seconds_now() > until) continue;
        p->had = p->had || dearest;
        p->cost += cost;
        p->spent += probe(e, cell, chain, cost, enough);
    }
}

/* Combinations are visited so many apart: whatever is not reached is of every kind alike. */
static size_t stride_of(size_t combinations) {
    const double golden = 0.618;
    size_t stride = (size_t)(golden * (double)combinations) + 1;
    for (;; stride++) {
        size_t a = combinations, b = stride;
        while (b > 0) {
            size_t rest = a % b;
            a = b;
            b = rest;
        }
        if (a == 1) return stride;
    }
}

/* As costs say, at the pace that each kind of cells was found to have; `longest`: of one chain. */
static hop_status scale(const hop_sweep *e, const hop_sweep_options *options, double *seconds,
                        double *longest) {
    pace paces[PACES] = {{0}};
    size_t count = 0;
    void *cell = NULL;
    hop_plan plan = {0};
    hop_status status = hop_sweep_copy(e, e->first, &cell);
    const double until = seconds_now() + PROBES_SECONDS;
    const size_t stride = stride_of(e->combinations);
    double spent = 0, cost_spent = 0;
    *seconds = *longest = 0;
    for (size_t pass = 0; pass < 3; pass++) {
        for (size_t k = 0; k < e->combinations && status == HOP_OK; k++) {
            const size_t i = pass == 1 ? k * stride % e->combinations : k;
            if (!hop_sweep_in_shard(options, i)) continue;
            hop_sweep_point(e, i, cell);
            if (pass < 2) status = hop_sweep_round(e, cell, NULL, 0, &plan);
            if (pass == 0 && status == HOP_OK) status = find_paces(e, &plan, paces, &count);
            if (pass == 1 && status == HOP_OK) take_paces(e, &plan, i, paces, count, until);
            if (pass < 2) continue;
            const pace *here = &paces[pace_of(e, paces, count, cell)];
            double cost = e->row->cost(e, cell).seconds;
            if (cost_spent > 0)
                cost *= here->cost > 0 ? here->spent / here->cost : spent / cost_spent;
            *seconds += cost;
            *longest = fmax(*longest, cost);
        }
        for (size_t k = 0; k < count && pass == 1; k++) {
            spent += paces[k].spent;
            cost_spent += paces[k].cost;
        }
    }
    for (size_t k = 0; k < count; k++) free(paces[k].cell);
    free(cell);
    free(plan.cells);
    return status;
}

/* ---- all of it ---- */

/* By what its rows say alone. */
static hop_status add_up(const hop_sweep *e, const hop_sweep_options *options, size_t threads,
                         hop_prediction *p, double *longest) {
    double *bytes = NULL;
    void *cell = NULL;
    hop_plan plan = {0};
    HOP_TRY(hop_alloc(e->combinations, sizeof *bytes, "a prediction", &bytes));
    hop_status status = hop_sweep_copy(e, e->first, &cell);
    for (size_t i = 0; i < e->combinations && status == HOP_OK; i++) {
        if (!hop_sweep_in_shard(options, i)) continue;
        hop_sweep_point(e, i, cell);
        status = hop_sweep_round(e, cell, NULL, 0, &plan);
        const hop_cost cost = e->row->cost(e, cell);
        bytes[p->chains++] = cost.bytes;
        p->cells += plan.count;
        p->seconds += cost.seconds;
        *longest = fmax(*longest, p->sequential ? 0 : cost.seconds);
    }
    p->bytes = largest_together(bytes, p->chains, threads);
    free(bytes);
    free(cell);
    free(plan.cells);
    return status;
}

hop_status hop_sweep_predict(const hop_sweep *e, const hop_sweep_options *options, bool timed,
                             hop_prediction *prediction) {
    size_t threads = hop_parallel_threads(options->threads);
    hop_prediction p = {.sequential = e->row->next != NULL, .available = hop_available_memory()};
    const double before = timed ? seconds_now() : 0; /* its memory was read, say */
    double longest = 0;
    HOP_TRY(add_up(e, options, threads, &p, &longest));
    /* What would not fit is not tried either. */
    if (timed && p.bytes <= p.available) {
        double begun = begin(e, options, p.cells > p.chains);
        if (!isnan(begun)) {
            p.seconds = begun;
            longest = 0;
        } else {
            HOP_TRY(scale(e, options, &p.seconds, &longest));
        }
    }
    p.seconds = before + fmax(p.seconds / (double)threads, longest);
    *prediction = p;
    return HOP_OK;
}

hop_status hop_sweep_check(const hop_prediction *prediction) {
    char needed[HOP_TEXT_BYTES], available[HOP_TEXT_BYTES];
    if (prediction->bytes <= prediction->available) return HOP_OK;
    hop_text_bytes(prediction->bytes, needed);
    hop_text_bytes(prediction->available, available);
    return hop_fail(HOP_E_LIMIT,
                    "this sweep would need %s of memory at once, and %s are free; take "
                    "smaller settings, or fewer --threads",
                    needed, available);
}
