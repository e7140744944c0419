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

/* Of a cell's seed. */
enum { STREAM_STARTS };

hop_status hop_metastable_options(const hop_sweep *e, const struct cell *c, uint64_t seed,
                                  hop_recall_options *options) {
    *options = hop_recall_defaults;
    options->model.energy = hop_sweep_energy(c->energy, c->beta);
    options->running.threads = 1;
    options->running.progress = hop_watch_progress;
    options->running.context = e->watch;
    options->running.seed = seed;
    options->stopping.steps = c->steps;
    /* Close to a bifurcation states creep: the energy falls by little long before they are there.
     */
    options->stopping.tolerance = 1e-10;
    return hop_sweep_similarity(e, c->similarity, &options->model.energy,
                                &options->model.similarity);
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

static hop_status choose_starts(const struct cell *c, uint64_t seed, world *w) {
    hop_random random;
    hop_random_init(&random, seed, STREAM_STARTS);
    if (c->start == HOP_METASTABLE_PATTERN) return start_at_patterns(w, &random);
    double part = c->start == HOP_METASTABLE_MEAN ? CLOSE : 1;
    for (size_t i = 0; i < w->count; i++) start_around(w, part, &random, w->starts + i * w->dim);
    return HOP_OK;
}

static hop_status world_create(const hop_sweep *e, const struct cell *c, uint64_t seed, world *w) {
    w->dim = hop_source_dim(e, c->dim);
    w->patterns = hop_source_count(e, c->stored);
    w->count = c->sample;
    size_t row = w->dim * sizeof(double);
    hop_recall_options options;
    hop_pattern_kind kind = (hop_pattern_kind)(c->patterns - 1); /* filled in by now */
    HOP_TRY(hop_source_open(e, c->dim, c->stored, kind, &w->memory));
    HOP_TRY(hop_alloc(1, row, "a mean", &w->mean));
    HOP_TRY(hop_alloc(1, row, "deviations", &w->deviation));
    HOP_TRY(hop_alloc(w->count, row, "states", &w->starts));
    HOP_TRY(hop_moments_positions(w->memory, w->mean, w->deviation));
    w->extent = sqrt(hop_sum_squares(w->deviation, w->dim));
    HOP_TRY(choose_starts(c, seed, w));
    HOP_TRY(hop_metastable_options(e, c, seed, &options));
    HOP_TRY(hop_recall_create(w->memory, &options, &w->recall));
    return hop_recall_run(w->recall, w->starts, w->count, &w->result);
}

/* beta_c = 1 / lambda_max(Cov X), for softmax weights of products with keys of a flat space. */
static hop_status critical_beta(const world *w, double *beta) {
    const hop_recall_options *options = hop_recall_resolved(w->recall);
    const hop_similarity_row *kind = options->model.similarity.kind;
    double largest = 0;
    *beta = NAN;
    bool applies = options->model.energy.family->softmax && kind->form == HOP_FORM_PRODUCT &&
                   !kind->sphere && !kind->bipolar;
    bool small = w->dim <= HOP_MOMENTS_MOST || w->patterns <= HOP_MOMENTS_MOST;
    if (!applies || !small) return HOP_OK;
    HOP_TRY(hop_moments_largest(w->memory, &options->model.similarity, options->running.context,
                                &largest, NULL));
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
static void add_query(const world *w, size_t i, struct line *line) {
    const hop_recalled *query = &w->result.queries[i];
    line->tried++;
    line->settled += hop_stop_settled(query->stop) ? 1 : 0;
    line->steps += (double)query->steps;
    if (query->support == 0) return;
    line->class[class_of(query->k90, w->patterns)]++;
    line->single += query->k90 == 1 ? 1 : 0;
    line->support += (double)query->support;
    line->norm +=
        sqrt(hop_sum_squared_differences(w->result.outputs + i * w->dim, w->mean, w->dim));
}

/* Quarters of the sizes of states that have some; NAN without any. */
static hop_status add_quantiles(const world *w, struct line *line) {
    double *sorted = NULL;
    size_t count = 0;
    HOP_TRY(hop_alloc(w->count, sizeof *sorted, "sizes", &sorted));
    for (size_t i = 0; i < w->count; i++)
        if (w->result.queries[i].support > 0) sorted[count++] = (double)w->result.queries[i].k90;
    hop_statistics_sort(sorted, count);
    line->k90_low = count ? hop_statistics_quantile(sorted, count, 0.25) : NAN;
    line->k90 = count ? hop_statistics_quantile(sorted, count, 0.5) : NAN;
    line->k90_high = count ? hop_statistics_quantile(sorted, count, 0.75) : NAN;
    free(sorted);
    return HOP_OK;
}

static struct hop_metastable_mixture mixture_of(const world *w, const hop_fixed_mixture *mixture) {
    const hop_recalled *query = &w->result.queries[mixture->output];
    struct hop_metastable_mixture m = {
        .starts = (double)mixture->starts,
        .size = (double)query->k90,
        .named = fmin((double)query->k90, (double)query->top_count),
    };
    for (size_t k = 0; k < query->top_count && k < query->k90; k++)
        m.pattern[k] = (double)query->top[k];
    return m;
}

/* The line of sums, and one for each of the commonest mixtures. */
static hop_status measure(const world *w, const struct cell *c, hop_lines *lines) {
    hop_fixed_points found = {0};
    const hop_fixed_frame frame = {.mean = w->mean,
                                   .extent = w->extent,
                                   .patterns = w->patterns,
                                   .tolerance = c->distinct * w->extent};
    HOP_TRY(hop_fixed_points_find(&w->result, &frame, &found));
    HOP_TRY(hop_lines_resize(lines, 1 + found.listed_count, sizeof(struct line)));
    struct line *line = lines->all;
    line->beta = hop_sweep_beta(&hop_recall_resolved(w->recall)->model.energy);
    line->count = (double)w->patterns;
    line->dim = (double)w->dim;
    for (size_t i = 0; i < w->count; i++) add_query(w, i, line);
    HOP_TRY(add_quantiles(w, line));
    HOP_TRY(critical_beta(w, &line->critical));
    for (size_t k = 0; k < HOP_FIXED_KINDS; k++) {
        line->kind[k] = (double)found.distinct[k];
        line->ended[k] = (double)found.starts[k];
    }
    line->mixed = found.mixed;
    for (size_t k = 0; k < found.listed_count; k++)
        line[k + 1].mixture = mixture_of(w, &found.listed[k]);
    return HOP_OK;
}

hop_status hop_metastable_cell(const hop_sweep *e, const void *cell, uint64_t seed,
                               hop_lines *lines) {
    world w = {0};
    hop_status status = world_create(e, cell, seed, &w);
    if (status == HOP_OK) status = measure(&w, cell, lines);
    world_clear(e, &w);
    return status;
}
