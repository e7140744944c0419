/* Emergent minima: how many patterns the log-sum-ReLU energy keeps as minima, and how many new ones
 * it makes between them, by looking at every set of patterns; each held to the engine.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../sweep/findings.h"
#include "../sweep/source.h"
#include "../sweep/usual_columns.h"
#include "../sweep/usual_settings.h"
#include "../trial/costs.h"
#include "../trial/emergent_check.h"

enum { MEMORY, DIM, STORED, PATTERNS, BETA, CHECKS, STARTS, POINTS };

struct cell {
    size_t dim, stored;
    hop_pattern_kind patterns;
    double beta;
    size_t checks, starts, points;
};

static const hop_setting SETTINGS[] = {
    [MEMORY] = HOP_MAY_SET_MEMORY("random patterns are stored"),
    [DIM] = HOP_SWEEP_DIM(1e5, "6"),
    [STORED] = HOP_SWEEP_COUNT(stored, "random patterns, N", 2, 20, "14"),
    [PATTERNS] = HOP_SWEEP_PATTERNS("gaussian"),
    [BETA] = HOP_SWEEP_BETA(
        "; auto: 40 of them, from where all patterns are minima to where one minimum is left"),
    [CHECKS] =
        HOP_SET_COUNT(checks, "minima that the engine must agree on, at most", 1, 1e7, "1000"),
    [STARTS] =
        HOP_SET_COUNT(starts, "states between patterns, recalled: do they end in the minima found?",
                      0, 1e6, "200"),
    [POINTS] = HOP_SET_COUNT(
        points, "states beside each pattern that must return to it in one step", 0, 1e6, "20"),
    {.parameter = {.name = NULL}},
};

/* Counts, and lengths in memory units. */
struct line {
    double kept, emergent, largest, radius, smallest;
    double checked, failed, supported, unlisted, reach, tried, returned;
};

static const hop_column COLUMNS[] = {
    HOP_COLUMN_DIM,
    HOP_COLUMN_COUNT("stored", "patterns"),
    HOP_COLUMN_PATTERNS,
    HOP_COLUMN_NUMBER("beta", "1 / squared memory units", "inverse temperature", 4),
    HOP_COLUMN_COUNT("kept", "patterns that are minima"),
    HOP_COLUMN_COUNT("emergent", "minima that are at no pattern"),
    HOP_COLUMN_COUNT("largest", "patterns that one minimum is the mean of, at most"),
    HOP_COLUMN_NUMBER("radius", "memory units", "of a pattern's ball, sqrt(2 / beta)", 4),
    HOP_COLUMN_NUMBER("reach", "memory units",
                      "distance within which states return exactly, by theory", 4),
    HOP_COLUMN_COUNT("failed", "minima that the engine moved, or found a lower energy beside"),
    HOP_COLUMN_COUNT("unlisted", "states recalled that ended at no minimum that was found"),
    HOP_COLUMN_COUNT("missed", "states within reach that did not return bit for bit in one step"),
    HOP_COLUMN_COUNT("checked", "minima shown to the engine"),
    HOP_COLUMN_COUNT("recalled", "states between patterns that had support"),
    HOP_COLUMN_COUNT("tried", "states within reach"),
    HOP_COLUMN_NUMBER("smallest", "memory units", "distance of two patterns", 4),
};

static const char *const EXAMPLES[] = {
    "--seed 1",
    "--dim 2,20 --stored 12 --seed 1 --figure emergent.png --force",
    "patterns/glyphs --limit 16 --seed 1",
    NULL,
};

/* Streams of a cell's seed. */
enum { STREAM_CHECKS, STREAM_STARTS, STREAM_POINTS };

static hop_status check(const hop_sweep *e) {
    HOP_TRY(hop_source_check(e, DIM));
    if (!e->memory) return HOP_OK;
    size_t count = hop_memory_count(e->memory);
    if (count > HOP_EMERGENT_MAX)
        return hop_fail(HOP_E_LIMIT,
                        "%s holds %zu patterns, and every set of them is looked at: take %d or "
                        "fewer, --limit %d",
                        e->text[MEMORY], count, HOP_EMERGENT_MAX, HOP_EMERGENT_MAX);
    if (count < 2)
        return hop_fail(HOP_E_EMPTY, "%s holds %zu pattern; minima between patterns need two",
                        e->text[MEMORY], count);
    return HOP_OK;
}

/* ---- cells ---- */

/* Betas left to us. */
enum { BETAS = 40 };

/* From balls that reach from the mean of all patterns well beyond each of them, so that one minimum
 * is left, to balls of less than half the smallest distance, in which each pattern is alone. */
static void find_betas(const hop_emergent *w, double *first, double *last) {
    double n = (double)w->count, sum = 0, farthest = 0;
    for (size_t i = 0; i < w->count * w->count; i++) sum += w->squares[i];
    for (size_t i = 0; i < w->count; i++) {
        double to = 0;
        for (size_t j = 0; j < w->count; j++) to += w->squares[i * w->count + j];
        farthest = fmax(farthest, to / n - sum / (2 * n * n));
    }
    double least = w->smallest > 0 ? 0.2 * w->smallest * w->smallest : 0.01 * farthest;
    *first = farthest > 0 ? 2 / (1.5 * farthest) : 1;
    *last = least > 0 ? 2 / least : 1;
}

static hop_status next(const hop_sweep *e, const void *cell, const hop_finished *results,
                       size_t count, hop_plan *plan) {
    struct cell at = *(const struct cell *)cell;
    double first = 0, last = 0;
    const hop_memory *memory = NULL;
    hop_emergent world = {0};
    (void)results;
    if (count > 0) return HOP_OK;
    if (!isnan(at.beta)) return hop_plan_add(plan, &at);
    HOP_TRY(hop_source_open(e, at.dim, at.stored, at.patterns, &memory));
    hop_status status = hop_emergent_create(memory, &world);
    hop_source_close(e, memory);
    if (status != HOP_OK) return status;
    find_betas(&world, &first, &last);
    hop_emergent_clear(&world);
    for (size_t i = 0; i < BETAS && status == HOP_OK; i++) {
        at.beta = first * pow(last / first, (double)i / (BETAS - 1));
        status = hop_plan_add(plan, &at);
    }
    return status;
}

static hop_status ask_engine(const hop_emergent *w, const hop_minima *minima, const struct cell *c,
                             uint64_t seed, struct line *line) {
    hop_random random;
    size_t one = 0, two = 0;
    hop_random_init(&random, seed, STREAM_CHECKS);
    HOP_TRY(hop_emergent_check(w, minima, c->checks, &random, &one, &two));
    line->checked = (double)one;
    line->failed = (double)two;
    hop_random_init(&random, seed, STREAM_STARTS);
    HOP_TRY(hop_emergent_search(w, minima, c->starts, &random, &one, &two));
    line->supported = (double)one;
    line->unlisted = (double)two;
    hop_random_init(&random, seed, STREAM_POINTS);
    HOP_TRY(hop_emergent_return(w, c->points, &random, &one, &two));
    line->tried = (double)one;
    line->returned = (double)two;
    return HOP_OK;
}

static hop_status measure(const hop_memory *memory, const struct cell *c, uint64_t seed,
                          hop_watch *watch, struct line *line) {
    hop_emergent world = {0};
    hop_minima minima = {0};
    HOP_TRY(hop_emergent_create(memory, &world));
    world.watch = watch;
    hop_status status = hop_emergent_start(memory, c->beta, &world);
    if (status == HOP_OK)
        status = hop_minima_find(world.squares, world.count, 2 / c->beta, &minima);
    if (status == HOP_OK) status = ask_engine(&world, &minima, c, seed, line);
    line->kept = (double)minima.kept;
    line->emergent = (double)minima.emergent;
    line->largest = (double)minima.largest;
    line->radius = sqrt(2 / c->beta);
    line->smallest = world.smallest;
    if (status == HOP_OK) line->reach = hop_emergent_reach(&world);
    hop_minima_clear(&minima);
    hop_emergent_clear(&world);
    return status;
}

static hop_status cell(const hop_sweep *e, const void *cell, uint64_t seed, hop_lines *lines) {
    const struct cell *c = cell;
    const hop_memory *memory = NULL;
    HOP_TRY(hop_source_open(e, c->dim, c->stored, c->patterns, &memory));
    hop_status status = measure(memory, c, seed, e->watch, lines->all);
    hop_source_close(e, memory);
    return status;
}

/* Of the sets, most are too wide; a check costs a handful of steps. */
static hop_cost cost(const hop_sweep *e, const void *cell) {
    const struct cell *c = cell;
    double dim = (double)hop_source_dim(e, c->dim), cells = isnan(c->beta) ? BETAS : 1;
    double count = (double)hop_source_count(e, c->stored);
    double steps = 9 * (double)c->checks / 4 + 3 * (double)c->starts + count * (double)c->points;
    return (hop_cost){.seconds =
                          cells * (hop_cost_sets(count) + steps * hop_cost_check(count, dim)),
                      .bytes = 4 * exp2(count) + 40 * dim * count};
}

/* ---- the report ---- */

static void add_row(const hop_sweep *e, const hop_finished *r, hop_findings *f) {
    const struct cell *c = r->cell;
    const struct line *line = r->lines.all;
    hop_table_add_count(f->table, hop_source_dim(e, c->dim));
    hop_table_add_count(f->table, hop_source_count(e, c->stored));
    hop_source_word(e, c, PATTERNS, f);
    hop_table_add_number(f->table, c->beta);
    hop_findings_used_number(f, e, BETA, c->beta);
    hop_table_add_count(f->table, (size_t)line->kept);
    hop_table_add_count(f->table, (size_t)line->emergent);
    hop_table_add_count(f->table, (size_t)line->largest);
    hop_table_add_number(f->table, line->radius);
    hop_table_add_number(f->table, line->reach);
    hop_table_add_count(f->table, (size_t)line->failed);
    hop_table_add_count(f->table, (size_t)line->unlisted);
    hop_table_add_count(f->table, (size_t)(line->tried - line->returned));
    hop_table_add_count(f->table, (size_t)line->checked);
    hop_table_add_count(f->table, (size_t)line->supported);
    hop_table_add_count(f->table, (size_t)line->tried);
    hop_table_add_number(f->table, line->smallest);
}

static hop_status add_curve(const hop_finished *results, size_t count, bool kept, const char *name,
                            int colour, double *numbers, hop_findings *f) {
    for (size_t i = 0; i < count; i++) {
        const struct line *line = results[i].lines.all;
        double found = kept ? line->kept : line->emergent;
        numbers[i] = ((const struct cell *)results[i].cell)->beta;
        numbers[count + i] = found;
    }
    return hop_findings_curve(f, name, kept ? HOP_CURVE_LINE : HOP_CURVE_MARKED, colour, numbers,
                              numbers + count, NULL, NULL, count);
}

static hop_status add_memory(const hop_sweep *e, const hop_finished *results, size_t count,
                             double *numbers, hop_findings *f) {
    char where[96], kept[128], emergent[128];
    int colour = (int)f->curve_count + 1;
    hop_sweep_where(e, results->cell, BETA, where, sizeof where);
    snprintf(kept, sizeof kept, "%s%s", *where ? "kept " : "patterns", where);
    snprintf(emergent, sizeof emergent, "emergent%s%s", *where ? " " : "", where);
    HOP_TRY(add_curve(results, count, true, kept, colour, numbers, f));
    return add_curve(results, count, false, emergent, colour + 1, numbers, f);
}

static hop_status report(const hop_sweep *e, const hop_results *results, hop_findings *f) {
    double *numbers = NULL;
    HOP_TRY(hop_alloc(results->count, 2 * sizeof *numbers, "curves", &numbers));
    hop_status status = HOP_OK;
    for (size_t i = 0, end; i < results->count && status == HOP_OK; i = end) {
        for (end = i; end < results->count; end++) {
            /* Those of a chain, or of a range of betas. */
            if (!hop_sweep_same(e, results->all[i].cell, results->all[end].cell, BETA)) break;
            add_row(e, &results->all[end], f);
        }
        status = add_memory(e, results->all + i, end - i, numbers, f);
    }
    free(numbers);
    f->figure = (hop_figure){.title = "minima of log-sum-ReLU: patterns, and new ones between them",
                             .x_label = "inverse temperature \u03b2 [1 / squared memory units]",
                             .y_label = "minima [count]",
                             .log_x = true};
    return status;
}

const hop_experiment_row hop_experiment_emergent = {
    .row = {.name = "emergent",
            .title = "minima that log-sum-ReLU makes between patterns, all of them counted",
            .sources = "Hoover et al. 2025, arXiv 2506.10801"},
    .settings = SETTINGS,
    .cell_size = sizeof(struct cell),
    .line_size = sizeof(struct line),
    .along = BETA,
    .columns = COLUMNS,
    .column_count = sizeof COLUMNS / sizeof *COLUMNS,
    .given = 4,
    .essential = 12, /* up to what the engine disagrees on */
    .examples = EXAMPLES,
    .check = check,
    .cell = cell,
    .cost = cost,
    .next = next,
    .report = report,
};
