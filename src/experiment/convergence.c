/* Convergence: steps, energy drop, and the error of one step and of the fixed point against the
 * bounds of Ramsauer et al. 2020 (2008.02217), Theorems 4 and 5, on random patterns of norm
 * M = sqrt(d).  Both hold, if beta times the separation
 *
 *     D_i >= 2 / (beta N) + ln(2 (N - 1) N beta M^2) / beta,
 *
 * for states within 1 / (beta N M) of x_i:
 *
 *     |f(xi) - x_i| <= 2 (N - 1) M exp(-beta (D_i - 2 max(|xi - x_i|, |x_i* - x_i|) M))
 *     |x_i* - x_i|  <= 2 e (N - 1) M exp(-beta D_i)
 *
 * SPDX-License-Identifier: MIT */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/recall.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../sweep/findings.h"
#include "../sweep/usual_columns.h"
#include "../sweep/usual_settings.h"
#include "../trial/costs.h"

enum { DIM, STORED, BETA, PATTERNS, QUERIES, DISTANCE };

struct cell {
    size_t dim, stored;
    double beta;
    hop_pattern_kind patterns;
    size_t queries;
    double distance;
};

static const hop_setting SETTINGS[] = {
    [DIM] = HOP_SWEEP_DIM(1e5, "64"),
    [STORED] = HOP_SWEEP_COUNT(stored, "patterns in the memory, N", 2, 1e6, "100"),
    [BETA] = HOP_SWEEP_GIVEN_BETA("1 / squared units", "0.25:0.75:0.05"),
    [PATTERNS] = HOP_SWEEP_PATTERNS("spherical"),
    [QUERIES] = HOP_SET_COUNT(queries, "states to start from", 1, 1e5, "100"),
    [DISTANCE] = HOP_SWEEP_NUMBER(distance,
                                  "of a state from its pattern, as a fraction of the radius "
                                  "1/(beta N M) that the theorems allow",
                                  "dimensionless", 0, 1, "1"),
    {.parameter = {.name = NULL}},
};

/* Of the query that comes closest to its bound; NAN where none has to hold. */
struct worst {
    double error, bound, ratio;
};

struct line {
    double holds, violated, drop, steps;
    struct worst step, fixed; /* after one step, and of the fixed point */
};

static const hop_column COLUMNS[] = {
    HOP_COLUMN_DIM,
    HOP_COLUMN_COUNT("stored", "patterns"),
    HOP_COLUMN_NUMBER("beta", "1 / squared units", "inverse temperature", 4),
    HOP_COLUMN_PATTERNS,
    HOP_COLUMN_NUMBER("distance", "", "of the start, as a fraction of the radius allowed", 4),
    HOP_COLUMN_COUNT("queries", "states started from"),
    HOP_COLUMN_COUNT("premise", "of these, for how many the theorems hold"),
    HOP_COLUMN_COUNT("violated", "bounds that did not hold"),
    HOP_COLUMN_NUMBER("energy_drop", "squared units", "mean, from start to fixed point", 4),
    HOP_COLUMN_NUMBER("steps", "", "mean, to the fixed point", 4),
    HOP_COLUMN_NUMBER("error", "units",
                      "after one step, of the query that comes closest to its bound", 4),
    HOP_COLUMN_NUMBER("bound", "units", "of it", 4),
    HOP_COLUMN_NUMBER("worst", "", "error / bound", 4),
    HOP_COLUMN_NUMBER("fixed_worst", "", "fixed_error / fixed_bound", 4),
    HOP_COLUMN_NUMBER("fixed_error", "units", "distance of fixed point and pattern, likewise", 4),
    HOP_COLUMN_NUMBER("fixed_bound", "units", "of it", 4),
};

static const char *const EXAMPLES[] = {
    "--seed 1",
    "--dim 32 --stored 10,100,1000 --beta 0.5,1,2 --seed 1",
    "--seed 1 --figure convergence.png --force",
    NULL,
};

/* Streams of a cell's seed. */
enum { STREAM_PATTERNS, STREAM_QUERIES };

/* Steps to a fixed point, at most; it is one once a step is shorter than rounding. */
enum { STEPS_MOST = 10000 };

/* A memory and what the bounds need of it. */
typedef struct world {
    size_t dim, count;
    double beta, largest; /* M */
    double *patterns;     /* [count x dim] */
    double *state, *fixed;
    hop_memory *memory;
    hop_recall *recall;
    hop_watch *watch;
} world;

static void world_clear(world *w) {
    hop_recall_destroy(w->recall);
    hop_memory_destroy(w->memory);
    free(w->patterns);
    free(w->state);
    free(w->fixed);
}

static double dot(const double *a, const double *b, size_t dim) {
    double sum = 0;
    for (size_t j = 0; j < dim; j++) sum += a[j] * b[j];
    return sum;
}

static double apart(const double *a, const double *b, size_t dim) {
    double sum = 0;
    for (size_t j = 0; j < dim; j++) sum += (a[j] - b[j]) * (a[j] - b[j]);
    return sqrt(sum);
}

static void draw(hop_pattern_kind kind, hop_random *random, double *pattern, size_t dim) {
    for (size_t j = 0; j < dim; j++)
        pattern[j] = kind == HOP_PATTERN_BIPOLAR ? (hop_random_uniform(random) < 0.5 ? -1 : 1)
                                                 : hop_random_normal(random);
    if (kind != HOP_PATTERN_SPHERICAL) return;
    double norm = sqrt(dot(pattern, pattern, dim));
    for (size_t j = 0; j < dim && norm > 0; j++) pattern[j] *= sqrt((double)dim) / norm;
}

static hop_status world_create(const struct cell *c, uint64_t seed, world *w) {
    hop_random random;
    *w = (world){.dim = c->dim, .count = c->stored, .beta = c->beta};
    size_t row = w->dim * sizeof(double);
    HOP_TRY(hop_alloc(w->count, row, "patterns", &w->patterns));
    HOP_TRY(hop_alloc(1, row, "a state", &w->state));
    HOP_TRY(hop_alloc(1, row, "a state", &w->fixed));
    hop_random_init(&random, seed, STREAM_PATTERNS);
    for (size_t i = 0; i < w->count; i++) {
        double *pattern = w->patterns + i * w->dim;
        draw(c->patterns, &random, pattern, w->dim);
        w->largest = fmax(w->largest, sqrt(dot(pattern, pattern, w->dim)));
    }
    hop_shape shape = {.width = w->dim, .height = 1, .channels = 1};
    HOP_TRY(hop_memory_create(shape, HOP_F64, HOP_PATTERNS, &w->memory));
    HOP_TRY(hop_memory_append(w->memory, w->patterns, w->count, NULL));
    hop_recall_options options = hop_recall_defaults;
    HOP_TRY(hop_similarity_parse("dot", &options.model.similarity));
    options.model.energy.parameter[0] = w->beta;
    options.running.precision = HOP_DOUBLE;
    options.running.threads = 1;
    return hop_recall_create(w->memory, &options, &w->recall);
}

/* x_i . x_i - max x_i . x_j */
static double separation(const world *w, size_t i) {
    const double *own = w->patterns + i * w->dim;
    double most = -INFINITY;
    for (size_t j = 0; j < w->count; j++)
        if (j != i) most = fmax(most, dot(own, w->patterns + j * w->dim, w->dim));
    return dot(own, own, w->dim) - most;
}

/* A point at distance `radius` from the pattern, in a random direction. */
static void start_near(const world *w, size_t i, double radius, hop_random *random) {
    const double *own = w->patterns + i * w->dim;
    double square = 0;
    for (size_t j = 0; j < w->dim; j++) {
        w->state[j] = hop_random_normal(random);
        square += w->state[j] * w->state[j];
    }
    for (size_t j = 0; j < w->dim; j++) w->state[j] = own[j] + radius * w->state[j] / sqrt(square);
}

/* What one query showed. */
typedef struct shown {
    double after_one, at_end; /* distances from the pattern */
    double drop, steps;
} shown;

static hop_status follow(const world *w, size_t i, shown *s) {
    const double *own = w->patterns + i * w->dim;
    double first = 0, energy = 0, moved = INFINITY;
    memcpy(w->fixed, w->state, w->dim * sizeof *w->fixed);
    double *before = NULL;
    HOP_TRY(hop_alloc(w->dim, sizeof *before, "a state", &before));
    hop_status status = HOP_OK;
    size_t step = 0;
    for (; step < STEPS_MOST && moved > 8 * DBL_EPSILON * w->largest && status == HOP_OK; step++) {
        memcpy(before, w->fixed, w->dim * sizeof *before);
        status = hop_recall_step(w->recall, w->fixed, 1, &energy, NULL);
        if (step == 0) {
            first = energy;
            s->after_one = apart(w->fixed, own, w->dim);
        }
        moved = apart(before, w->fixed, w->dim);
    }
    free(before);
    s->at_end = apart(w->fixed, own, w->dim);
    s->drop = first - energy;
    s->steps = (double)step;
    return status;
}

/* Distances of a bound are compared up to the rounding of the states themselves. */
static bool exceeds(const world *w, double error, double bound) {
    return error > bound + 64 * DBL_EPSILON * w->largest * sqrt((double)w->dim);
}

/* Keeps error, bound and their ratio of the query that came closest to its bound. */
static void note_worst(double error, double bound, struct worst *worst) {
    double ratio = bound > 0 ? error / bound : 0;
    if (ratio >= worst->ratio) *worst = (struct worst){error, bound, ratio};
}

/* One query into the line; bounds count only where the premise holds. */
static void judge(const world *w, size_t i, double radius, const shown *s, struct line *line) {
    double n = (double)w->count, m = w->largest, delta = separation(w, i);
    double needed = 2 / (w->beta * n) + log(2 * (n - 1) * n * w->beta * m * m) / w->beta;
    line->drop += s->drop;
    line->steps += s->steps;
    if (!(delta >= needed)) return;
    double farthest = fmax(radius, s->at_end);
    double bound = 2 * (n - 1) * m * exp(-w->beta * (delta - 2 * farthest * m));
    double fixed = 2 * exp(1) * (n - 1) * m * exp(-w->beta * delta);
    line->holds++;
    line->violated += exceeds(w, s->after_one, bound) ? 1 : 0;
    line->violated += exceeds(w, s->at_end, fixed) ? 1 : 0;
    note_worst(s->after_one, bound, &line->step);
    note_worst(s->at_end, fixed, &line->fixed);
}

static hop_status measure(const world *w, const struct cell *c, uint64_t seed, struct line *line) {
    hop_random random;
    double radius = c->distance / (w->beta * (double)w->count * w->largest);
    hop_random_init(&random, seed, STREAM_QUERIES);
    for (size_t q = 0; q < c->queries; q++) {
        shown s = {0};
        size_t i = hop_random_below(&random, w->count);
        start_near(w, i, radius, &random);
        HOP_TRY(follow(w, i, &s));
        HOP_TRY(hop_watch_look(w->watch, (double)(q + 1) / (double)c->queries));
        judge(w, i, apart(w->state, w->patterns + i * w->dim, w->dim), &s, line);
    }
    line->drop /= (double)c->queries;
    line->steps /= (double)c->queries;
    if (line->holds == 0) line->step = line->fixed = (struct worst){NAN, NAN, NAN};
    return HOP_OK;
}

static hop_status cell(const hop_sweep *e, const void *cell, uint64_t seed, hop_lines *lines) {
    world w = {0};
    hop_status status = world_create(cell, seed, &w);
    w.watch = e->watch;
    if (status == HOP_OK) status = measure(&w, cell, seed, lines->all);
    world_clear(&w);
    return status;
}

static hop_cost cost(const hop_sweep *e, const void *cell) {
    const struct cell *c = cell;
    const double steps = 2;
    double dim = (double)c->dim, stored = (double)c->stored, values = dim * stored;
    (void)e;
    return (hop_cost){.seconds = hop_cost_draw(c->patterns, values) +
                                 (double)c->queries * hop_cost_reference(stored, dim, steps),
                      .bytes = 32 * values + 1e5};
}

static void add_row(const hop_sweep *e, const struct cell *c, const struct line *line,
                    hop_findings *f) {
    hop_table_add_count(f->table, c->dim);
    hop_table_add_count(f->table, c->stored);
    hop_table_add_number(f->table, c->beta);
    hop_findings_word(f, e, PATTERNS, c);
    hop_table_add_number(f->table, c->distance);
    hop_table_add_count(f->table, c->queries);
    hop_table_add_count(f->table, (size_t)line->holds);
    hop_table_add_count(f->table, (size_t)line->violated);
    hop_findings_number(f, line->drop);
    hop_findings_number(f, line->steps);
    hop_findings_number(f, line->step.error);
    hop_findings_number(f, line->step.bound);
    hop_findings_number(f, line->step.ratio);
    hop_findings_number(f, line->fixed.ratio);
    hop_findings_number(f, line->fixed.error);
    hop_findings_number(f, line->fixed.bound);
}

static hop_status report(const hop_sweep *e, const hop_results *results, hop_findings *f) {
    for (size_t i = 0; i < results->count; i++)
        add_row(e, results->all[i].cell, results->all[i].lines.all, f);
    f->figure = (hop_figure){.title = "error of one step; dashed: its bound (Ramsauer et al. 2020)",
                             .x_label = "inverse temperature \u03b2 [1 / squared units]",
                             .y_label = "distance from the pattern [units]",
                             .log_y = true};
    return hop_findings_lines(e, results, BETA, offsetof(struct line, step.error),
                              offsetof(struct line, step.bound), f);
}

const hop_experiment_row hop_experiment_convergence = {
    .row = {.name = "convergence",
            .title = "steps, energy drop, and errors against the bounds of theory",
            .sources = "Ramsauer et al. 2020, arXiv 2008.02217, Theorems 4 and 5"},
    .settings = SETTINGS,
    .cell_size = sizeof(struct cell),
    .line_size = sizeof(struct line),
    .along = BETA,
    .columns = COLUMNS,
    .column_count = sizeof COLUMNS / sizeof *COLUMNS,
    .given = 6,
    .essential = 14, /* up to fixed_worst */
    .examples = EXAMPLES,
    .cell = cell,
    .cost = cost,
    .report = report,
};
