/* Energy curves: the energy of many queries, step by step, as quantiles.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../sweep/findings.h"
#include "../sweep/usual_columns.h"
#include "../sweep/usual_settings.h"
#include "images.h"

enum { MEMORY, CORRUPT, ENERGY, SIMILARITY, BETA, SAMPLE, STEPS };

struct cell {
    const hop_energy *energy;
    const hop_similarity *similarity;
    double beta;
    size_t sample, steps;
};

static const hop_setting SETTINGS[] = {
    [MEMORY] = HOP_SET_MEMORY("patterns"),
    [CORRUPT] = HOP_SET_CORRUPT("damage to the queries", "replace:rate=0.7"),
    [ENERGY] = HOP_SET_ENERGY("lse"),
    [SIMILARITY] = HOP_SET_SIMILARITY("correlation"),
    [BETA] = HOP_SWEEP_BETA(HOP_BETA_OF_MEMORY),
    [SAMPLE] = HOP_SET_COUNT(sample, "queries", 1, 1e6, "200"),
    [STEPS] = HOP_SET_STEPS(10000, "100"),
    {.parameter = {.name = NULL}},
};

/* In a figure energies are flat within this share of its height; it goes on for so much longer than
 * they take to be so, so many steps at least, if that leaves out as much as it shows. */
static const double FLAT = 0.01, FURTHER = 1.2, STEPS_MIN = 4, LEFT_OUT_FROM = 2;

static const double QUANTILES[] = {0.05, 0.25, 0.5, 0.75, 0.95};
enum { QUANTILE_COUNT = 5 };

/* One for each step, the start included. */
struct line {
    double step, moving, rose, quantile[QUANTILE_COUNT], beta;
};

#define QUANTILE(column, text) HOP_COLUMN_NUMBER(column, "squared key units", text, 5)

static const hop_column COLUMNS[] = {
    HOP_COLUMNS_MODEL,
    HOP_COLUMN_COUNT("step", "updates so far"),
    HOP_COLUMN_COUNT("moving", "queries that have not settled yet"),
    HOP_COLUMN_COUNT("rose", "queries whose energy rose in this step, by more than rounding"),
    QUANTILE("q05", "5 % of the queries lie below"),
    QUANTILE("q25", "a quarter lies below"),
    QUANTILE("median", "half lies below"),
    QUANTILE("q75", "three quarters lie below"),
    QUANTILE("q95", "95 % lie below"),
};

static const char *const EXAMPLES[] = {
    "patterns/glyphs --corrupt flip --beta gentle --seed 1",
    "patterns/pictograms --corrupt gaussian:sigma=0.5 --beta 10,30,100 --seed 1",
    "patterns/glyphs --beta 10,20,40 --seed 1 --figure energy.png --force",
    NULL,
};

/* A step must raise the energy by more than rounding to count: similarities are floats. */
static const double ROUNDING = 1e-6;

/* The energy of a query after `step` updates; its last one where it has settled by then. */
static double energy_at(const hop_recalled *query, size_t step) {
    return query->energy[step < query->steps ? step : query->steps];
}

static void describe_step(const hop_recall_result *result, size_t step, double *sorted,
                          struct line *line) {
    for (size_t i = 0; i < result->count; i++) {
        const hop_recalled *query = &result->queries[i];
        sorted[i] = energy_at(query, step);
        line->moving += step < query->steps ? 1 : 0;
        double before = step > 0 ? energy_at(query, step - 1) : INFINITY;
        line->rose += sorted[i] > before + ROUNDING * (1 + fabs(before)) ? 1 : 0;
    }
    hop_statistics_sort(sorted, result->count);
    line->step = (double)step;
    for (size_t k = 0; k < QUANTILE_COUNT; k++)
        line->quantile[k] = hop_statistics_quantile(sorted, result->count, QUANTILES[k]);
}

static hop_status describe(const hop_recall_result *result, hop_lines *lines) {
    size_t most = 0;
    double *sorted = NULL;
    for (size_t i = 0; i < result->count; i++)
        if (result->queries[i].steps > most) most = result->queries[i].steps;
    HOP_TRY(hop_lines_resize(lines, most + 1, sizeof(struct line)));
    HOP_TRY(hop_alloc(result->count, sizeof *sorted, "energies", &sorted));
    for (size_t step = 0; step <= most; step++)
        describe_step(result, step, sorted, (struct line *)lines->all + step);
    free(sorted);
    return HOP_OK;
}

static hop_status cell(const hop_sweep *e, const void *cell, uint64_t seed, hop_lines *lines) {
    const struct cell *c = cell;
    hop_images images = {0};
    hop_recall_options options;
    HOP_TRY(hop_images_options(e, c->energy, c->similarity, c->beta, &options));
    options.stopping.steps = c->steps;
    HOP_TRY(hop_images_recall(e, &options, e->corruptions, e->corruption_count, c->sample, seed,
                              &images));
    hop_status status = describe(&images.result, lines);
    for (size_t i = 0; i < lines->count && status == HOP_OK; i++)
        ((struct line *)lines->all)[i].beta = hop_images_beta(&images);
    hop_images_clear(&images);
    return status;
}

static hop_cost cost(const hop_sweep *e, const void *cell) {
    const struct cell *c = cell;
    return hop_images_cost(e, c->energy, c->similarity, c->beta, c->sample);
}

/* ---- the report ---- */

static void add_rows(const hop_sweep *e, const hop_finished *r, hop_findings *f) {
    for (size_t i = 0; i < r->lines.count; i++) {
        const struct line *line = (const struct line *)r->lines.all + i;
        hop_findings_model(f, e, r->cell, ENERGY, line->beta);
        hop_table_add_count(f->table, (size_t)line->step);
        hop_table_add_count(f->table, (size_t)line->moving);
        hop_table_add_count(f->table, (size_t)line->rose);
        for (size_t k = 0; k < QUANTILE_COUNT; k++)
            hop_table_add_number(f->table, line->quantile[k]);
    }
}

/* The median, with the band between `low` and `high` quantiles; of one colour with other bands. */
static hop_status add_curve(const hop_finished *r, const char *name, int colour, size_t low,
                            size_t high, hop_findings *f) {
    size_t count = r->lines.count;
    double *numbers = NULL;
    HOP_TRY(hop_alloc(count, 4 * sizeof *numbers, "a curve", &numbers));
    for (size_t i = 0; i < count; i++) {
        const struct line *line = (const struct line *)r->lines.all + i;
        numbers[i] = line->step;
        numbers[count + i] = line->quantile[2];
        numbers[2 * count + i] = line->quantile[low];
        numbers[3 * count + i] = line->quantile[high];
    }
    hop_status status =
        hop_findings_curve(f, name, HOP_CURVE_LINE, colour, numbers, numbers + count,
                           numbers + 2 * count, numbers + 3 * count, count);
    free(numbers);
    return status;
}

/* From the lowest to the highest energy that is shown. */
static double height_of(const hop_results *results) {
    double lowest = INFINITY, highest = -INFINITY;
    for (size_t i = 0; i < results->count; i++) {
        const hop_lines *lines = &results->all[i].lines;
        for (size_t k = 0; k < lines->count * QUANTILE_COUNT; k++) {
            const struct line *line = (const struct line *)lines->all + k / QUANTILE_COUNT;
            double energy = line->quantile[k % QUANTILE_COUNT];
            if (!isfinite(energy)) continue;
            lowest = fmin(lowest, energy);
            highest = fmax(highest, energy);
        }
    }
    return highest - lowest;
}

/* The last step at which a quantile is further than `flat` from where it ends. */
static double last_change(const hop_lines *lines, double flat) {
    double last = 0;
    const struct line *all = lines->all, *end = all + lines->count - 1;
    for (size_t k = 0; k < lines->count * QUANTILE_COUNT; k++) {
        const struct line *line = all + k / QUANTILE_COUNT;
        size_t q = k % QUANTILE_COUNT;
        if (fabs(line->quantile[q] - end->quantile[q]) > flat) last = fmax(last, line->step);
    }
    return last;
}

/* Steps without a change to be seen would press the others against the left side. */
static void leave_out_flat(const hop_results *results, hop_findings *f) {
    double flat = FLAT * height_of(results), changed = 0, end = 0;
    for (size_t i = 0; i < results->count; i++) {
        const hop_lines *lines = &results->all[i].lines;
        changed = fmax(changed, last_change(lines, flat));
        end = fmax(end, (double)lines->count - 1);
    }
    double high = fmax(ceil(changed * FURTHER) + 1, STEPS_MIN);
    if (high * LEFT_OUT_FROM > end) return;
    f->figure.x_high = high;
    f->figure.x_label = "step (further ones change nothing that could be seen)";
}

static hop_status report(const hop_sweep *e, const hop_results *results, hop_findings *f) {
    for (size_t i = 0; i < results->count; i++) {
        const hop_finished *r = &results->all[i];
        int colour = (int)i + 1;
        char name[128];
        add_rows(e, r, f);
        hop_sweep_where(e, r->cell, HOP_SETTING_MAX, name, sizeof name);
        HOP_TRY(add_curve(r, NULL, colour, 0, 4, f));
        HOP_TRY(add_curve(r, *name ? name : "median", colour, 1, 3, f));
    }
    f->figure = (hop_figure){.title = "energy of queries: median, bands of 50 % and 90 %",
                             .x_label = "step",
                             .y_label = "energy [squared key units]",
                             .whole_x = true};
    leave_out_flat(results, f);
    return HOP_OK;
}

const hop_experiment_row hop_experiment_energy = {
    .row = {.name = "energy",
            .title = "the energy of many queries, step by step, as quantiles",
            .sources = "Hopfield 1982, doi 10.1073/pnas.79.8.2554; Ramsauer et al. 2020, arXiv "
                       "2008.02217, Theorem 1"},
    .settings = SETTINGS,
    .cell_size = sizeof(struct cell),
    .line_size = sizeof(struct line),
    .columns = COLUMNS,
    .column_count = sizeof COLUMNS / sizeof *COLUMNS,
    .given = 4,
    .examples = EXAMPLES,
    .cell = cell,
    .cost = cost,
    .report = report,
};
