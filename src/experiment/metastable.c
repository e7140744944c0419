/* Metastable states: where many starts end as beta grows.  k90 is the fewest weights that sum to
 * .90; its classes are those of Ramsauer et al. 2020, section 4: the mean of all patterns (k90
 * above N/2), metastable states of many and of a few (above N/8, above N/32), and small ones.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/recall.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/sum.h"
#include "costs.h"
#include "metastable.h"
#include "moments.h"
#include "source.h"
#include "usual_columns.h"
#include "usual_settings.h"

enum start { START_RANDOM, START_PATTERN, START_MEAN };

static const hop_setting SETTINGS[] = {
    [HOP_METASTABLE_MEMORY] = HOP_MAY_SET_MEMORY("random patterns are stored"),
    [HOP_METASTABLE_DIM] = HOP_SWEEP_DIM(1e5, "64"),
    [HOP_METASTABLE_STORED] =
        HOP_SWEEP_COUNT("stored", "random patterns in the memory, N", 2, 1e6, "64"),
    [HOP_METASTABLE_PATTERNS] = HOP_SWEEP_PATTERNS("spherical"),
    [HOP_METASTABLE_ENERGY] = HOP_SET_ENERGY("lse"),
    [HOP_METASTABLE_SIMILARITY] = HOP_SET_SIMILARITY("dot, or correlation for a MEMORY"),
    [HOP_METASTABLE_BETA] = {.parameter = {.name = "beta",
                                           .meaning =
                                               "inverse temperature, where the energy has one",
                                           .unit = "1 / squared key units",
                                           .standard = NAN,
                                           .low = 0,
                                           .low_open = true,
                                           .high = 1e12},
                             .swept = true,
                             .standard = "0.01:1000:x1.7782794"},
    [HOP_METASTABLE_START] =
        HOP_SWEEP_WORD("start",
                       "states to start from: random ones, around the mean of the patterns "
                       "as the patterns are; stored patterns; or states close to the mean",
                       "random|pattern|mean", "random"),
    [HOP_METASTABLE_SAMPLE] = HOP_SET_COUNT("sample", "states to start from", 1, 1e6, "200"),
    [HOP_METASTABLE_TOLERANCE] =
        HOP_SET_NUMBER("distinct",
                       "fixed points closer than this are one, as a fraction of the "
                       "patterns' distance from their mean",
                       "dimensionless", 0, 1, "0.01"),
    [HOP_METASTABLE_STEPS_MOST] = HOP_SET_STEPS(1e6, "1000"),
    {.parameter = {.name = NULL}},
};

#define FRACTION(column, text) HOP_COLUMN_NUMBER(column, "", text, 3)

static const hop_column COLUMNS[] = {
    HOP_COLUMN_DIM,
    HOP_COLUMN_COUNT("stored", "patterns, N"),
    HOP_COLUMN_PATTERNS,
    HOP_COLUMN_TEXT("energy", "energy family"),
    HOP_COLUMN_TEXT("similarity", "how states are compared"),
    HOP_COLUMN_TEXT("start", "where states started"),
    HOP_COLUMN_NUMBER("beta", "", "inverse temperature that was used", 3),
    HOP_COLUMN_NUMBER("k90", "", "median of the fewest weights that sum to .90", 4),
    FRACTION("all", "fraction of starts that ended with k90 above N/2: near the mean of all"),
    FRACTION("many", "with k90 above N/8"),
    FRACTION("few", "with k90 above N/32"),
    FRACTION("small", "with k90 of at most N/32"),
    FRACTION("single", "with k90 = 1 (these are also in one of the four)"),
    HOP_COLUMN_COUNT("points", "distinct fixed points that were found"),
    HOP_COLUMN_COUNT("retrieved", "of these, one stored pattern (k90 = 1)"),
    HOP_COLUMN_COUNT("mixtures", "of these, a mixture of k90 patterns"),
    HOP_COLUMN_COUNT("mean", "of these, the mean of all patterns"),
    HOP_COLUMN_NUMBER("mixed", "", "mean k90 of the distinct mixtures", 4),
    FRACTION("to_retrieved", "fraction of starts that ended in one stored pattern"),
    FRACTION("to_mixtures", "in a mixture"),
    FRACTION("to_mean", "in the mean"),
    HOP_COLUMN_NUMBER("support", "", "mean number of weights above 0", 4),
    HOP_COLUMN_NUMBER("distance", "memory units", "mean, of the fixed point from the mean", 4),
    HOP_COLUMN_NUMBER("k90_low", "", "a quarter of the starts ended with less", 4),
    HOP_COLUMN_NUMBER("k90_high", "", "a quarter ended with more", 4),
    HOP_COLUMN_NUMBER("critical_beta", "1 / squared key units",
                      "1 / largest eigenvalue of the keys' covariance, where the mean of centred "
                      "patterns loses its stability",
                      4),
    HOP_COLUMN_COUNT("starts", "states started from"),
    HOP_COLUMN_COUNT("settled", "of these, how many settled"),
    HOP_COLUMN_STEPS,
};

static const char *const EXAMPLES[] = {
    "--seed 1",
    "--energy lse --energy entmax:alpha=1.5 --energy sparsemax --beta 0.01:1:x1.5 --seed 1",
    "patterns/glyphs --beta 1:100:x1.25 --seed 1 --figure metastable.png --force",
    NULL,
};

/* Of a cell's seed. */
enum { STREAM_STARTS };

/* ---- settings ---- */

static size_t beta_index(const hop_energy *energy) {
    return hop_row_parameter_index(&energy->family->row, "beta");
}

/* Families without beta are the same at every beta: one is enough. */
static hop_status check(const hop_experiment *e) {
    HOP_TRY(hop_source_check(e, HOP_METASTABLE_DIM));
    for (size_t i = 0; i < e->range_count[HOP_METASTABLE_ENERGY]; i++) {
        const hop_row *row = &e->energies[i].family->row;
        size_t beta = beta_index(&e->energies[i]);
        for (size_t k = 0; k < e->range_count[HOP_METASTABLE_BETA]; k++) {
            double value = e->range[HOP_METASTABLE_BETA][k];
            if (isnan(value)) continue;
            if (beta == HOP_PARAMETER_MAX)
                return hop_fail(HOP_E_SUPPORT, "%s has no beta; give --beta auto", row->name);
            HOP_TRY(hop_parameter_check(&row->parameters[beta], value));
        }
    }
    return HOP_OK;
}

static hop_status options_of(const hop_experiment *e, const double *value, uint64_t seed,
                             hop_recall_options *options) {
    *options = hop_recall_defaults;
    options->energy = e->energies[(size_t)value[HOP_METASTABLE_ENERGY]];
    options->threads = 1;
    options->attention = false;
    options->progress = hop_watch_progress;
    options->context = e->watch;
    options->seed = seed;
    options->steps = (size_t)value[HOP_METASTABLE_STEPS_MOST];
    /* Close to a bifurcation states creep: the energy falls by little long before they are there.
     */
    options->tolerance = 1e-10;
    size_t index = beta_index(&options->energy);
    if (index < HOP_PARAMETER_MAX && !isnan(value[HOP_METASTABLE_BETA]))
        options->energy.parameter[index] = value[HOP_METASTABLE_BETA];
    return hop_experiment_similarity(e, value[HOP_METASTABLE_SIMILARITY], &options->energy,
                                     &options->similarity);
}

/* ---- a cell ---- */

/* A cell's patterns, starts, and what became of them. */
typedef struct world {
    const hop_memory *memory;
    size_t dim, patterns, count;
    double *mean, *deviation; /* [dim] */
    double *starts;           /* [count x dim] */
    double extent;            /* root mean square distance of patterns from their mean */
    hop_recall *recall;
    hop_recall_result result;
} world;

static void world_clear(const hop_experiment *e, world *w) {
    hop_recall_result_clear(&w->result);
    hop_recall_destroy(w->recall);
    free(w->mean);
    free(w->deviation);
    free(w->starts);
    hop_source_close(e, w->memory);
}

/* A state `part` deviations from the mean in every position. */
static void start_around(const world *w, double part, hop_random *random, double *state) {
    for (size_t j = 0; j < w->dim; j++)
        state[j] = w->mean[j] + part * w->deviation[j] * hop_random_normal(random);
}

/* Patterns in random order, and again once each has had its turn. */
static hop_status start_at_patterns(world *w, hop_random *random) {
    size_t *order = NULL;
    HOP_TRY(hop_alloc(w->patterns, sizeof *order, "an order", &order));
    for (size_t i = 0; i < w->count; i++) {
        if (i % w->patterns == 0) hop_random_sample(random, w->patterns, w->patterns, order);
        hop_memory_read(w->memory, order[i % w->patterns], 1, w->starts + i * w->dim);
    }
    free(order);
    return HOP_OK;
}

static const double CLOSE = 1e-3;

static hop_status choose_starts(const double *value, uint64_t seed, world *w) {
    hop_random random;
    hop_random_init(&random, seed, STREAM_STARTS);
    if ((int)value[HOP_METASTABLE_START] == START_PATTERN) return start_at_patterns(w, &random);
    double part = (int)value[HOP_METASTABLE_START] == START_MEAN ? CLOSE : 1;
    for (size_t i = 0; i < w->count; i++) start_around(w, part, &random, w->starts + i * w->dim);
    return HOP_OK;
}

static hop_status world_create(const hop_experiment *e, const double *value, uint64_t seed,
                               world *w) {
    w->dim = hop_source_dim(e, value, HOP_METASTABLE_DIM);
    w->patterns = hop_source_count(e, value, HOP_METASTABLE_DIM);
    w->count = (size_t)value[HOP_METASTABLE_SAMPLE];
    size_t row = w->dim * sizeof(double);
    hop_recall_options options;
    HOP_TRY(hop_source_open(e, value, HOP_METASTABLE_DIM, &w->memory));
    HOP_TRY(hop_alloc(1, row, "a mean", &w->mean));
    HOP_TRY(hop_alloc(1, row, "deviations", &w->deviation));
    HOP_TRY(hop_alloc(w->count, row, "states", &w->starts));
    HOP_TRY(hop_moments_positions(w->memory, w->mean, w->deviation));
    w->extent = sqrt(hop_sum_squares(w->deviation, w->dim));
    HOP_TRY(choose_starts(value, seed, w));
    HOP_TRY(options_of(e, value, seed, &options));
    HOP_TRY(hop_recall_create(w->memory, &options, &w->recall));
    return hop_recall_run(w->recall, w->starts, w->count, NULL, &w->result);
}

/* beta_c = 1 / lambda_max(Cov X), for softmax weights of products with keys of a flat space. */
static hop_status critical_beta(const world *w, double *beta) {
    const hop_recall_options *options = hop_recall_resolved(w->recall);
    const hop_similarity_row *kind = options->similarity.kind;
    double largest = 0;
    *beta = NAN;
    bool applies = options->energy.family->softmax && kind->form == HOP_FORM_PRODUCT &&
                   !kind->sphere && !kind->bipolar;
    bool small = w->dim <= HOP_MOMENTS_MOST || w->patterns <= HOP_MOMENTS_MOST;
    if (!applies || !small) return HOP_OK;
    HOP_TRY(hop_moments_largest(w->memory, &options->similarity, options->context, &largest, NULL));
    if (largest > 0) *beta = 1 / largest;
    return HOP_OK;
}

static size_t class_of(size_t k90, size_t patterns) {
    double k = (double)k90, n = (double)patterns;
    if (k > n / 2) return HOP_METASTABLE_CLASS_ALL;
    if (k > n / 8) return HOP_METASTABLE_CLASS_MANY;
    return k > n / 32 ? HOP_METASTABLE_CLASS_FEW : HOP_METASTABLE_CLASS_SMALL;
}

static void add_query(const world *w, size_t i, double *line) {
    const hop_recalled *query = &w->result.queries[i];
    line[HOP_METASTABLE_TRIED]++;
    line[HOP_METASTABLE_SETTLED] += hop_stop_settled(query->stop) ? 1 : 0;
    line[HOP_METASTABLE_STEPS] += (double)query->steps;
    line[HOP_METASTABLE_FIRST_CLASS + class_of(query->k90, w->patterns)]++;
    line[HOP_METASTABLE_SINGLE] += query->k90 == 1 ? 1 : 0;
    line[HOP_METASTABLE_SUPPORT] += (double)query->support;
    line[HOP_METASTABLE_NORM] +=
        sqrt(hop_sum_squared_differences(w->result.outputs + i * w->dim, w->mean, w->dim));
}

static hop_status add_quantiles(const world *w, double *line) {
    double *sorted = NULL;
    HOP_TRY(hop_alloc(w->count, sizeof *sorted, "sizes", &sorted));
    for (size_t i = 0; i < w->count; i++) sorted[i] = (double)w->result.queries[i].k90;
    hop_statistics_sort(sorted, w->count);
    line[HOP_METASTABLE_K90_LOW] = hop_statistics_quantile(sorted, w->count, 0.25);
    line[HOP_METASTABLE_K90] = hop_statistics_quantile(sorted, w->count, 0.5);
    line[HOP_METASTABLE_K90_HIGH] = hop_statistics_quantile(sorted, w->count, 0.75);
    free(sorted);
    return HOP_OK;
}

static hop_status measure(const world *w, const double *value, double *line) {
    const hop_energy *energy = &hop_recall_resolved(w->recall)->energy;
    hop_fixed_points found = {0};
    size_t beta = beta_index(energy);
    line[HOP_METASTABLE_BETA_USED] = beta < HOP_PARAMETER_MAX ? energy->parameter[beta] : NAN;
    line[HOP_METASTABLE_COUNT] = (double)w->patterns;
    line[HOP_METASTABLE_LENGTH] = (double)w->dim;
    for (size_t i = 0; i < w->count; i++) add_query(w, i, line);
    HOP_TRY(add_quantiles(w, line));
    HOP_TRY(critical_beta(w, &line[HOP_METASTABLE_CRITICAL]));
    HOP_TRY(hop_fixed_points_find(&w->result, w->mean, value[HOP_METASTABLE_TOLERANCE] * w->extent,
                                  &found));
    for (size_t k = 0; k < HOP_FIXED_KINDS; k++) {
        line[HOP_METASTABLE_FIRST_KIND + k] = (double)found.distinct[k];
        line[HOP_METASTABLE_FIRST_ENDED + k] = (double)found.starts[k];
    }
    line[HOP_METASTABLE_MIXED] = found.mixed;
    return HOP_OK;
}

static hop_status cell(const hop_experiment *e, const double *value, uint64_t seed,
                       hop_lines *lines) {
    world w = {0};
    double *line = NULL;
    HOP_TRY(hop_alloc(HOP_METASTABLE_MEASURES, sizeof *line, "a line", &line));
    hop_status status = world_create(e, value, seed, &w);
    if (status == HOP_OK) status = measure(&w, value, line);
    world_clear(e, &w);
    if (status == HOP_OK)
        *lines = (hop_lines){.count = 1, .values = line};
    else
        free(line);
    return status;
}

/* Most starts settle in about so many; among pictures, which are alike, they creep. */
static const double STEPS_USUAL = 20, STEPS_ALIKE = 60;

static hop_cost cost(const hop_experiment *e, const double *value) {
    double dim = (double)hop_source_dim(e, value, HOP_METASTABLE_DIM);
    double patterns = (double)hop_source_count(e, value, HOP_METASTABLE_DIM),
           count = value[HOP_METASTABLE_SAMPLE];
    double steps = fmin(e->memory ? STEPS_ALIKE : STEPS_USUAL, value[HOP_METASTABLE_STEPS_MOST]);
    hop_recall_options options;
    if (options_of(e, value, e->seed, &options) != HOP_OK)
        return (hop_cost){0}; /* refused where it is tried */
    const hop_work work = {.energy = &options.energy,
                           .similarity = options.similarity.kind,
                           .states = count,
                           .patterns = patterns,
                           .dim = dim,
                           .steps = steps};
    return (hop_cost){.seconds = hop_cost_recall(&work) + hop_cost_spectrum(patterns, dim),
                      .bytes = 8 * count * (patterns + 6 * dim) + 12 * dim * patterns +
                               hop_moments_largest_bytes(patterns, dim)};
}

const hop_experiment_row hop_experiment_metastable = {
    .row = {.name = "metastable",
            .title = "how many patterns the states that recall ends in are made of",
            .sources = "Ramsauer et al. 2020, arXiv 2008.02217, section 4; Martins et al. 2023, "
                       "arXiv 2311.08518 (sparse families)"},
    .settings = SETTINGS,
    .columns = COLUMNS,
    .column_count = sizeof COLUMNS / sizeof *COLUMNS,
    .essential = 17, /* up to the kinds of fixed points */
    .measures = HOP_METASTABLE_MEASURES,
    .examples = EXAMPLES,
    .check = check,
    .cell = cell,
    .cost = cost,
    .report = hop_metastable_report,
};
