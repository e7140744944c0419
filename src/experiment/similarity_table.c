/* Similarity: which one recalls pictures under which damage, as a cross table.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/text.h"
#include "../sweep/findings.h"
#include "../sweep/usual_columns.h"
#include "../sweep/usual_settings.h"
#include "images.h"

enum { MEMORY, DAMAGE, ENERGY, SIMILARITY, BETA, CRITERION, SAMPLE };

/* The first of the criteria's words is our own; the others follow. */
enum { CORRECT };

struct cell {
    const hop_corruption *damage;
    const hop_energy *energy;
    const hop_similarity *similarity;
    double beta;
    unsigned criterion;
    size_t sample;
};

static const hop_setting SETTINGS[] = {
    [MEMORY] = HOP_SET_MEMORY("pictures"),
    [DAMAGE] =
        HOP_SET_SPEC(HOP_SETTING_COMPARED, damage, "a corruption; give several to compare them",
                     "gaussian replace:rate=0.7 replace:rate=0.9 "
                     "contrast:gain=0.3,bias=0.4 paint mask"),
    [ENERGY] = HOP_SET_ENERGY("lse"),
    [SIMILARITY] = HOP_SET_SPEC(HOP_SETTING_SIMILARITY, similarity,
                                "how states are compared; give several, or all", "all"),
    [BETA] = HOP_SWEEP_BETA(HOP_BETA_OF_MEMORY),
    [CRITERION] = HOP_SET_WORD(criterion,
                               "of success; correct: the target, or a picture that can hardly be "
                               "told from it, is the nearest; all are in the .csv and .json",
                               "correct|" HOP_CRITERIA, "correct"),
    [SAMPLE] = HOP_SET_COUNT(sample, "queries of each damage", 1, 1e6, "100"),
    {.parameter = {.name = NULL}},
};

static const hop_column COLUMNS[] = {
    HOP_COLUMN_TEXT("corruption", "what was done to the pictures"),
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
    "patterns/pictograms --seed 1",
    "patterns/glyphs --damage block --damage blur --similarity correlation --similarity robust "
    "--seed 1",
    "patterns/pictograms --seed 1 --figure similarity.png --force",
    NULL,
};

static bool is_default(const hop_sweep *e) {
    return strcmp(e->text[DAMAGE], SETTINGS[DAMAGE].default_value) == 0;
}

static hop_status complete(hop_sweep *e) {
    if (is_default(e)) hop_images_leave_out(e, DAMAGE);
    return HOP_OK;
}

static hop_status check(const hop_sweep *e) {
    if (is_default(e)) return HOP_OK;
    for (size_t i = 0; i < e->range_count[DAMAGE]; i++)
        if (e->corruptions[i].kind->needs_image && !hop_memory_shape(e->memory).image)
            return hop_fail(HOP_E_SUPPORT,
                            "%s damages pictures, and %s holds vectors; name others with --damage",
                            e->corruptions[i].kind->row.name, e->text[MEMORY]);
    return HOP_OK;
}

/* ---- a cell ---- */

static hop_status cell(const hop_sweep *e, const void *cell, uint64_t seed, hop_lines *lines) {
    const struct cell *c = cell;
    hop_images images = {0};
    hop_recall_options options;
    (void)seed; /* all similarities get the same queries */
    HOP_TRY(hop_images_options(e, c->energy, c->similarity, c->beta, &options));
    HOP_TRY(hop_images_recall(e, &options, c->damage, 1, c->sample, e->seed, &images));
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
    return hop_statistics_wilson(
        c->criterion == CORRECT ? line->correct : line->success[c->criterion - 1], line->tried);
}

static void add_row(const hop_sweep *e, const hop_finished *r, hop_findings *f) {
    const hop_images_line *line = r->lines.all;
    hop_findings_word(f, e, DAMAGE, r->cell);
    hop_findings_model(f, e, r->cell, ENERGY, line->beta);
    hop_table_add_count(f->table, (size_t)line->tried);
    hop_findings_estimate(f, success_of(r));
    hop_images_add_means(line, f->table);
}

/* "replace 0.7": the name, and what is not its default. */
static void short_name(const hop_row *row, const double *parameter, hop_string *text) {
    hop_string_add(text, "%s%s", text->length ? " " : "", row->name);
    for (size_t i = 0; i < HOP_PARAMETER_MAX && row->parameters[i].name; i++) {
        double usual = row->parameters[i].default_value;
        char number[32];
        if (parameter[i] == usual || (isnan(parameter[i]) && isnan(usual))) continue;
        hop_text_number(parameter[i], number);
        hop_string_add(text, " %s", number);
    }
}

static void model_name(const hop_sweep *e, const struct cell *c, hop_string *text) {
    const hop_energy *energy = c->energy;
    hop_similarity similarity = {0};
    bool energies = hop_sweep_varies(e, ENERGY), betas = hop_sweep_varies(e, BETA);
    bool similarities = hop_sweep_varies(e, SIMILARITY) || (!energies && !betas);
    if (energies) short_name(&energy->family->row, energy->parameter, text);
    if (similarities && hop_sweep_similarity(e, c->similarity, energy, &similarity) == HOP_OK)
        short_name(&similarity.kind->row, similarity.parameter, text);
    if (betas) hop_string_add(text, "%s%g", text->length ? " " : "", c->beta);
}

/* The names and numbers of the cross table. */
typedef struct cross_parts {
    hop_string *rows, *columns;
    const char **words; /* of rows, then of columns */
    double *values;
} cross_parts;

static void parts_clear(cross_parts *p, size_t rows, size_t columns) {
    for (size_t i = 0; p->rows && i < rows; i++) free(p->rows[i].text);
    for (size_t i = 0; p->columns && i < columns; i++) free(p->columns[i].text);
    free(p->rows);
    free(p->columns);
    free(p->words);
    free(p->values);
}

static hop_status parts_create(size_t rows, size_t columns, cross_parts *p) {
    HOP_TRY(hop_alloc(rows, sizeof *p->rows, "names", &p->rows));
    HOP_TRY(hop_alloc(columns, sizeof *p->columns, "names", &p->columns));
    HOP_TRY(hop_alloc(rows + columns, sizeof *p->words, "names", &p->words));
    return hop_alloc(rows, columns * sizeof *p->values, "a table", &p->values);
}

/* Results of the first damage are the columns, in their order. */
static void fill(const hop_sweep *e, const hop_results *results, size_t columns, cross_parts *p) {
    size_t rows = e->range_count[DAMAGE];
    for (size_t i = 0; i < rows; i++) {
        const hop_corruption *damage = &e->corruptions[(size_t)e->range[DAMAGE][i]];
        short_name(&damage->kind->row, damage->parameter, &p->rows[i]);
    }
    for (size_t k = 0; k < columns; k++) {
        const struct cell *model = results->all[k].cell;
        model_name(e, model, &p->columns[k]);
        for (size_t i = 0; i < results->count; i++) { /* damages change slowest */
            const hop_finished *r = &results->all[i];
            if (hop_sweep_same(e, model, r->cell, DAMAGE))
                p->values[i / columns * columns + k] = success_of(r).value;
        }
    }
    for (size_t i = 0; i < rows; i++) p->words[i] = p->rows[i].text;
    for (size_t k = 0; k < columns; k++) p->words[rows + k] = p->columns[k].text;
}

static hop_status add_cross(const hop_sweep *e, const hop_results *results, hop_findings *f) {
    size_t rows = e->range_count[DAMAGE], columns = results->count / rows;
    cross_parts p = {0};
    hop_status status = parts_create(rows, columns, &p);
    if (status == HOP_OK) {
        fill(e, results, columns, &p);
        hop_cross cross = {.rows = rows,
                           .columns = columns,
                           .corner = "damage",
                           .row_words = p.words,
                           .column_words = p.words + rows,
                           .values = p.values,
                           .label = "fraction that came back right",
                           .low = 0,
                           .high = 1};
        status = hop_findings_cross(f, &cross);
    }
    parts_clear(&p, rows, columns);
    return status;
}

/* How far the ends of the intervals are from the fractions of the cross table. */
static void note_interval(const hop_results *results, hop_findings *f) {
    double below = 0, above = 0;
    char text[128];
    for (size_t i = 0; i < results->count; i++) {
        hop_estimate success = success_of(&results->all[i]);
        below = fmax(below, success.value - success.low);
        above = fmax(above, success.high - success.value);
    }
    snprintf(text, sizeof text,
             "95 %% (Wilson), at most %.3f below and %.3f above; each is in .csv and .json", below,
             above);
    hop_table_note(f->table, "interval", text);
}

static hop_status report(const hop_sweep *e, const hop_results *results, hop_findings *f) {
    note_interval(results, f);
    for (size_t i = 0; i < results->count; i++) add_row(e, &results->all[i], f);
    f->figure =
        (hop_figure){.title = e->row->row.title, .x_label = "similarity", .y_label = "damage"};
    return add_cross(e, results, f);
}

const hop_experiment_row hop_experiment_similarity_table = {
    .row = {.name = "similarity",
            .title = "how often pictures come back, by damage and similarity",
            .sources = "Millidge et al. 2022, arXiv 2202.04557 (similarities of associative "
                       "memories)"},
    .settings = SETTINGS,
    .cell_size = sizeof(struct cell),
    .line_size = sizeof(hop_images_line),
    .columns = COLUMNS,
    .column_count = sizeof COLUMNS / sizeof *COLUMNS,
    .given = 5,
    .examples = EXAMPLES,
    .check = check,
    .complete = complete,
    .cell = cell,
    .cost = cost,
    .report = report,
};
