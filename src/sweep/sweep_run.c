/* Running a sweep: what it will take, what is on disk already, and joining the parts of several
 * machines.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../base/alloc.h"
#include "../base/available.h"
#include "../base/fail.h"
#include "../base/file.h"
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

/* ---- timing the first cells ---- */

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

enum { PACES = 8, SAMPLED = 4 };

/* A probe ends after the first, once the cell has told how far it is, and at the latest after the
 * second. */
static const double PROBE_SECONDS = 0.1, PROBE_MOST = 1;

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

/* Processor time, of all threads: what other programs take meanwhile says nothing about a cell. */
static double seconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static int ends_probe(void *context, size_t job, double fraction) {
    double spent = seconds_now() - *(const double *)context;
    (void)job;
    return spent > PROBE_MOST || (spent > PROBE_SECONDS && fraction > 0);
}

/* The seconds of a cell; as the rows predict where it tells nothing in time. */
static double probe(const hop_sweep *e, const void *cell, size_t chain, double cost) {
    double began = seconds_now();
    hop_watch watch = {.ask = ends_probe, .context = &began};
    hop_sweep watched = *e;
    hop_lines lines = {0};
    watched.watch = &watch;
    hop_status status = hop_lines_resize(&lines, 1, e->row->line_size);
    if (status == HOP_OK)
        status = e->row->cell(&watched, cell, hop_sweep_cell_seed(e->seed, chain), &lines);
    double spent = seconds_now() - began, done = status == HOP_OK ? 1 : watch.fraction;
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
                       size_t count) {
    for (size_t k = 0; k < plan->count; k++) {
        const void *cell = hop_plan_at(plan, k);
        pace *p = &paces[pace_of(e, paces, count, cell)];
        const double cost = e->row->cost(e, cell).seconds;
        const bool dearest = !p->had && cost == p->dearest;
        const bool turn = (p->seen + 1) * SAMPLED / p->all > p->seen * SAMPLED / p->all;
        p->seen++;
        if (!dearest && !turn) continue;
        p->had = p->had || dearest;
        p->cost += cost;
        p->spent += probe(e, cell, chain, cost);
    }
}

static bool is_left_out(const hop_sweep_options *options, size_t combination) {
    return options->shards > 0 && combination % options->shards != options->shard - 1;
}

hop_status hop_sweep_predict(const hop_sweep *e, const hop_sweep_options *options, bool timed,
                             hop_prediction *prediction) {
    size_t threads = hop_parallel_threads(options->threads), pace_count = 0;
    hop_prediction p = {.sequential = e->row->next != NULL, .available = hop_available_memory()};
    double *bytes = NULL, longest = 0;
    pace paces[PACES] = {{0}};
    void *cell = NULL;
    hop_plan plan = {0};
    HOP_TRY(hop_alloc(e->combinations, sizeof *bytes, "a prediction", &bytes));
    hop_status status = hop_sweep_copy(e, e->first, &cell);
    for (size_t i = 0; i < e->combinations && status == HOP_OK; i++) {
        if (is_left_out(options, i)) continue;
        hop_sweep_point(e, i, cell);
        status = hop_sweep_round(e, cell, NULL, 0, &plan);
        bytes[p.chains++] = e->row->cost(e, cell).bytes;
        p.cells += plan.count;
        if (status == HOP_OK && timed) status = find_paces(e, &plan, paces, &pace_count);
    }
    p.bytes = largest_together(bytes, p.chains, threads);
    /* What would not fit is not tried either. */
    bool fits = p.bytes <= p.available;
    for (size_t i = 0; i < e->combinations && timed && fits && status == HOP_OK; i++) {
        if (is_left_out(options, i)) continue;
        hop_sweep_point(e, i, cell);
        status = hop_sweep_round(e, cell, NULL, 0, &plan);
        if (status == HOP_OK) take_paces(e, &plan, i, paces, pace_count);
    }
    for (size_t i = 0; i < e->combinations && status == HOP_OK; i++) {
        if (is_left_out(options, i)) continue;
        hop_sweep_point(e, i, cell);
        double seconds = e->row->cost(e, cell).seconds;
        const pace *here = timed ? &paces[pace_of(e, paces, pace_count, cell)] : NULL;
        if (here && here->cost > 0) seconds *= here->spent / here->cost;
        p.seconds += seconds;
        longest = fmax(longest, p.sequential ? 0 : seconds);
    }
    p.seconds = fmax(p.seconds / (double)threads, longest);
    for (size_t k = 0; k < pace_count; k++) free(paces[k].cell);
    free(bytes);
    free(cell);
    free(plan.cells);
    if (status == HOP_OK) *prediction = p;
    return status;
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

static hop_status check_memory(const hop_sweep *e, const hop_sweep_options *options) {
    hop_prediction p = {0};
    HOP_TRY(hop_sweep_predict(e, options, false, &p));
    return hop_sweep_check(&p);
}

static void remark(const hop_sweep_options *options, const hop_cells_found *found) {
    char text[512];
    if (!options->remark) return;
    if (found->torn > 0) {
        snprintf(text, sizeof text,
                 "%s: its last line was torn (%zu bytes) and is cut off; that cell is computed "
                 "again",
                 options->cells, found->torn);
        options->remark(options->context, text);
    }
    if (found->results.count > 0) {
        snprintf(text, sizeof text, "%s: going on from %zu finished cells", options->cells,
                 found->results.count);
        options->remark(options->context, text);
    }
}

static hop_status open_cells(const hop_sweep *experiment, const hop_sweep_options *options,
                             hop_cells *cells, hop_cells_found *found) {
    char *identity = NULL;
    HOP_TRY(hop_sweep_identity(experiment, &identity));
    hop_status status = hop_cells_open(options->cells, identity, options->restart, cells, found);
    free(identity);
    if (status == HOP_OK) remark(options, found);
    return status;
}

/* What rank 0 has found on disk is known to all. */
static hop_status share_found(const hop_sweep *experiment, hop_results *results) {
    size_t count = results->count;
    hop_ranks_broadcast(&count, sizeof count);
    if (!hop_ranks_first()) HOP_TRY(hop_alloc(count, sizeof *results->all, "cells", &results->all));
    for (size_t i = 0; i < count && results->all && hop_ranks_count() > 1; i++) {
        hop_finished *r = &results->all[i];
        size_t lines = r->lines.count, size = experiment->row->line_size;
        hop_ranks_broadcast(&r->index, sizeof r->index);
        hop_ranks_broadcast(&lines, sizeof lines);
        if (!hop_ranks_first()) HOP_TRY(hop_lines_resize(&r->lines, lines, size));
        hop_ranks_broadcast(r->lines.all, lines * size);
        results->count = i + 1;
    }
    return HOP_OK;
}

hop_status hop_sweep_run(const hop_sweep *experiment, const hop_sweep_options *options,
                         hop_results *results) {
    hop_cells cells = {.descriptor = -1};
    hop_cells_found found = {0};
    hop_sweep_options own = *options;
    if (!hop_ranks_first()) { /* the first keeps the file, and tells */
        own.cells = NULL;
        own.progress = NULL;
    }
    hop_status status = check_memory(experiment, &own);
    if (status == HOP_OK && own.cells) status = open_cells(experiment, &own, &cells, &found);
    status = hop_ranks_agree(status);
    if (status == HOP_OK) status = share_found(experiment, &found.results);
    if (status == HOP_OK)
        status =
            hop_sweep_complete(experiment, &own, own.cells ? &cells : NULL, true, &found.results);
    if (cells.descriptor >= 0) {
        hop_status closed = hop_cells_close(&cells);
        if (status == HOP_OK) status = closed;
    }
    if (status == HOP_OK) *results = found.results;
    if (status == HOP_OK) found.results = (hop_results){0};
    hop_cells_found_clear(&found);
    return status;
}

hop_status hop_sweep_seed(const hop_experiment_row *row, const char *cells, uint64_t *seed,
                          bool *found) {
    char *identity = NULL;
    HOP_TRY(hop_cells_identity(cells, &identity));
    *found = identity && hop_sweep_identity_seed(identity, row->row.name, seed);
    free(identity);
    return HOP_OK;
}

hop_status hop_sweep_save(const hop_sweep *experiment, const hop_results *results, const char *path,
                          bool replace) {
    char *identity = NULL, *text = NULL;
    size_t size = 0;
    HOP_TRY(hop_sweep_identity(experiment, &identity));
    hop_status status = hop_cells_print(identity, results,
                                        experiment->row->line_size / sizeof(double), &text, &size);
    if (status == HOP_OK) status = hop_file_write(path, text, size, replace);
    free(identity);
    free(text);
    return status;
}

/* ---- merging ---- */

static const char SAME[] = "merge only parts of one command and one version";

/* Adds the cells of one part; those that are there already are left out. */
static hop_status join_part(const char *path, const char *identity, hop_results *all) {
    hop_cells_found part = {0};
    HOP_TRY(hop_cells_read(path, &part));
    hop_status status = hop_cells_compare(path, part.identity ? part.identity : "", identity, SAME);
    if (status == HOP_OK && part.torn > 0)
        status = hop_fail(HOP_E_FORMAT, "%s: its last line is torn; finish that shard first", path);
    if (status == HOP_OK)
        status =
            hop_realloc(all->count + part.results.count + 1, sizeof *all->all, "cells", &all->all);
    for (size_t i = 0; i < part.results.count && status == HOP_OK; i++) {
        all->all[all->count++] = part.results.all[i];
        part.results.all[i].lines.all = NULL;
    }
    hop_cells_found_clear(&part);
    return status;
}

static hop_status join(const char *const *paths, size_t count, const char *identity,
                       const hop_sweep *experiment, hop_results *results) {
    hop_sweep_options options = {.threads = 1};
    hop_results all = {0};
    hop_status status = HOP_OK;
    for (size_t i = 0; i < count && status == HOP_OK; i++)
        status = join_part(paths[i], identity, &all);
    hop_results_unite(&all);
    for (size_t i = 0; i < all.count && status == HOP_OK; i++)
        if (all.all[i].lines.count == 0)
            status = hop_fail(HOP_E_FORMAT, "cell %llu holds nothing",
                              (unsigned long long)all.all[i].index);
    if (status == HOP_OK) status = hop_sweep_complete(experiment, &options, NULL, false, &all);
    if (status == HOP_OK)
        *results = all;
    else
        hop_results_clear(&all);
    return status;
}

hop_status hop_sweep_merge(const hop_catalog *experiments, const char *const *paths, size_t count,
                           const hop_load_options *options, hop_sweep **experiment,
                           hop_results *results) {
    hop_cells_found first = {0};
    hop_sweep *fresh = NULL;
    if (count == 0) return hop_fail(HOP_E_EMPTY, "there are no parts to merge");
    HOP_TRY(hop_cells_read(paths[0], &first));
    hop_status status = HOP_OK;
    if (!first.identity)
        status = hop_fail(HOP_E_FORMAT, "%s: is empty or has no whole first line", paths[0]);
    if (status == HOP_OK)
        status = hop_sweep_recreate(experiments, paths[0], first.identity, &fresh);
    if (status == HOP_OK) status = hop_sweep_open(fresh, options);
    if (status == HOP_OK) {
        char *identity = NULL;
        status = hop_sweep_identity(fresh, &identity);
        if (status == HOP_OK) status = hop_cells_compare(paths[0], first.identity, identity, SAME);
        free(identity);
    }
    if (status == HOP_OK) status = join(paths, count, first.identity, fresh, results);
    hop_cells_found_clear(&first);
    if (status == HOP_OK)
        *experiment = fresh;
    else
        hop_sweep_destroy(fresh);
    return status;
}
