/* Noise: how often the right picture comes back, against the strength of every corruption.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../sweep/findings.h"
#include "../sweep/usual_columns.h"
#include "../sweep/usual_settings.h"
#include "images.h"

enum { MEMORY, DAMAGE, STRENGTH, ENERGY, SIMILARITY, BETA, CRITERION, SAMPLE };

struct cell {
    const hop_corruption_row *damage;
    double strength;
    const hop_energy *energy;
    const hop_similarity *similarity;
    double beta;
    hop_criterion criterion;
    size_t sample;
};

static const hop_setting SETTINGS[] = {
    [MEMORY] = HOP_SET_MEMORY("pictures"),
    [DAMAGE] = {.parameter = {.name = "damage",
                              .meaning = "corruptions, by name (hopfield list corruptions), or all",
                              .unit = ""},
                .kind = HOP_SETTING_DAMAGE,
                HOP_SETTING_OF(damage),
                .swept = true,
                .default_value = "all"},
    [STRENGTH] = HOP_SWEEP_NUMBER(strength,
                                  "of the damage: its rate, area or sigma; contrast is 1 - "
                                  "strength; blur is over strength/4 of the width",
                                  "dimensionless", 0, 10, "0:0.9:0.1"),
    [ENERGY] = HOP_SET_ENERGY("lse"),
    [SIMILARITY] = HOP_SET_SIMILARITY("correlation"),
    [BETA] = HOP_SWEEP_BETA(HOP_BETA_OF_MEMORY),
    [CRITERION] = HOP_SET_CRITERION("nearest"),
    [SAMPLE] = HOP_SET_COUNT(sample, "queries at each place", 1, 1e6, "100"),
    {.parameter = {.name = NULL}},
};

static const hop_column COLUMNS[] = {
    HOP_COLUMN_TEXT("corruption", "what was done to the pictures"),
    HOP_COLUMN_NUMBER("strength", "", "of it", 4),
    HOP_COLUMNS_MODEL,
    HOP_COLUMN_COUNT("queries", "damaged patterns"),
    HOP_COLUMNS_SUCCESS,
    HOP_COLUMNS_CRITERIA("on the wrong side of mid-grey"),
    HOP_COLUMN_NUMBER("correct", "", "fraction nearest to the target or its like", 4),
    HOP_COLUMN_COSINE,
    HOP_COLUMN_NUMBER("mean_squared_error", "squared memory units", "mean of the same", 3),
    HOP_COLUMN_STEPS,
};

static const char *const EXAMPLES[] = {
    "patterns/glyphs --damage gaussian,flip,replace --sample 36 --seed 1",
    "patterns/pictograms --damage replace --strength 0.5:0.95:0.05 --similarity euclidean "
    "--similarity correlation --seed 1",
    "patterns/glyphs --seed 1 --figure noise.png --force",
    NULL,
};

/* ---- strength ---- */

/* The corruption of that strength; HOP_E_SUPPORT if it has none, HOP_E_VALUE beyond its limits. */
static hop_status corruption_of(const hop_sweep *e, const hop_corruption_row *kind, double strength,
                                hop_corruption *corruption) {
    hop_corruption made = {.kind = kind};
    const hop_row *row = &kind->row;
    if (!kind->strength) return hop_fail(HOP_E_SUPPORT, "%s has no strength", row->name);
    size_t index = hop_row_parameter_index(row, kind->strength);
    for (size_t i = 0; i < HOP_PARAMETER_MAX; i++)
        made.parameter[i] = row->parameters[i].default_value;
    made.parameter[index] = strength;
    if (kind->strengthen)
        kind->strengthen(strength, (double)hop_memory_shape(e->memory).width, made.parameter);
    hop_status status = hop_parameter_check(&row->parameters[index], made.parameter[index]);
    if (status != HOP_OK) return hop_fail(status, "%s: %s", row->name, hop_status_detail());
    if (kind->strength_below > 0 && strength >= kind->strength_below)
        return hop_fail(HOP_E_VALUE, "%s: a strength of %g leaves nothing known; end below it",
                        row->name, strength);
    *corruption = made;
    return HOP_OK;
}

static hop_status check(const hop_sweep *e) {
    struct cell c;
    hop_corruption corruption;
    for (size_t i = 0; i < e->combinations; i++) {
        hop_sweep_point(e, i, &c);
        HOP_TRY(corruption_of(e, c.damage, c.strength, &corruption));
        if (!hop_memory_shape(e->memory).image && !hop_images_can_damage(e, &corruption))
            return hop_fail(HOP_E_SUPPORT,
                            "%s damages pictures, and %s holds vectors; name others with --damage",
                            c.damage->row.name, e->text[MEMORY]);
    }
    return HOP_OK;
}

static hop_status complete(hop_sweep *e) {
    if (strcmp(e->text[DAMAGE], SETTINGS[DAMAGE].default_value) == 0)
        hop_images_leave_out(e, DAMAGE);
    return check(e);
}

/* ---- a cell ---- */

static hop_status cell(const hop_sweep *e, const void *cell, uint64_t seed, hop_lines *lines) {
    const struct cell *c = cell;
    hop_corruption corruption = {0};
    hop_images images = {0};
    hop_recall_options options;
    HOP_TRY(corruption_of(e, c->damage, c->strength, &corruption));
    HOP_TRY(hop_images_options(e, c->energy, c->similarity, c->beta, &options));
    HOP_TRY(hop_images_recall(e, &options, &corruption, 1, c->sample, seed, &images));
    hop_images_add_up(&images, lines->all);
    hop_images_clear(&images);
    return HOP_OK;
}

static hop_cost cost(const hop_sweep *e, const void *cell) {
    const struct cell *c = cell;
    return hop_images_cost(e, c->energy, c->similarity, c->beta, c->sample);
}

/* ---- the report ---- */

static hop_estimate success_of(const hop_finished *r) {
    const struct cell *c = r->cell;
    const hop_images_line *line = r->lines.all;
    return hop_statistics_wilson(line->success[c->criterion], line->tried);
}

static void add_row(const hop_sweep *e, const hop_finished *r, hop_findings *f) {
    const struct cell *c = r->cell;
    const hop_images_line *line = r->lines.all;
    hop_findings_word(f, e, DAMAGE, c);
    hop_table_add_number(f->table, c->strength);
    hop_findings_model(f, e, c, ENERGY, line->beta);
    hop_table_add_count(f->table, (size_t)line->tried);
    hop_findings_estimate(f, success_of(r));
    hop_images_add_means(line, f->table);
}

/* In the panel of its damage, whose strength is something of its own. */
static hop_status draw_curve(const hop_sweep *e, const struct cell *c, const hop_curve *curve,
                             hop_findings *f) {
    char where[128], panel[96];
    const hop_corruption_row *kind = c->damage;
    int colour = 1;
    snprintf(panel, sizeof panel, "%s: %s", kind->row.name,
             kind->strength_is ? kind->strength_is : kind->strength);
    for (size_t i = 0; i < f->curve_count; i++) colour += strcmp(f->curves[i].panel, panel) == 0;
    hop_sweep_where(e, c, STRENGTH, where, sizeof where);
    const char *name = strncmp(where, "damage=", 7) == 0 ? strchr(where, ' ') : where;
    HOP_TRY(hop_findings_curve(f, name && *name ? name + (*name == ' ') : NULL, HOP_CURVE_MARKED,
                               colour, curve->x, curve->y, curve->low, curve->high, curve->count));
    return hop_findings_panel(f, panel);
}

/* Every result that has no earlier one on its curve begins a curve. */
static hop_status add_curve(const hop_sweep *e, const hop_results *results, size_t first,
                            double *numbers, hop_findings *f) {
    double *x = numbers, *y = x + results->count, *low = y + results->count;
    double *high = low + results->count;
    size_t count = 0;
    const hop_finished *begin = &results->all[first];
    for (size_t i = 0; i < results->count; i++) {
        const hop_finished *r = &results->all[i];
        if (!hop_sweep_same(e, begin->cell, r->cell, STRENGTH)) continue;
        if (i < first) return HOP_OK;
        hop_estimate success = success_of(r);
        x[count] = ((const struct cell *)r->cell)->strength;
        y[count] = success.value;
        low[count] = success.low;
        high[count++] = success.high;
    }
    const hop_curve curve = {.x = x, .y = y, .low = low, .high = high, .count = count};
    return draw_curve(e, begin->cell, &curve, f);
}

/* Copies of a pattern take each other's queries: that is of the memory, not of the damage. */
static void note_copies(const hop_results *results, hop_findings *f) {
    double most = 0;
    char text[256];
    for (size_t i = 0; i < results->count; i++) {
        const struct cell *c = results->all[i].cell;
        const hop_images_line *line = results->all[i].lines.all;
        if (c->criterion == HOP_CRITERION_NEAREST)
            most = fmax(most, (line->correct - line->success[c->criterion]) / line->tried);
    }
    if (!(most > 0)) return;
    snprintf(text, sizeof text,
             "up to %.2g of the queries ended in a near-duplicate of their pattern, which nearest "
             "counts as wrong; the column correct, of .csv and .json, counts it as right",
             most);
    hop_table_note(f->table, "near_duplicates", text);
}

static hop_status report(const hop_sweep *e, const hop_results *results, hop_findings *f) {
    double *numbers = NULL;
    note_copies(results, f);
    HOP_TRY(hop_alloc(results->count, 4 * sizeof *numbers, "curves", &numbers));
    hop_status status = HOP_OK;
    for (size_t i = 0; i < results->count && status == HOP_OK; i++) {
        add_row(e, &results->all[i], f);
        status = add_curve(e, results, i, numbers, f);
    }
    free(numbers);
    f->figure = (hop_figure){.title = e->row->row.title,
                             .x_label = "strength of the damage, as each says",
                             .x_low = 0,
                             .x_high = 1,
                             .y_label = "fraction that came back right",
                             .y_low = 0,
                             .y_high = 1};
    return status;
}

const hop_experiment_row hop_experiment_noise = {
    .row = {.name = "noise",
            .title = "how often the right picture comes back, against damage",
            .sources = ""},
    .settings = SETTINGS,
    .cell_size = sizeof(struct cell),
    .line_size = sizeof(hop_images_line),
    .along = STRENGTH,
    .columns = COLUMNS,
    .column_count = sizeof COLUMNS / sizeof *COLUMNS,
    .given = 6,
    .essential = 9, /* up to the interval of success */
    .examples = EXAMPLES,
    .complete = complete,
    .cell = cell,
    .cost = cost,
    .report = report,
};
