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

static const hop_setting SETTINGS[] = {
    [MEMORY] = HOP_MAY_SET_MEMORY("random patterns are stored"),
    [DIM] = HOP_SWEEP_DIM(1e5, "6"),
    [STORED] = HOP_SWEEP_COUNT("stored", "random patterns, N", 2, 20, "14"),
    [PATTERNS] = HOP_SWEEP_PATTERNS("gaussian"),
    [BETA] = HOP_SWEEP_BETA(
        "; auto: 40 of them, from where all patterns are minima to where one minimum is left"),
    [CHECKS] =
        HOP_SET_COUNT("checks", "minima that the engine must agree on, at most", 1, 1e7, "1000"),
    [STARTS] = HOP_SET_COUNT("starts",
                             "states between patterns, recalled: do they end in the minima found?",
                             0, 1e6, "200"),
    [POINTS] = HOP_SET_COUNT(
        "points", "states beside each pattern that must return to it in one step", 0, 1e6, "20"),
    {.parameter = {.name = NULL}},
};

enum {
    KEPT,
    EMERGENT,
    LARGEST,
    RADIUS,
    SMALLEST,
    CHECKED,
    FAILED,
    SUPPORTED,
    UNLISTED,
    REACH,
    TRIED,
    RETURNED,
    MEASURES
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

static hop_status next(const hop_sweep *e, const double *value, const hop_finished *results,
                       size_t count, hop_plan *plan) {
    (void)results;
    double point[HOP_SETTING_MAX], first = 0, last = 0;
    const hop_memory *memory = NULL;
    hop_emergent world = {0};
    if (count > 0) return HOP_OK;
    if (!isnan(value[BETA])) return hop_plan_add(plan, value);
    HOP_TRY(hop_source_open(e, value, DIM, &memory));
    hop_status status = hop_emergent_create(memory, &world);
    hop_source_close(e, memory);
    if (status != HOP_OK) return status;
    find_betas(&world, &first, &last);
    hop_emergent_clear(&world);
    memcpy(point, value, sizeof point);
    for (size_t i = 0; i < BETAS && status == HOP_OK; i++) {
        point[BETA] = first * pow(last / first, (double)i / (BETAS - 1));
        status = hop_plan_add(plan, point);
    }
    return status;
}

static hop_status ask_engine(const hop_emergent *w, const hop_minima *minima, const double *value,
                             uint64_t seed, double *line) {
    hop_random random;
    size_t one = 0, two = 0;
    hop_random_init(&random, seed, STREAM_CHECKS);
    HOP_TRY(hop_emergent_check(w, minima, (size_t)value[CHECKS], &random, &one, &two));
    line[CHECKED] = (double)one;
    line[FAILED] = (double)two;
    hop_random_init(&random, seed, STREAM_STARTS);
    HOP_TRY(hop_emergent_search(w, minima, (size_t)value[STARTS], &random, &one, &two));
    line[SUPPORTED] = (double)one;
    line[UNLISTED] = (double)two;
    hop_random_init(&random, seed, STREAM_POINTS);
    HOP_TRY(hop_emergent_return(w, (size_t)value[POINTS], &random, &one, &two));
    line[TRIED] = (double)one;
    line[RETURNED] = (double)two;
    return HOP_OK;
}

static hop_status measure(const hop_memory *memory, const double *value, uint64_t seed,
                          hop_watch *watch, double *line) {
    hop_emergent world = {0};
    hop_minima minima = {0};
    HOP_TRY(hop_emergent_create(memory, &world));
    world.watch = watch;
    hop_status status = hop_emergent_start(memory, value[BETA], &world);
    if (status == HOP_OK)
        status = hop_minima_find(world.squares, world.count, 2 / value[BETA], &minima);
    if (status == HOP_OK) status = ask_engine(&world, &minima, value, seed, line);
    line[KEPT] = (double)minima.kept;
    line[EMERGENT] = (double)minima.emergent;
    line[LARGEST] = (double)minima.largest;
    line[RADIUS] = sqrt(2 / value[BETA]);
    line[SMALLEST] = world.smallest;
    if (status == HOP_OK) line[REACH] = hop_emergent_reach(&world);
    hop_minima_clear(&minima);
    hop_emergent_clear(&world);
    return status;
}

static hop_status cell(const hop_sweep *e, const double *value, uint64_t seed, hop_lines *lines) {
    const hop_memory *memory = NULL;
    double *line = NULL;
    HOP_TRY(hop_alloc(MEASURES, sizeof *line, "a line", &line));
    hop_status status = hop_source_open(e, value, DIM, &memory);
    if (status == HOP_OK) {
        status = measure(memory, value, seed, e->watch, line);
        hop_source_close(e, memory);
    }
    if (status == HOP_OK)
        *lines = (hop_lines){.count = 1, .values = line};
    else
        free(line);
    return status;
}

/* Of the sets, most are too wide; a check costs a handful of steps. */
static hop_cost cost(const hop_sweep *e, const double *value) {
    double dim = (double)hop_source_dim(e, value, DIM);
    double count = (double)hop_source_count(e, value, DIM), cells = isnan(value[BETA]) ? BETAS : 1;
    double steps = 9 * value[CHECKS] / 4 + 3 * value[STARTS] + count * value[POINTS];
    return (hop_cost){.seconds =
                          cells * (hop_cost_sets(count) + steps * hop_cost_check(count, dim)),
                      .bytes = 4 * exp2(count) + 40 * dim * count};
}

/* ---- the report ---- */

static void add_row(const hop_sweep *e, const hop_finished *r, hop_findings *f) {
    const double *line = r->lines.values;
    hop_table_add_count(f->table, hop_source_dim(e, r->value, DIM));
    hop_table_add_count(f->table, hop_source_count(e, r->value, DIM));
    hop_source_word(e, r->value, PATTERNS, f);
    hop_table_add_number(f->table, r->value[BETA]);
    hop_findings_used_number(f, e, BETA, r->value[BETA]);
    for (size_t k = KEPT; k <= LARGEST; k++) hop_table_add_count(f->table, (size_t)line[k]);
    hop_table_add_number(f->table, line[RADIUS]);
    hop_table_add_number(f->table, line[REACH]);
    hop_table_add_count(f->table, (size_t)line[FAILED]);
    hop_table_add_count(f->table, (size_t)line[UNLISTED]);
    hop_table_add_count(f->table, (size_t)(line[TRIED] - line[RETURNED]));
    hop_table_add_count(f->table, (size_t)line[CHECKED]);
    hop_table_add_count(f->table, (size_t)line[SUPPORTED]);
    hop_table_add_count(f->table, (size_t)line[TRIED]);
    hop_table_add_number(f->table, line[SMALLEST]);
}

/* Results of one memory stand together: those of a chain, or of a range of betas. */
static bool same_memory(const hop_finished *a, const hop_finished *b) {
    for (size_t i = DIM; i <= PATTERNS; i++)
        if (a->value[i] != b->value[i]) return false;
    return true;
}

/* Counts of 0 have no place on a logarithmic axis. */
static hop_status add_curve(const hop_finished *results, size_t count, size_t measure,
                            const char *name, int colour, double *numbers, hop_findings *f) {
    for (size_t i = 0; i < count; i++) {
        double found = results[i].lines.values[measure];
        numbers[i] = results[i].value[BETA];
        numbers[count + i] = found > 0 ? found : NAN;
    }
    hop_curve_style style = measure == KEPT ? HOP_CURVE_LINE : HOP_CURVE_MARKED;
    return hop_findings_curve(f, name, style, colour, numbers, numbers + count, NULL, NULL, count);
}

static hop_status add_memory(const hop_sweep *e, const hop_finished *results, size_t count,
                             double *numbers, hop_findings *f) {
    char where[96], kept[128], emergent[128];
    int colour = (int)f->curve_count + 1;
    hop_sweep_where(e, results->value, BETA, where, sizeof where);
    snprintf(kept, sizeof kept, "%s%s", *where ? "kept " : "patterns", where);
    snprintf(emergent, sizeof emergent, "emergent%s%s", *where ? " " : "", where);
    HOP_TRY(add_curve(results, count, KEPT, kept, colour, numbers, f));
    return add_curve(results, count, EMERGENT, emergent, colour + 1, numbers, f);
}

static hop_status report(const hop_sweep *e, const hop_results *results, hop_findings *f) {
    double *numbers = NULL;
    HOP_TRY(hop_alloc(results->count, 2 * sizeof *numbers, "curves", &numbers));
    hop_status status = HOP_OK;
    for (size_t i = 0, end; i < results->count && status == HOP_OK; i = end) {
        for (end = i; end < results->count; end++) {
            if (!same_memory(&results->all[i], &results->all[end])) break;
            add_row(e, &results->all[end], f);
        }
        status = add_memory(e, results->all + i, end - i, numbers, f);
    }
    free(numbers);
    f->figure = (hop_figure){.title = "minima of log-sum-ReLU: patterns, and new ones between them",
                             .x_label = "inverse temperature beta [1 / squared memory units]",
                             .y_label = "minima [count]",
                             .log_x = true,
                             .log_y = true};
    return status;
}

const hop_experiment_row hop_experiment_emergent = {
    .row = {.name = "emergent",
            .title = "minima that log-sum-ReLU makes between patterns, all of them counted",
            .sources = "Hoover et al. 2025, arXiv 2506.10801"},
    .settings = SETTINGS,
    .columns = COLUMNS,
    .column_count = sizeof COLUMNS / sizeof *COLUMNS,
    .given = 4,
    .essential = 12, /* up to what the engine disagrees on */
    .measures = MEASURES,
    .examples = EXAMPLES,
    .check = check,
    .cell = cell,
    .cost = cost,
    .next = next,
    .report = report,
};
