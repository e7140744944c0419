/* Whether the right pattern came back: the stored pattern nearest to each output, and how far the
 * output is from its target.
 * SPDX-License-Identifier: MIT */
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/blas.h"
#include "../base/fail.h"
#include "../base/parallel.h"
#include "../base/sum.h"
#include "recall_private.h"

enum { BLOCK = 16, TILE = 64 };

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
    double *distance; /* [BLOCK x patterns], rough */
    double *slack;    /* [BLOCK x patterns]: how rough */
    double *pattern;  /* [dim] */
    uint64_t *bits;   /* [BLOCK x words]: bipolar outputs */
    int32_t *exact;   /* [BLOCK x TILE]: their products with patterns */
} scratch;

typedef struct scoring {
    const hop_recall *recall;
    const double *outputs;
    hop_recalled *queries;
    size_t count;
    double *squares;  /* [patterns]: squared norms, in float */
    scratch *scratch; /* [workers] */
} scoring;

static double square(const float *v, size_t dim) {
    double sum = 0;
    for (size_t j = 0; j < dim; j++) sum += (double)v[j] * (double)v[j];
    return sum;
}

static double cosine(const double *a, const double *b, size_t dim) {
    double ab = 0, aa = 0, bb = 0;
    for (size_t j = 0; j < dim; j++) ab += a[j] * b[j], aa += a[j] * a[j], bb += b[j] * b[j];
    return aa > 0 && bb > 0 ? ab / (sqrt(aa) * sqrt(bb)) : 0;
}

/* Rough squared distances of a block from all patterns. */
static void measure_roughly(const scoring *work, scratch *s, size_t block) {
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
        hop_recall_shown(recall, i, 1, s->pattern);
        double exact = hop_sum_squared_differences(output, s->pattern, recall->dim);
        if (exact < best) best = exact, nearest = i;
    }
    return nearest;
}

/* Bipolar outputs and patterns are nearest where most values agree. */
static void find_by_bits(const hop_recall *recall, scratch *s, const double *outputs, size_t block,
                         hop_recalled *queries) {
    size_t dim = recall->dim, words = recall->bits.words;
    double middle = (recall->low + recall->high) / 2;
    int32_t best[BLOCK];
    for (size_t i = 0; i < block; i++) {
        hop_bits_pack(outputs + i * dim, dim, middle, s->bits + i * words);
        best[i] = INT32_MIN;
    }
    for (size_t first = 0; first < recall->count; first += TILE) {
        size_t count = recall->count - first < TILE ? recall->count - first : TILE;
        hop_bits_range range = {first, count};
        hop_bits_multiply(&recall->bits, range, s->bits, block, s->exact);
        for (size_t i = 0; i < block; i++)
            for (size_t j = 0; j < count; j++)
                if (s->exact[i * count + j] > best[i]) {
                    best[i] = s->exact[i * count + j];
                    queries[i].nearest = first + j;
                }
    }
}

static void find_by_distance(const scoring *work, scratch *s, const double *outputs, size_t block,
                             hop_recalled *queries) {
    size_t dim = work->recall->dim;
    for (size_t k = 0; k < block * dim; k++) s->outputs[k] = (float)outputs[k];
    measure_roughly(work, s, block);
    for (size_t i = 0; i < block; i++)
        queries[i].nearest = nearest_to(work->recall, s, i, outputs + i * dim);
}

static void judge(const hop_recall *recall, scratch *s, const double *output, hop_recalled *query) {
    size_t dim = recall->dim;
    bool aimed = query->target != HOP_NO_PATTERN;
    hop_recall_shown(recall, aimed ? query->target : query->nearest, 1, s->pattern);
    query->cosine = cosine(output, s->pattern, dim);
    query->mean_squared_error = hop_sum_squared_differences(output, s->pattern, dim) / (double)dim;
    query->exact = aimed && query->nearest == query->target;
    query->correct = query->exact;
    if (!aimed || query->exact) return;
    double *found = s->distance;
    hop_recall_shown(recall, query->nearest, 1, found);
    double apart = hop_sum_squared_differences(found, s->pattern, dim) / (double)dim;
    query->correct = apart <= recall->options.within;
}

/* Once for all blocks. */
static void square_tile(void *context, size_t index, size_t worker) {
    const scoring *work = context;
    const hop_recall *recall = work->recall;
    float *patterns = work->scratch[worker].patterns;
    size_t first = index * TILE, left = recall->count - first, dim = recall->dim;
    size_t count = left < TILE ? left : TILE;
    hop_recall_shown_float(recall, first, count, patterns, work->scratch[worker].pattern);
    for (size_t j = 0; j < count; j++) work->squares[first + j] = square(patterns + j * dim, dim);
}

static void score_block(void *context, size_t index, size_t worker) {
    const scoring *work = context;
    const hop_recall *recall = work->recall;
    scratch *s = &work->scratch[worker];
    size_t first = index * BLOCK, dim = recall->dim;
    size_t block = work->count - first < BLOCK ? work->count - first : BLOCK;
    const double *outputs = work->outputs + first * dim;
    hop_recalled *queries = work->queries + first;
    if (recall->bits.words > 0)
        find_by_bits(recall, s, outputs, block, queries);
    else
        find_by_distance(work, s, outputs, block, queries);
    for (size_t i = 0; i < block; i++) judge(recall, s, outputs + i * dim, &queries[i]);
}

static hop_status scratch_create(const hop_recall *recall, scratch *s) {
    size_t dim = recall->dim, held = recall->count > dim ? recall->count : dim;
    size_t words = recall->bits.words;
    HOP_TRY(hop_alloc(words, BLOCK * sizeof(uint64_t), "outputs", &s->bits));
    HOP_TRY(hop_alloc(words > 0 ? TILE : 0, BLOCK * sizeof(int32_t), "products", &s->exact));
    HOP_TRY(hop_alloc(dim, BLOCK * sizeof(float), "outputs", &s->outputs));
    HOP_TRY(hop_alloc(dim, TILE * sizeof(float), "patterns", &s->patterns));
    HOP_TRY(hop_alloc(BLOCK, TILE * sizeof(float), "products", &s->products));
    HOP_TRY(hop_alloc(held, BLOCK * sizeof(double), "distances", &s->distance));
    HOP_TRY(hop_alloc(recall->count, BLOCK * sizeof(double), "distances", &s->slack));
    return hop_alloc(dim, sizeof(double), "a pattern", &s->pattern);
}

static void scratch_clear(scratch *s) {
    free(s->outputs);
    free(s->patterns);
    free(s->products);
    free(s->distance);
    free(s->slack);
    free(s->pattern);
    free(s->bits);
    free(s->exact);
}

hop_status hop_recall_score(const hop_recall *recall, const double *outputs, size_t count,
                            hop_recalled *queries) {
    size_t blocks = (count + BLOCK - 1) / BLOCK, threads = recall->options.threads;
    size_t workers = threads < blocks ? threads : blocks;
    scoring work = {.recall = recall, .outputs = outputs, .queries = queries, .count = count};
    HOP_TRY(hop_alloc(workers, sizeof *work.scratch, "scratch", &work.scratch));
    hop_status status = hop_alloc(recall->count, sizeof(double), "norms", &work.squares);
    for (size_t i = 0; i < workers && status == HOP_OK; i++)
        status = scratch_create(recall, &work.scratch[i]);
    if (status == HOP_OK) {
        size_t tiles = recall->bits.words > 0 ? 0 : (recall->count + TILE - 1) / TILE;
        hop_parallel_run(tiles, workers, square_tile, &work);
        hop_parallel_run(blocks, workers, score_block, &work);
    }
    for (size_t i = 0; i < workers; i++) scratch_clear(&work.scratch[i]);
    free(work.scratch);
    free(work.squares);
    return status;
}
