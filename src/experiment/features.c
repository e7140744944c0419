/* Features: how well a fixed number of random features stands for all patterns.  The energy of
 * squared distances, -ln S / beta, and its gradient are estimated with Y numbers instead of N
 * patterns (random_features.h); the error falls as 1/sqrt(Y).  To first order it is the error of S
 * by beta S, whose variance is known in closed form: the theory beside the data has no free
 * parameter.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/sum.h"
#include "../sweep/source.h"
#include "../sweep/usual_columns.h"
#include "../sweep/usual_settings.h"
#include "../theory/moments.h"
#include "../trial/costs.h"
#include "features.h"

static const hop_setting SETTINGS[] = {
    [HOP_FEATURES_MEMORY] = HOP_MAY_SET_MEMORY("random patterns are stored"),
    [HOP_FEATURES_DIM] = HOP_SWEEP_DIM(1e5, "16"),
    [HOP_FEATURES_STORED] = HOP_SWEEP_COUNT(stored, "random patterns, N", 1, 1e6, "32"),
    [HOP_FEATURES_PATTERNS] = HOP_SWEEP_PATTERNS("spherical"),
    [HOP_FEATURES_BETA] = HOP_SWEEP_GIVEN_BETA("1 / squared units", "0.05"),
    [HOP_FEATURES_KIND] = HOP_SWEEP_WORD(kind, "of features", HOP_FEATURE_KINDS, "sincos,positive"),
    [HOP_FEATURES_FEATURES] =
        HOP_SWEEP_COUNT(features,
                        "numbers that stand for all patterns, Y (a cosine and a sine are "
                        "two)",
                        2, 1e8, "256:32768:x2"),
    [HOP_FEATURES_NOISE] =
        HOP_SWEEP_NUMBER(noise,
                         "how far queries are from a stored pattern, as a fraction of the "
                         "patterns' deviation in each position",
                         "dimensionless", 0, 1e3, "0.5"),
    [HOP_FEATURES_QUERIES] = HOP_SET_COUNT(queries, "states the energy is taken at", 1, 1e5, "20"),
    [HOP_FEATURES_DRAWS] =
        HOP_SET_COUNT(draws, "of all features, over which errors are averaged", 1, 1e5, "40"),
    {.parameter = {.name = NULL}},
};

static const hop_column COLUMNS[] = {
    HOP_COLUMN_DIM,
    HOP_COLUMN_COUNT("stored", "patterns"),
    HOP_COLUMN_PATTERNS,
    HOP_COLUMN_NUMBER("beta", "1 / squared units", "inverse temperature", 4),
    HOP_COLUMN_TEXT("kind", "of features"),
    HOP_COLUMN_NUMBER("noise", "", "of the queries", 4),
    HOP_COLUMN_COUNT("features", "numbers that stand for the patterns, Y"),
    HOP_COLUMN_NUMBER("energy_error", "squared units", "root mean square", 4),
    HOP_COLUMN_NUMBER("theory", "squared units", "of it, to first order", 4),
    HOP_COLUMN_NUMBER("gradient_error", "units", "root mean square length", 4),
    HOP_COLUMN_NUMBER("clipped", "", "fraction of estimates of S below 1e-5, which are set to that",
                      3),
    HOP_COLUMN_NUMBER("slope", "",
                      "of ln energy_error over ln Y, where nothing is clipped; theory -1/2", 4),
    HOP_COLUMN_NUMBER("slope_low", "", "of its 95 % interval", 4),
    HOP_COLUMN_NUMBER("slope_high", "", "of the same", 4),
    HOP_COLUMN_NUMBER("gradient_slope", "", "of ln gradient_error over ln Y, likewise", 4),
    HOP_COLUMN_NUMBER("gradient_low", "", "of its 95 % interval", 4),
    HOP_COLUMN_NUMBER("gradient_high", "", "of the same", 4),
    HOP_COLUMN_NUMBER("energy_size", "squared units", "root mean square of the energy itself", 4),
    HOP_COLUMN_NUMBER("gradient_size", "units", "and of its gradient", 4),
};

static const char *const EXAMPLES[] = {
    "--seed 1",
    "--kind positive --beta 0.02,0.05,0.1 --seed 1",
    "patterns/glyphs --beta 0.02 --kind sincos --features 256:16384:x4 --draws 10 --seed 1 "
    "--figure features.png --force",
    NULL,
};

/* Of the experiment's seed, and of a cell's. */
static const uint64_t STREAM_QUERIES = HOP_SOURCE_STREAMS + 1, STREAM_FEATURES = 0;

/* Estimates of S below this are taken for this, as in the program of Hoover et al. */
static const double LEAST = 1e-5;

/* More patterns than this, and the theory's sum over all pairs would take longer than the rest. */
static const size_t PAIRS_MOST = 3000;

/* ---- a cell ---- */

typedef struct world {
    hop_kernel kernel;
    double *patterns; /* [count x dim] */
    size_t queries;
    double *query;     /* [queries x dim] */
    double *energy;    /* [queries], exact */
    double *gradient;  /* [queries x dim], exact */
    double *sum;       /* [queries], estimated: S */
    double *estimate;  /* [queries x dim]: its gradient */
    double *mean;      /* [dim], scratch */
    double *deviation; /* [dim] */
} world;

static void world_clear(world *w) {
    free(w->patterns);
    free(w->query);
    free(w->energy);
    free(w->gradient);
    free(w->sum);
    free(w->estimate);
    free(w->mean);
    free(w->deviation);
}

/* Positive features hold exp(-beta |x|^2), which must not vanish. */
static const double EXPONENT_MOST = 300;

static hop_status check_range(const world *w, hop_feature_kind kind) {
    const hop_kernel *k = &w->kernel;
    double largest = 0;
    for (size_t i = 0; i < k->count; i++)
        largest = fmax(largest, hop_sum_squares(k->patterns + i * k->dim, k->dim));
    if (kind == HOP_FEATURES_SINCOS || k->beta * largest <= EXPONENT_MOST) return HOP_OK;
    return hop_fail(HOP_E_VALUE,
                    "beta |x|^2 is %.4g; above %.0f positive features are too small for a "
                    "double; take a smaller beta, or --kind sincos",
                    k->beta * largest, EXPONENT_MOST);
}

/* Queries beside stored patterns, the same in all cells, and the exact energies there. */
static hop_status choose_queries(const hop_sweep *e, const struct cell *c, world *w) {
    const hop_kernel *k = &w->kernel;
    hop_random random;
    hop_random_init(&random, e->seed, STREAM_QUERIES);
    for (size_t q = 0; q < w->queries; q++) {
        const double *pattern = k->patterns + hop_random_below(&random, k->count) * k->dim;
        double *query = w->query + q * k->dim, *gradient = w->gradient + q * k->dim;
        HOP_TRY(hop_watch_look(k->watch, NAN));
        for (size_t j = 0; j < k->dim; j++)
            query[j] = pattern[j] + c->noise * w->deviation[j] * hop_random_normal(&random);
        double sum = hop_features_exact(k, query, gradient);
        if (!(sum > 0))
            return hop_fail(HOP_E_VALUE,
                            "beta %g is so large that no pattern is near a query; "
                            "take a smaller beta, or less --noise",
                            k->beta);
        w->energy[q] = -log(sum) / k->beta;
        for (size_t j = 0; j < k->dim; j++) gradient[j] *= -1 / (k->beta * sum);
    }
    return HOP_OK;
}

static hop_status world_create(const hop_sweep *e, const struct cell *c, world *w) {
    const hop_memory *memory = NULL;
    size_t dim = hop_source_dim(e, c->dim), count = hop_source_count(e, c->stored);
    size_t number = sizeof(double);
    w->queries = c->queries;
    HOP_TRY(hop_alloc(count, dim * number, "patterns", &w->patterns));
    HOP_TRY(hop_alloc(w->queries, dim * number, "queries", &w->query));
    HOP_TRY(hop_alloc(w->queries, number, "energies", &w->energy));
    HOP_TRY(hop_alloc(w->queries, dim * number, "gradients", &w->gradient));
    HOP_TRY(hop_alloc(w->queries, number, "sums", &w->sum));
    HOP_TRY(hop_alloc(w->queries, dim * number, "gradients", &w->estimate));
    HOP_TRY(hop_alloc(dim, number, "a mean", &w->mean));
    HOP_TRY(hop_alloc(dim, number, "deviations", &w->deviation));
    HOP_TRY(hop_source_open(e, c->dim, c->stored, c->patterns, &memory));
    hop_status status = hop_moments_positions(memory, w->mean, w->deviation);
    hop_memory_read(memory, 0, count, w->patterns);
    hop_source_close(e, memory);
    HOP_TRY(status);
    w->kernel = (hop_kernel){w->patterns, count, dim, c->beta, e->watch};
    HOP_TRY(check_range(w, c->kind));
    return choose_queries(e, c, w);
}

/* Squared errors of one draw. */
static void add_errors(const world *w, struct line *line) {
    const hop_kernel *k = &w->kernel;
    for (size_t q = 0; q < w->queries; q++) {
        bool clipped = !(w->sum[q] > LEAST);
        double sum = clipped ? LEAST : w->sum[q];
        double energy = -log(sum) / k->beta - w->energy[q], square = 0;
        for (size_t j = 0; j < k->dim; j++) {
            double estimate = clipped ? 0 : -w->estimate[q * k->dim + j] / (k->beta * sum);
            double off = estimate - w->gradient[q * k->dim + j];
            square += off * off;
        }
        line->energy_error += energy * energy;
        line->gradient_error += square;
        line->clipped += clipped ? 1 : 0;
    }
}

/* The root mean square, over the queries, of sqrt(variance / frequencies) / (beta S). */
static double theory(const world *w, hop_feature_kind kind, size_t frequencies) {
    const hop_kernel *k = &w->kernel;
    double squares = 0;
    if (k->count > PAIRS_MOST) return NAN;
    for (size_t q = 0; q < w->queries; q++) {
        double slope = k->beta * exp(-k->beta * w->energy[q]);
        squares += hop_features_variance(k, kind, w->query + q * k->dim) / (slope * slope);
    }
    return sqrt(squares / (double)w->queries / (double)frequencies);
}

/* The standard error of sqrt(sum), from how the sums of single draws differ: half the relative one
 * of the sum.  NAN of a single draw. */
static double spread(double sum, double squares, double draws) {
    double variance = (squares - sum * sum / draws) / (draws - 1);
    if (draws < 2 || !(sum > 0)) return NAN;
    return sqrt(fmax(variance, 0) * draws) / (2 * sqrt(sum));
}

static hop_status measure(world *w, const struct cell *c, uint64_t seed, struct line *line) {
    hop_feature_kind kind = c->kind;
    size_t frequencies = hop_features_frequencies(kind, c->features), draws = c->draws;
    double estimates = (double)w->queries * (double)draws;
    hop_random random;
    hop_random_init(&random, seed, STREAM_FEATURES);
    double energy_squares = 0, gradient_squares = 0; /* of the sums of single draws */
    for (size_t i = 0; i < draws; i++) {
        double energy = line->energy_error, gradient = line->gradient_error;
        HOP_TRY(hop_features_estimate(&w->kernel, kind, frequencies, w->query, w->queries, &random,
                                      w->sum, w->estimate));
        add_errors(w, line);
        energy_squares += (line->energy_error - energy) * (line->energy_error - energy);
        gradient_squares += (line->gradient_error - gradient) * (line->gradient_error - gradient);
        HOP_TRY(hop_watch_look(w->kernel.watch, (double)(i + 1) / (double)draws));
    }
    line->count = (double)w->kernel.count;
    line->dim = (double)w->kernel.dim;
    line->energy_spread = spread(line->energy_error, energy_squares, (double)draws);
    line->gradient_spread = spread(line->gradient_error, gradient_squares, (double)draws);
    line->energy_spread /= sqrt(estimates);
    line->gradient_spread /= sqrt(estimates);
    line->energy_error = sqrt(line->energy_error / estimates);
    line->gradient_error = sqrt(line->gradient_error / estimates);
    line->clipped /= estimates;
    line->theory = theory(w, kind, frequencies);
    HOP_TRY(hop_watch_look(w->kernel.watch, NAN));
    line->energy_size = sqrt(hop_sum_squares(w->energy, w->queries) / (double)w->queries);
    line->gradient_size =
        sqrt(hop_sum_squares(w->gradient, w->queries * w->kernel.dim) / (double)w->queries);
    return HOP_OK;
}

static hop_status cell(const hop_sweep *e, const void *cell, uint64_t seed, hop_lines *lines) {
    world w = {0};
    hop_status status = world_create(e, cell, &w);
    if (status == HOP_OK) status = measure(&w, cell, seed, lines->all);
    world_clear(&w);
    return status;
}

static hop_status check(const hop_sweep *e) {
    return hop_source_check(e, HOP_FEATURES_DIM);
}

static hop_cost cost(const hop_sweep *e, const void *cell) {
    const struct cell *c = cell;
    double dim = (double)hop_source_dim(e, c->dim), queries = (double)c->queries;
    double count = (double)hop_source_count(e, c->stored);
    double pairs = count > (double)PAIRS_MOST ? 0 : hop_cost_pairs(count, queries, dim);
    return (hop_cost){
        .seconds =
            hop_cost_features((double)c->features, (double)c->draws, count, queries, dim) + pairs,
        .bytes = 8 * dim * (count + 3 * queries + 64) + 8 * 64 * (count + queries)};
}

const hop_experiment_row hop_experiment_features = {
    .row = {.name = "features",
            .title = "how well random features stand for the stored patterns",
            .sources = "Hoover et al. 2024, arXiv 2410.24153; Rahimi and Recht 2007 "
                       "(trigonometric features); Choromanski et al. 2021, arXiv 2009.14794 "
                       "(positive features)"},
    .settings = SETTINGS,
    .cell_size = sizeof(struct cell),
    .line_size = sizeof(struct line),
    .along = HOP_FEATURES_FEATURES,
    .columns = COLUMNS,
    .column_count = sizeof COLUMNS / sizeof *COLUMNS,
    .given = 7,
    .essential = 14, /* up to the slope of the energy's error */
    .examples = EXAMPLES,
    .check = check,
    .cell = cell,
    .cost = cost,
    .report = hop_features_report,
};
