/* A cell of `metastable`: starts, what became of them, and the fixed points they ended in.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/recall.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/sum.h"
#include "../sweep/source.h"
#include "../theory/moments.h"
#include "metastable.h"

enum start { START_RANDOM, START_PATTERN, START_MEAN };

/* Of a cell's seed. */
enum { STREAM_STARTS };

hop_status hop_metastable_options(const hop_sweep *e, const double *value, uint64_t seed,
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
    size_t index = hop_metastable_beta(&options->energy);
    if (index < HOP_PARAMETER_MAX && !isnan(value[HOP_METASTABLE_BETA]))
        options->energy.parameter[index] = value[HOP_METASTABLE_BETA];
    return hop_sweep_similarity(e, value[HOP_METASTABLE_SIMILARITY], &options->energy,
                                &options->similarity);
}

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

static void world_clear(const hop_sweep *e, world *w) {
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

static hop_status world_create(const hop_sweep *e, const double *value, uint64_t seed, world *w) {
    w->dim = hop_source_dim(e, value, HOP_METASTABLE_DIM);
    w->patterns = hop_source_count(e, value, HOP_METASTABLE_DIM);
    w->count = (size_t)value[HOP_METASTABLE_SAMPLE];
    size_t row = w->dim * sizeof(double);
    hop_recall_options options;
    double drawn[HOP_SETTING_MAX];
    memcpy(drawn, value, sizeof drawn);
    drawn[HOP_METASTABLE_PATTERNS] -= 1; /* the first word is auto, and filled in by now */
    HOP_TRY(hop_source_open(e, drawn, HOP_METASTABLE_DIM, &w->memory));
    HOP_TRY(hop_alloc(1, row, "a mean", &w->mean));
    HOP_TRY(hop_alloc(1, row, "deviations", &w->deviation));
    HOP_TRY(hop_alloc(w->count, row, "states", &w->starts));
    HOP_TRY(hop_moments_positions(w->memory, w->mean, w->deviation));
    w->extent = sqrt(hop_sum_squares(w->deviation, w->dim));
    HOP_TRY(choose_starts(value, seed, w));
    HOP_TRY(hop_metastable_options(e, value, seed, &options));
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

/* Where no pattern has a weight there is nothing to class. */
static void add_query(const world *w, size_t i, double *line) {
    const hop_recalled *query = &w->result.queries[i];
    line[HOP_METASTABLE_TRIED]++;
    line[HOP_METASTABLE_SETTLED] += hop_stop_settled(query->stop) ? 1 : 0;
    line[HOP_METASTABLE_STEPS] += (double)query->steps;
    if (query->support == 0) return;
    line[HOP_METASTABLE_FIRST_CLASS + class_of(query->k90, w->patterns)]++;
    line[HOP_METASTABLE_SINGLE] += query->k90 == 1 ? 1 : 0;
    line[HOP_METASTABLE_SUPPORT] += (double)query->support;
    line[HOP_METASTABLE_NORM] +=
        sqrt(hop_sum_squared_differences(w->result.outputs + i * w->dim, w->mean, w->dim));
}

/* Quarters of the sizes of states that have some; NAN without any. */
static hop_status add_quantiles(const world *w, double *line) {
    double *sorted = NULL;
    size_t count = 0;
    HOP_TRY(hop_alloc(w->count, sizeof *sorted, "sizes", &sorted));
    for (size_t i = 0; i < w->count; i++)
        if (w->result.queries[i].support > 0) sorted[count++] = (double)w->result.queries[i].k90;
    hop_statistics_sort(sorted, count);
    line[HOP_METASTABLE_K90_LOW] = count ? hop_statistics_quantile(sorted, count, 0.25) : NAN;
    line[HOP_METASTABLE_K90] = count ? hop_statistics_quantile(sorted, count, 0.5) : NAN;
    line[HOP_METASTABLE_K90_HIGH] = count ? hop_statistics_quantile(sorted, count, 0.75) : NAN;
    free(sorted);
    return HOP_OK;
}

static void add_mixture(const world *w, const hop_fixed_mixture *mixture, double *line) {
    const hop_recalled *query = &w->result.queries[mixture->output];
    line[HOP_METASTABLE_MIXTURE_STARTS] = (double)mixture->starts;
    line[HOP_METASTABLE_MIXTURE_SIZE] = (double)query->k90;
    line[HOP_METASTABLE_MIXTURE_NAMED] = fmin((double)query->k90, (double)query->top_count);
    for (size_t k = 0; k < query->top_count && k < query->k90; k++)
        line[HOP_METASTABLE_MIXTURE_FIRST + k] = (double)query->top[k];
}

/* The line of sums, and one for each of the commonest mixtures. */
static hop_status measure(const world *w, const double *value, double *lines, size_t *count) {
    const hop_energy *energy = &hop_recall_resolved(w->recall)->energy;
    hop_fixed_points found = {0};
    const hop_fixed_frame frame = {.mean = w->mean,
                                   .extent = w->extent,
                                   .patterns = w->patterns,
                                   .tolerance = value[HOP_METASTABLE_TOLERANCE] * w->extent};
    size_t beta = hop_metastable_beta(energy);
    double *line = lines;
    line[HOP_METASTABLE_BETA_USED] = beta < HOP_PARAMETER_MAX ? energy->parameter[beta] : NAN;
    line[HOP_METASTABLE_COUNT] = (double)w->patterns;
    line[HOP_METASTABLE_LENGTH] = (double)w->dim;
    for (size_t i = 0; i < w->count; i++) add_query(w, i, line);
    HOP_TRY(add_quantiles(w, line));
    HOP_TRY(critical_beta(w, &line[HOP_METASTABLE_CRITICAL]));
    HOP_TRY(hop_fixed_points_find(&w->result, &frame, &found));
    for (size_t k = 0; k < HOP_FIXED_KINDS; k++) {
        line[HOP_METASTABLE_FIRST_KIND + k] = (double)found.distinct[k];
        line[HOP_METASTABLE_FIRST_ENDED + k] = (double)found.starts[k];
    }
    line[HOP_METASTABLE_MIXED] = found.mixed;
    for (size_t k = 0; k < found.listed_count; k++)
        add_mixture(w, &found.listed[k], lines + (k + 1) * HOP_METASTABLE_MEASURES);
    *count = 1 + found.listed_count;
    return HOP_OK;
}

hop_status hop_metastable_cell(const hop_sweep *e, const double *value, uint64_t seed,
                               hop_lines *lines) {
    world w = {0};
    double *all = NULL;
    size_t count = 0;
    HOP_TRY(
        hop_alloc((1 + HOP_FIXED_LISTED) * HOP_METASTABLE_MEASURES, sizeof *all, "lines", &all));
    hop_status status = world_create(e, value, seed, &w);
    if (status == HOP_OK) status = measure(&w, value, all, &count);
    world_clear(e, &w);
    if (status == HOP_OK)
        *lines = (hop_lines){.count = count, .values = all};
    else
        free(all);
    return status;
}
