/* Recall beside the best that can be done.  K clean patterns of norm r, one of them seen through
 * noise, q = x + sigma z.  The mean squared error is least for the exact posterior mean
 *
 *     E[x | q] = sum x_i p_i,   p = softmax(-|q - x_i|^2 / (2 sigma^2)),
 *
 * which for equal norms is one step of the softmax network at beta = 1/sigma^2: other betas, more
 * steps, and the nearest pattern all do worse.  Smart, Bietti and Sengupta 2025, theorem 3.1 and
 * section 4.  All cells see the same patterns and the same noise.
 * SPDX-License-Identifier: MIT */
#include <hopfield/energy.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/sum.h"
#include "../sweep/findings.h"
#include "../sweep/source.h"
#include "../sweep/usual_columns.h"
#include "../sweep/usual_settings.h"
#include "../trial/costs.h"
#include "../trial/draw.h"

enum { DIM, STORED, RADIUS, SIGMA, STEPS, RATIO, QUERIES };

struct cell {
    size_t dim, stored;
    double radius, sigma;
    size_t steps;
    double ratio;
    size_t queries;
};

static const hop_setting SETTINGS[] = {
    [DIM] = HOP_SWEEP_DIM(1e5, "16"),
    [STORED] = HOP_SWEEP_COUNT(stored, "patterns, K, drawn anew for every query", 1, 1e5, "8"),
    [RADIUS] = HOP_SWEEP_NUMBER(radius, "norm of the patterns", "memory units", 1e-6, 1e6, "4"),
    [SIGMA] =
        HOP_SWEEP_NUMBER(sigma, "of the noise in every value", "memory units", 1e-6, 1e6, "2"),
    [STEPS] = HOP_SWEEP_COUNT(steps, "of recall", 1, 1e4, "1,2,3,5,10,50"),
    [RATIO] = HOP_SWEEP_NUMBER(ratio, "beta in units of 1/sigma^2", "dimensionless", 1e-6, 1e6,
                               "0.25,0.35,0.5,0.7,1,1.4,2,2.8,4"),
    [QUERIES] = HOP_SET_COUNT(queries, "of each cell", 2, 1e7, "4000"),
    {.parameter = {.name = NULL}},
};

/* Mean squared errors by value, and the standard error of the first less the second. */
struct line {
    double error, posterior, nearest, gap_error, beta;
};

static const hop_column COLUMNS[] = {
    HOP_COLUMN_DIM,
    HOP_COLUMN_COUNT("stored", "patterns"),
    HOP_COLUMN_NUMBER("radius", "memory units", "norm of the patterns", 4),
    HOP_COLUMN_NUMBER("sigma", "memory units", "of the noise", 4),
    HOP_COLUMN_COUNT("steps", "of recall"),
    HOP_COLUMN_NUMBER("ratio", "", "beta sigma^2", 4),
    HOP_COLUMN_NUMBER("error", "squared memory units", "mean squared error of a value", 4),
    HOP_COLUMN_NUMBER("posterior", "squared memory units", "the same of the posterior mean", 4),
    HOP_COLUMN_NUMBER("nearest", "squared memory units", "the same of the nearest pattern", 4),
    HOP_COLUMN_NUMBER("gap", "squared memory units", "error less that of the posterior mean", 3),
    HOP_COLUMN_NUMBER("low", "squared memory units", "of the gap's 95 % interval", 3),
    HOP_COLUMN_NUMBER("high", "squared memory units", "of the same", 3),
    HOP_COLUMN_NUMBER("beta", "1 / squared memory units", "inverse temperature", 5),
};

static const char *const EXAMPLES[] = {
    "--seed 1",
    "--steps 1 --sigma 1,2,4 --seed 1 -o bayes.svg --force",
    "--seed 1 --figure bayes.png --force",
    NULL,
};

typedef struct room {
    double *patterns, *query, *state, *next, *weights; /* [K x d], [d], [d], [d], [K] */
} room;

static void room_clear(room *r) {
    free(r->patterns);
    free(r->query);
    free(r->state);
    free(r->next);
    free(r->weights);
}

static hop_status room_create(const struct cell *c, room *r) {
    size_t row = c->dim * sizeof(double);
    HOP_TRY(hop_alloc(c->stored, row, "patterns", &r->patterns));
    HOP_TRY(hop_alloc(1, row, "a query", &r->query));
    HOP_TRY(hop_alloc(1, row, "a state", &r->state));
    HOP_TRY(hop_alloc(1, row, "a state", &r->next));
    return hop_alloc(c->stored, sizeof(double), "weights", &r->weights);
}

/* Patterns on the sphere; the query is made from the first. */
static void draw(const struct cell *c, hop_random *random, room *r) {
    for (size_t i = 0; i < c->stored; i++) {
        double *x = r->patterns + i * c->dim;
        hop_draw_pattern(HOP_PATTERN_SPHERICAL, c->dim, random, x);
        for (size_t j = 0; j < c->dim; j++) x[j] *= c->radius / sqrt((double)c->dim);
    }
    for (size_t j = 0; j < c->dim; j++)
        r->query[j] = r->patterns[j] + c->sigma * hop_random_normal(random);
}

static double error_of(const struct cell *c, const room *r, const double *guess) {
    return hop_sum_squared_differences(guess, r->patterns, c->dim) / (double)c->dim;
}

/* next = the patterns by their weights, for s in r->weights. */
static hop_status mix(const struct cell *c, const hop_energy *energy, room *r) {
    HOP_TRY(hop_energy_weights(energy, r->weights, c->stored, r->weights));
    memset(r->next, 0, c->dim * sizeof *r->next);
    for (size_t i = 0; i < c->stored; i++)
        for (size_t j = 0; j < c->dim; j++)
            r->next[j] += r->weights[i] * r->patterns[i * c->dim + j];
    return HOP_OK;
}

static hop_status recall(const struct cell *c, const hop_energy *energy, room *r) {
    memcpy(r->state, r->query, c->dim * sizeof *r->state);
    for (size_t step = 0; step < c->steps; step++) {
        for (size_t i = 0; i < c->stored; i++)
            r->weights[i] = hop_sum_products(r->patterns + i * c->dim, r->state, c->dim);
        HOP_TRY(mix(c, energy, r));
        if (memcmp(r->state, r->next, c->dim * sizeof *r->state) == 0) break;
        memcpy(r->state, r->next, c->dim * sizeof *r->state);
    }
    return HOP_OK;
}

/* By distances, which is what the posterior is made of; and the nearest on the way. */
static hop_status posterior(const struct cell *c, const hop_energy *energy, room *r,
                            double *nearest) {
    size_t best = 0;
    for (size_t i = 0; i < c->stored; i++) {
        r->weights[i] =
            -hop_sum_squared_differences(r->patterns + i * c->dim, r->query, c->dim) / 2;
        if (r->weights[i] > r->weights[best]) best = i;
    }
    *nearest = error_of(c, r, r->patterns + best * c->dim);
    return mix(c, energy, r);
}

static hop_status measure(const hop_sweep *e, const struct cell *c, room *r, struct line *line) {
    double squares = 0, count = (double)c->queries, unit = 1 / (c->sigma * c->sigma);
    hop_energy energy, bayes;
    hop_random random;
    hop_random_init(&random, e->seed, HOP_SOURCE_STREAMS);
    HOP_TRY(hop_energy_parse("lse", &energy));
    bayes = hop_sweep_energy(&energy, unit);
    line->beta = c->ratio * unit;
    energy = hop_sweep_energy(&energy, line->beta);
    for (size_t q = 0; q < c->queries; q++) {
        double nearest = 0;
        draw(c, &random, r);
        HOP_TRY(recall(c, &energy, r));
        double error = error_of(c, r, r->state);
        HOP_TRY(posterior(c, &bayes, r, &nearest));
        double best = error_of(c, r, r->next);
        line->error += error / count;
        line->posterior += best / count;
        line->nearest += nearest / count;
        squares += (error - best) * (error - best) / count;
        if (q % 64 == 0) HOP_TRY(hop_watch_look(e->watch, (double)q / count));
    }
    double gap = line->error - line->posterior;
    line->gap_error = sqrt(fmax(squares - gap * gap, 0) / (count - 1));
    return HOP_OK;
}

static hop_status cell(const hop_sweep *e, const void *cell, uint64_t seed, hop_lines *lines) {
    (void)seed; /* cells are compared query by query */
    room r = {0};
    hop_status status = room_create(cell, &r);
    if (status == HOP_OK) status = measure(e, cell, &r, lines->all);
    room_clear(&r);
    return status;
}

static hop_cost cost(const hop_sweep *e, const void *cell) {
    const struct cell *c = cell;
    (void)e;
    double count = (double)c->stored, dim = (double)c->dim, queries = (double)c->queries;
    return (hop_cost){.seconds = hop_cost_draw(HOP_PATTERN_SPHERICAL, queries * (count + 1) * dim) +
                                 queries * hop_cost_reference(count, dim, (double)c->steps + 1),
                      .bytes = 8 * count * dim};
}

/* ---- the report ---- */

static const double NORMAL = 1.96;

static void add_row(const struct cell *c, const struct line *line, hop_findings *f) {
    double gap = line->error - line->posterior;
    hop_table_add_count(f->table, c->dim);
    hop_table_add_count(f->table, c->stored);
    hop_table_add_number(f->table, c->radius);
    hop_table_add_number(f->table, c->sigma);
    hop_table_add_count(f->table, c->steps);
    hop_table_add_number(f->table, c->ratio);
    hop_table_add_number(f->table, line->error);
    hop_table_add_number(f->table, line->posterior);
    hop_table_add_number(f->table, line->nearest);
    hop_table_add_number(f->table, gap);
    hop_table_add_number(f->table, gap - NORMAL * line->gap_error);
    hop_table_add_number(f->table, gap + NORMAL * line->gap_error);
    hop_table_add_number(f->table, line->beta);
}

/* Of errors of about 1. */
static const double ROUNDING = 1e-9;

/* The gap over (beta, steps), where these alone vary; else curves. */
static bool is_map(const hop_sweep *e) {
    for (size_t i = 0; i < STEPS; i++)
        if (hop_sweep_varies(e, i)) return false;
    return hop_sweep_varies(e, STEPS) && hop_sweep_varies(e, RATIO);
}

static hop_status draw_map(const hop_sweep *e, const hop_results *results, hop_findings *f) {
    size_t columns = e->range_count[RATIO], rows = e->range_count[STEPS];
    double *gaps = NULL;
    char(*words)[24] = NULL;
    const char **names = NULL;
    HOP_TRY(hop_alloc(results->count, sizeof *gaps, "a map", &gaps));
    hop_status status = hop_alloc(rows + columns, sizeof *words, "words", &words);
    if (status == HOP_OK) status = hop_alloc(rows + columns, sizeof *names, "words", &names);
    for (size_t i = 0; i < results->count && status == HOP_OK; i++) {
        const struct cell *c = results->all[i].cell;
        const struct line *line = results->all[i].lines.all;
        gaps[i] = line->error - line->posterior;
        if (fabs(gaps[i]) < ROUNDING) gaps[i] = 0;
        snprintf(words[i / columns], sizeof *words, "%zu", c->steps);
        snprintf(words[rows + i % columns], sizeof *words, "%.3g", c->ratio);
        names[i / columns] = words[i / columns];
        names[rows + i % columns] = words[rows + i % columns];
    }
    if (status == HOP_OK)
        status = hop_findings_cross(
            f, &(hop_cross){.rows = rows,
                            .columns = columns,
                            .corner = "steps",
                            .row_words = names,
                            .column_words = names + rows,
                            .values = gaps,
                            .label = "error beyond the posterior mean's [squared memory units]"});
    free(gaps);
    free(words);
    free(names);
    f->figure = (hop_figure){.title = "what recall loses to the exact posterior mean",
                             .x_label = "inverse temperature \u03b2 [1 / \u03c3\u00b2]",
                             .y_label = "steps"};
    return status;
}

static hop_status report(const hop_sweep *e, const hop_results *results, hop_findings *f) {
    for (size_t i = 0; i < results->count; i++)
        add_row(results->all[i].cell, results->all[i].lines.all, f);
    if (is_map(e)) return draw_map(e, results, f);
    f->figure = (hop_figure){.title = "error of recall; dashed: the exact posterior mean",
                             .x_label = "inverse temperature \u03b2 [1 / \u03c3\u00b2]",
                             .y_label = "mean squared error of a value [squared memory units]",
                             .log_x = true};
    return hop_findings_lines(e, results, RATIO, offsetof(struct line, error),
                              offsetof(struct line, posterior), f);
}

const hop_experiment_row hop_experiment_bayes = {
    .row = {.name = "bayes",
            .title = "recall beside the exact posterior mean, one step at beta = 1/sigma^2",
            .sources = "Smart, Bietti, Sengupta 2025, arXiv 2502.05164, theorem 3.1"},
    .settings = SETTINGS,
    .cell_size = sizeof(struct cell),
    .line_size = sizeof(struct line),
    .along = RATIO,
    .columns = COLUMNS,
    .column_count = sizeof COLUMNS / sizeof *COLUMNS,
    .given = 6,
    .essential = 12,
    .examples = EXAMPLES,
    .cell = cell,
    .cost = cost,
    .report = report,
};
