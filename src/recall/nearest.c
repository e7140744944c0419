/* The stored pattern nearest to each output.  Distances by products in float say who may be the
 * nearest; those are measured exactly.
 * SPDX-License-Identifier: MIT */
#include "nearest.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/blas.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "../base/ranks.h"
#include "../base/sum.h"
#include "pruned.h"

/* Outputs at a time: fewer where their distances from all patterns would be more numbers than
 * these.
 */
enum { BLOCK = 8, TILE = 64 };
static const size_t HELD_NUMBERS = (size_t)1 << 20;

/* |y|^2 + |x|^2 - 2 x.y in float is off by less than this fraction of |y|^2 + |x|^2, the worst case
 * being `dim` equal terms added one by one; what lies within it of the smallest is measured again,
 * exactly. */
static double doubt(size_t dim) {
    return FLT_EPSILON * (8 + (double)dim / 4);
}

typedef struct scratch {
    float *outputs;   /* [BLOCK x dim] */
    float *patterns;  /* [TILE x dim] */
    float *products;  /* [BLOCK x TILE] */
    double *distance; /* [block x patterns], rough */
    double *slack;    /* [block x patterns]: how rough */
    double *pattern;  /* [dim] */
} scratch;

typedef struct search {
    const hop_recall *recall;
    const double *outputs;
    size_t *nearest;
    size_t *rows; /* [count]: outputs that are left */
    size_t count, block;
    double *squares;  /* [patterns]: squared norms, in float */
    scratch *scratch; /* [workers] */
} search;

static double square(const float *v, size_t dim) {
    double sum = 0;
    for (size_t j = 0; j < dim; j++) sum += (double)v[j] * (double)v[j];
    return sum;
}

/* Rough squared distances of a block from all patterns. */
static void measure_roughly(const search *work, scratch *s, size_t block) {
    const hop_recall *recall = work->recall;
    size_t dim = recall->dim;
    for (size_t first = 0; first < recall->count; first += TILE) {
        size_t count = recall->count - first < TILE ? recall->count - first : TILE;
        hop_recall_shown_float(recall, first, count, s->patterns, s->pattern);
        hop_blas_dots_float(block, count, dim, s->outputs, s->patterns, s->products);
        for (size_t j = 0; j < count; j++) {
            double xx = work->squares[first + j];
            for (size_t i = 0; i < block; i++) {
                size_t at = i * recall->count + first + j;
                double rough = xx - 2 * (double)s->products[i * count + j];
                /* What overflows in float is known not at all; what vanishes, to FLT_MIN a term. */
                bool sound = isfinite(rough);
                s->distance[at] = sound ? rough : 0;
                s->slack[at] = sound ? doubt(dim) * xx + (double)dim * FLT_MIN : INFINITY;
            }
        }
    }
}

/* Squared, exactly. */
static double distance_to(const hop_recall *recall, scratch *s, size_t pattern,
                          const double *output) {
    hop_recall_shown(recall, pattern, 1, s->pattern);
    return hop_sum_squared_differences(output, s->pattern, recall->dim);
}

/* The nearest pattern: lowest index among exact ties. */
static size_t nearest_to(const hop_recall *recall, scratch *s, size_t row, const double *output) {
    const double *rough = s->distance + row * recall->count;
    const double *slack = s->slack + row * recall->count;
    double own = doubt(recall->dim) * square(s->outputs + row * recall->dim, recall->dim);
    double bound = INFINITY, best = INFINITY;
    size_t nearest = 0;
    for (size_t i = 0; i < recall->count; i++) bound = fmin(bound, rough[i] + slack[i] + own);
    for (size_t i = 0; i < recall->count; i++) {
        if (rough[i] - slack[i] - own > bound) continue;
        double exact = distance_to(recall, s, i, output);
        if (exact < best) best = exact, nearest = i;
    }
    return nearest;
}

/* Once for all blocks. */
static void square_tile(void *context, size_t index, size_t worker) {
    const search *work = context;
    const hop_recall *recall = work->recall;
    float *patterns = work->scratch[worker].patterns;
    size_t first = index * TILE, left = recall->count - first, dim = recall->dim;
    size_t count = left < TILE ? left : TILE;
    hop_recall_shown_float(recall, first, count, patterns, work->scratch[worker].pattern);
    for (size_t j = 0; j < count; j++) work->squares[first + j] = square(patterns + j * dim, dim);
}

static void search_block(void *context, size_t index, size_t worker) {
    const search *work = context;
    const hop_recall *recall = work->recall;
    scratch *s = &work->scratch[worker];
    size_t first = index * work->block, left = work->count - first, dim = recall->dim;
    size_t block = left < work->block ? left : work->block;
    for (size_t i = 0; i < block; i++) {
        const double *output = work->outputs + work->rows[first + i] * dim;
        for (size_t j = 0; j < dim; j++) s->outputs[i * dim + j] = (float)output[j];
    }
    measure_roughly(work, s, block);
    for (size_t i = 0; i < block; i++) {
        size_t row = work->rows[first + i];
        work->nearest[row] = nearest_to(recall, s, i, work->outputs + row * dim);
    }
}

static void squares_written(void *context, size_t index, hop_ranks_take *give, void *to) {
    const search *work = context;
    size_t first = index * TILE, left = work->recall->count - first;
    give(to, work->squares + first, (left < TILE ? left : TILE) * sizeof *work->squares);
}

static void nearest_written(void *context, size_t index, hop_ranks_take *give, void *to) {
    const search *work = context;
    size_t first = index * work->block, left = work->count - first;
    for (size_t i = 0; i < (left < work->block ? left : work->block); i++)
        give(to, &work->nearest[work->rows[first + i]], sizeof *work->nearest);
}

static size_t block_of(size_t patterns) {
    size_t block = HELD_NUMBERS / patterns;
    if (block < 1) block = 1;
    return block < BLOCK ? block : BLOCK;
}

static hop_status scratch_create(const hop_recall *recall, size_t block, scratch *s) {
    size_t dim = recall->dim;
    HOP_TRY(hop_alloc(dim, BLOCK * sizeof(float), "outputs", &s->outputs));
    HOP_TRY(hop_alloc(dim, TILE * sizeof(float), "patterns", &s->patterns));
    HOP_TRY(hop_alloc(BLOCK, TILE * sizeof(float), "products", &s->products));
    HOP_TRY(hop_alloc(recall->count, block * sizeof(double), "distances", &s->distance));
    HOP_TRY(hop_alloc(recall->count, block * sizeof(double), "distances", &s->slack));
    return hop_alloc(dim, sizeof(double), "a pattern", &s->pattern);
}

static void scratch_clear(scratch *s) {
    free(s->outputs);
    free(s->patterns);
    free(s->products);
    free(s->distance);
    free(s->slack);
    free(s->pattern);
}

/* Every output that is left, beside all patterns. */
static hop_status search_all(search *work) {
    const hop_recall *recall = work->recall;
    if (work->count == 0) return HOP_OK;
    work->block = block_of(recall->count);
    size_t blocks = (work->count + work->block - 1) / work->block;
    size_t threads = recall->options.running.threads, workers = threads < blocks ? threads : blocks;
    HOP_TRY(hop_alloc(workers, sizeof *work->scratch, "scratch", &work->scratch));
    hop_status status = hop_alloc(recall->count, sizeof(double), "norms", &work->squares);
    for (size_t i = 0; i < workers && status == HOP_OK; i++)
        status = scratch_create(recall, work->block, &work->scratch[i]);
    if (status == HOP_OK) {
        const hop_ranks_loop squares = {work, square_tile, squares_written};
        const hop_ranks_loop searches = {work, search_block, nearest_written};
        hop_ranks_run((recall->count + TILE - 1) / TILE, workers, &squares);
        hop_ranks_run(blocks, workers, &searches);
    }
    for (size_t i = 0; i < workers; i++) scratch_clear(&work->scratch[i]);
    free(work->scratch);
    free(work->squares);
    return status;
}

hop_status hop_recall_nearest(const hop_recall *recall, const double *outputs, size_t count,
                              size_t *nearest) {
    search work = {.recall = recall, .outputs = outputs, .nearest = nearest, .count = count};
    if (recall->bits.words > 0) return hop_recall_nearest_by_bits(recall, outputs, count, nearest);
    HOP_TRY(hop_alloc(count, sizeof *work.rows, "an index", &work.rows));
    for (size_t i = 0; i < count; i++) work.rows[i] = i;
    hop_status status = HOP_OK;
    if (hop_recall_may_sift(recall))
        status = hop_recall_nearest_indexed(recall, outputs, work.rows, &work.count, nearest);
    if (hop_recall_may_sift(recall) && status == HOP_OK && work.count > 0)
        status = hop_recall_nearest_listed(recall, outputs, work.rows, &work.count, nearest);
    if (status == HOP_OK) status = search_all(&work);
    free(work.rows);
    return status;
}
