/* Building an index, one node: k-means in exact integers.
 * SPDX-License-Identifier: MIT */
#include "index_split.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/digits.h"
#include "../base/fail.h"

enum {
    TURNS = 4,  /* of k-means */
    TILE = 128, /* patterns compared at a time */
    PLACES = 1, /* digits of axes and centres */
};

/* Keys that means are taken of: floats at most, patterns at most and at least. */
enum { SAMPLE_FLOATS = 1 << 22, SAMPLE_MOST = 1024, SAMPLE_LEAST = 64 };

double hop_index_along(const hop_sieve *sieve, size_t pattern, double product, double sum,
                       double *terms) {
    double inner = (double)sieve->gain[pattern] * product;
    double outer = (double)sieve->offset[pattern] * sum;
    *terms = fabs(inner) + fabs(outer);
    return inner + outer;
}

double hop_index_across(const hop_sieve *sieve, size_t pattern, double along, double terms) {
    double square = (double)sieve->norm[pattern] * (double)sieve->norm[pattern];
    return sqrt(fmax(square - along * along, 0) + 1e-12 * square) + 64 * DBL_EPSILON * terms;
}

static void gather(const hop_index_building *work, const uint32_t *order, size_t count,
                   unsigned char *tile) {
    size_t dim = work->sieve->dim;
    for (size_t i = 0; i < count; i++)
        memcpy(tile + i * dim, work->sieve->bytes + order[i] * dim, dim);
}

static void read_key(const hop_sieve *sieve, size_t pattern, float *key) {
    const unsigned char *row = sieve->bytes + pattern * sieve->dim;
    float gain = sieve->gain[pattern], offset = sieve->offset[pattern];
    for (size_t j = 0; j < sieve->dim; j++) key[j] = gain * row[j] + offset;
}

/* Patterns of the node that stand for it, as keys; says how many. */
static size_t take_sample(const hop_index_building *work, const hop_index_node *node,
                          hop_index_splitter *s) {
    size_t count = node->count < s->sample ? node->count : s->sample;
    for (size_t i = 0; i < count; i++)
        read_key(work->sieve, work->order[node->first + i * node->count / count],
                 s->keys + i * work->sieve->dim);
    return count;
}

/* Sums of sampled keys of each branch, and how many there are. */
static void add_up(const hop_index_building *work, hop_index_splitter *s, size_t sample,
                   size_t branches, size_t *members) {
    size_t dim = work->sieve->dim;
    memset(s->sums, 0, branches * dim * sizeof *s->sums);
    memset(members, 0, branches * sizeof *members);
    for (size_t i = 0; i < sample; i++) {
        double *sum = s->sums + s->nearest[i] * dim;
        const float *key = s->keys + i * dim;
        members[s->nearest[i]]++;
        for (size_t j = 0; j < dim; j++) sum[j] += (double)key[j];
    }
}

/* The mean of `members` keys as centre k; one without members stays. */
static void place_centre(const hop_index_building *work, hop_index_splitter *s, size_t k,
                         size_t members) {
    size_t dim = work->sieve->dim;
    signed char *digits = (signed char *)hop_align(s->digits) + k * s->stride;
    if (members == 0) return;
    for (size_t j = 0; j < dim; j++) s->vector[j] = s->sums[k * dim + j] / (double)members;
    s->unit[k] = hop_digits_write(s->vector, dim, PLACES, digits);
    s->sum[k] = hop_digits_sum(digits, dim, PLACES, s->unit[k]);
    s->half[k] = 0;
    for (size_t j = 0; j < dim; j++) {
        double value = hop_digits_value(digits, dim, PLACES, s->unit[k], j);
        s->half[k] += value * value / 2;
    }
}

/* The nearest centre of patterns order [count], count <= TILE. */
static void find_nearest(const hop_index_building *work, hop_index_splitter *s,
                         const uint32_t *order, size_t count, unsigned char *nearest) {
    const hop_sieve *sieve = work->sieve;
    gather(work, order, count, s->tile);
    hop_digits_products(s->tile, count, sieve->dim, hop_align(s->digits), s->branches, s->products);
    for (size_t i = 0; i < count; i++) {
        double best = -INFINITY;
        for (size_t k = 0; k < s->branches; k++) {
            double product = s->unit[k] * s->products[k * count + i];
            double near = (double)sieve->gain[order[i]] * product +
                          (double)sieve->offset[order[i]] * s->sum[k] - s->half[k];
            if (near > best) best = near, nearest[i] = (unsigned char)k;
        }
    }
}

static void find_centres(const hop_index_building *work, hop_index_splitter *s,
                         const hop_index_node *node, size_t sample) {
    size_t members[HOP_INDEX_BRANCHES];
    uint32_t order[SAMPLE_MOST];
    for (size_t i = 0; i < sample; i++) {
        order[i] = work->order[node->first + i * node->count / sample];
        s->nearest[i] = (unsigned char)(i * s->branches / sample);
    }
    /* They begin as single patterns. */
    for (size_t k = 0; k < s->branches; k++) {
        const float *key = s->keys + k * sample / s->branches * work->sieve->dim;
        for (size_t j = 0; j < work->sieve->dim; j++)
            s->sums[k * work->sieve->dim + j] = (double)key[j];
        place_centre(work, s, k, 1);
    }
    for (size_t turn = 0; turn < TURNS; turn++) {
        for (size_t i = 0; i < sample; i += TILE)
            find_nearest(work, s, order + i, sample - i < TILE ? sample - i : TILE, s->nearest + i);
        add_up(work, s, sample, s->branches, members);
        for (size_t k = 0; k < s->branches; k++) place_centre(work, s, k, members[k]);
    }
}

/* Patterns of a node by branches, in order; where all would go one way they are dealt out. */
static void sort(const hop_index_building *work, const hop_index_node *node,
                 uint32_t sizes[HOP_INDEX_BRANCHES]) {
    unsigned char *branch = work->branch + node->first;
    uint32_t *order = work->order + node->first, *other = work->other + node->first;
    uint32_t at[HOP_INDEX_BRANCHES] = {0};
    memset(sizes, 0, HOP_INDEX_BRANCHES * sizeof *sizes);
    for (size_t i = 0; i < node->count; i++) sizes[branch[i]]++;
    for (size_t k = 0; k < HOP_INDEX_BRANCHES; k++)
        if (sizes[k] == node->count) {
            memset(sizes, 0, HOP_INDEX_BRANCHES * sizeof *sizes);
            for (size_t i = 0; i < node->count; i++)
                sizes[branch[i] = (unsigned char)(i * HOP_INDEX_BRANCHES / node->count)]++;
            break;
        }
    for (size_t k = 1; k < HOP_INDEX_BRANCHES; k++) at[k] = at[k - 1] + sizes[k - 1];
    for (size_t i = 0; i < node->count; i++) other[at[branch[i]]++] = order[i];
    memcpy(order, other, node->count * sizeof *order);
}

/* The axis: the mean of the sample, in one digit, so that a product with it is a whole number; and
 * the sum of its digits. */
static void find_axis(const hop_index_building *work, hop_index_splitter *s, size_t sample,
                      size_t index) {
    size_t dim = work->sieve->dim, all = 0;
    signed char *digits = hop_align(s->digits);
    unsigned char *axis = work->axes + index * dim;
    long square = 0;
    memset(s->nearest, 0, sample);
    add_up(work, s, sample, 1, &all);
    if (hop_digits_write(s->sums, dim, PLACES, digits) == 0) digits[0] = 1;
    for (size_t j = 0; j < dim; j++) {
        axis[j] = (unsigned char)(digits[j] + HOP_INDEX_ZERO);
        square += digits[j] * digits[j];
    }
    work->nodes[index].scale = 1 / sqrt((double)square);
    s->sum[0] = hop_digits_sum(digits, dim, PLACES, 1);
}

/* How far the patterns of a node go along its axis and across. */
static void measure(const hop_index_building *work, hop_index_splitter *s, size_t index,
                    bool *unsound) {
    const hop_sieve *sieve = work->sieve;
    hop_index_node *node = &work->nodes[index];
    double low = INFINITY, high = -INFINITY, most = 0, bias = -INFINITY;
    for (size_t from = 0; from < node->count; from += TILE) {
        size_t left = node->count - from, count = left < TILE ? left : TILE;
        const uint32_t *order = work->order + node->first + from;
        gather(work, order, count, s->tile);
        hop_digits_products(s->tile, count, sieve->dim, hop_align(s->digits), 1, s->products);
        for (size_t i = 0; i < count; i++) {
            double terms = 0, product = s->products[i] * node->scale;
            double along =
                hop_index_along(sieve, order[i], product, s->sum[0] * node->scale, &terms);
            double across = hop_index_across(sieve, order[i], along, terms);
            size_t at = node->first + from + i;
            work->along[at] = (float)along;
            work->across[at] = hop_sieve_round_up(across);
            low = fmin(low, along), high = fmax(high, along), most = fmax(most, across);
            bias = fmax(bias, (double)sieve->bias[order[i]]);
            *unsound |= 64 * DBL_EPSILON * terms > HOP_INDEX_SLACK / 8 * sieve->norm[order[i]];
        }
    }
    node->low = (float)low, node->high = (float)high;
    node->across = hop_sieve_round_up(most), node->bias = hop_sieve_round_up(bias);
}

void hop_index_split(const hop_index_building *work, hop_index_splitter *s, size_t index,
                     uint32_t sizes[HOP_INDEX_BRANCHES], bool *unsound) {
    const hop_index_node *node = &work->nodes[index];
    size_t sample = take_sample(work, node, s);
    find_axis(work, s, sample, index);
    measure(work, s, index, unsound);
    memset(sizes, 0, HOP_INDEX_BRANCHES * sizeof *sizes);
    if (node->count <= HOP_INDEX_LEAF) return;
    s->branches = (2 * node->count + HOP_INDEX_LEAF - 1) / HOP_INDEX_LEAF;
    if (s->branches > HOP_INDEX_BRANCHES) s->branches = HOP_INDEX_BRANCHES;
    find_centres(work, s, node, sample);
    for (size_t from = 0; from < node->count; from += TILE) {
        size_t left = node->count - from, at = node->first + from;
        find_nearest(work, s, work->order + at, left < TILE ? left : TILE, work->branch + at);
    }
    sort(work, node, sizes);
}

hop_status hop_index_splitter_create(const hop_sieve *sieve, hop_index_splitter *s) {
    size_t dim = sieve->dim, sample = SAMPLE_FLOATS / dim;
    if (sample > SAMPLE_MOST) sample = SAMPLE_MOST;
    s->sample = sample < SAMPLE_LEAST ? SAMPLE_LEAST : sample;
    s->stride = hop_digits_stride(dim);
    HOP_TRY(hop_alloc(s->sample, dim * sizeof *s->keys, "an index", &s->keys));
    HOP_TRY(hop_alloc(HOP_INDEX_BRANCHES, dim * sizeof *s->sums, "an index", &s->sums));
    HOP_TRY(hop_alloc(dim, sizeof *s->vector, "an index", &s->vector));
    HOP_TRY(hop_alloc(HOP_INDEX_BRANCHES * s->stride + HOP_LINE, 1, "an index", &s->digits));
    HOP_TRY(hop_alloc(dim, TILE, "an index", &s->tile));
    HOP_TRY(hop_alloc(HOP_INDEX_BRANCHES, TILE * sizeof *s->products, "an index", &s->products));
    return hop_alloc(SAMPLE_MOST, 1, "an index", &s->nearest);
}

void hop_index_splitter_clear(hop_index_splitter *s) {
    free(s->keys);
    free(s->sums);
    free(s->vector);
    free(s->digits);
    free(s->tile);
    free(s->products);
    free(s->nearest);
}
