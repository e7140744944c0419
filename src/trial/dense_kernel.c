/* A step is xi' = sign(sum p_i x_i), p the weights of the overlaps s_i = x_i . xi.  Patterns are
 * bits, overlaps population counts; a weight is looked up, for there are no more than dim + 1
 * overlaps; and a sum over patterns is one over those with a 1,
 *
 *     sum p_i x_i = 2 sum [x_i = 1] p_i - sum p_i.
 *
 * In double, with recall's own bound for what counts as 0.
 * SPDX-License-Identifier: MIT */
#include "dense_kernel.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/recall.h>

#include "../base/alloc.h"
#include "../base/bits.h"
#include "../base/fail.h"
#include "../base/simd.h"

enum { GROUP = HOP_BITS_GROUP, WORD = HOP_BITS_WORD };

/* Patterns drawn at a time: whole groups. */
enum { DRAWN = 64 };

/* Neurons added up at a time: half a word, four registers of eight numbers. */
enum { HALF = WORD / 2, LANES = 8, REGISTERS = HALF / LANES };

/* Weights smaller than this, times a million patterns, are still far above the smallest double. */
static const double SMALL = 1e-200;

struct hop_dense {
    hop_energy energy;
    size_t dim, words;
    hop_bits bits; /* the patterns; the first `patterns` of them */
    size_t patterns, most;
    uint64_t *state, *next; /* [words] */
    uint64_t *drawn;        /* [DRAWN x words] */
    int32_t *overlaps;      /* [most] */
    double *weights;        /* [most] */
    double *fields;         /* [2 x words x HALF]: sums over the patterns with a 1 */
    double *table;          /* [dim + 1]: weights of -dim, -dim + 2 ... top */
    int32_t top;            /* the largest overlap in the table */
    hop_watch *watch;
};

bool hop_dense_takes(const hop_energy *energy) {
    const hop_energy_row *family = energy->family;
    for (size_t i = 0; i < hop_row_parameter_count(&family->row); i++)
        if (isnan(energy->parameter[i])) return false; /* to be chosen from the memory */
    return family->fold && !family->partial && hop_energy_is_convex(energy);
}

/* ---- weights ---- */

static size_t place_of(const hop_dense *d, int32_t overlap) {
    return (size_t)((int64_t)overlap + (int64_t)d->dim) / 2;
}

/* Weights of all overlaps up to `top`, in a common unit. */
static hop_status make_table(hop_dense *d, int32_t top) {
    size_t count = place_of(d, top) + 1;
    for (size_t k = 0; k < count; k++) d->table[k] = 2 * (double)k - (double)d->dim;
    d->top = top;
    return hop_energy_weights(&d->energy, d->table, count, d->table);
}

/* A table of weights that do not vanish beside the largest overlap's. */
static void fit_table(hop_dense *d, int32_t peak) {
    if (peak > d->top) (void)make_table(d, (int32_t)d->dim);
    if (fabs(d->table[place_of(d, peak)]) < SMALL && peak < d->top) (void)make_table(d, peak);
}

HOP_CLONES static int32_t largest_of(const int32_t *values, size_t count) {
    int32_t largest = INT32_MIN;
    for (size_t i = 0; i < count; i++) largest = values[i] > largest ? values[i] : largest;
    return largest;
}

/* Returns the sum of the weights; *size, that without their signs. */
static double weigh(hop_dense *d, double *size) {
    double sum = 0, all = 0;
    hop_bits_multiply(&d->bits, (hop_bits_range){0, d->patterns}, d->state, 1, d->overlaps);
    fit_table(d, largest_of(d->overlaps, d->patterns));
    for (size_t i = 0; i < d->patterns; i++) {
        d->weights[i] = d->table[place_of(d, d->overlaps[i])];
        sum += d->weights[i];
        all += fabs(d->weights[i]);
    }
    *size = all;
    return sum;
}

/* ---- fields ---- */

typedef int64_t longs __attribute__((vector_size(64)));
typedef double doubles __attribute__((vector_size(64), aligned(8), may_alias));
#define PLACES(first)                                                                    \
    {                                                                                    \
        1LL << (first), 2LL << (first), 4LL << (first), 8LL << (first), 16LL << (first), \
            32LL << (first), 64LL << (first), 128LL << (first)                           \
    }
static const longs PLACE[REGISTERS] = {PLACES(0), PLACES(8), PLACES(16), PLACES(24)};

/* sums [HALF] of the weights of the patterns that have a 1, for the half of a word that begins with
 * bit `shift`; word: that of the first pattern. */
HOP_CLONES static void add_half(const uint64_t *word, size_t words, int shift,
                                const double *weights, size_t patterns, double *sums) {
    hop_doubles lanes[REGISTERS] = {{0}};
    for (size_t i = 0; i < patterns; i++) {
        uint64_t half = word[i / GROUP * words * GROUP + i % GROUP] >> shift;
        longs bits = (int64_t)half - (longs){0};
        longs weight = (longs)(weights[i] - (hop_doubles){0});
        for (size_t r = 0; r < REGISTERS; r++)
            lanes[r] += (hop_doubles)(((bits & PLACE[r]) != 0) & weight);
    }
    for (size_t r = 0; r < REGISTERS; r++) *(doubles *)(sums + r * LANES) = lanes[r];
}

static void add_up(hop_dense *d) {
    for (size_t h = 0; h * HALF < d->dim; h++)
        add_half(d->bits.data + h / 2 * GROUP, d->words, h % 2 ? HALF : 0, d->weights, d->patterns,
                 d->fields + h * HALF);
}

/* The next state into `next`. */
static void step(hop_dense *d, uint64_t *next) {
    double size = 0, sum = weigh(d, &size), noise = (double)d->patterns * DBL_EPSILON * size;
    add_up(d);
    for (size_t w = 0; w < d->words; w++) {
        size_t count = d->dim - w * WORD < WORD ? d->dim - w * WORD : WORD;
        uint64_t ups = 0, stays = 0;
        for (size_t j = 0; j < count; j++) {
            double field = 2 * d->fields[w * WORD + j] - sum;
            ups |= (uint64_t)(field > noise) << j;
            stays |= (uint64_t)(fabs(field) <= noise) << j;
        }
        next[w] = ups | (d->state[w] & stays);
    }
}

/* ---- the memory ---- */

hop_status hop_dense_create(const hop_energy *energy, size_t dim, size_t patterns,
                            hop_dense **dense) {
    hop_dense *d = NULL;
    size_t words = hop_bits_words(dim);
    HOP_TRY(hop_alloc(1, sizeof *d, "a memory", &d));
    *d = (hop_dense){.energy = *energy, .dim = dim, .words = words, .most = patterns};
    hop_status status = hop_bits_create(patterns, dim, &d->bits);
    if (status == HOP_OK) status = hop_alloc(words, sizeof *d->state, "a state", &d->state);
    if (status == HOP_OK) status = hop_alloc(words, sizeof *d->next, "a state", &d->next);
    if (status == HOP_OK)
        status = hop_alloc(words, DRAWN * sizeof *d->drawn, "patterns", &d->drawn);
    if (status == HOP_OK)
        status = hop_alloc(patterns, sizeof *d->overlaps, "overlaps", &d->overlaps);
    if (status == HOP_OK) status = hop_alloc(patterns, sizeof *d->weights, "weights", &d->weights);
    if (status == HOP_OK) status = hop_alloc(words, WORD * sizeof(double), "fields", &d->fields);
    if (status == HOP_OK) status = hop_alloc(dim + 1, sizeof(double), "weights", &d->table);
    if (status == HOP_OK) status = make_table(d, (int32_t)dim);
    if (status != HOP_OK) {
        hop_dense_destroy(d);
        return status;
    }
    *dense = d;
    return HOP_OK;
}

void hop_dense_destroy(hop_dense *d) {
    if (!d) return;
    hop_bits_clear(&d->bits);
    free(d->state);
    free(d->next);
    free(d->drawn);
    free(d->overlaps);
    free(d->weights);
    free(d->fields);
    free(d->table);
    free(d);
}

void hop_dense_watch(hop_dense *dense, hop_watch *watch) {
    dense->watch = watch;
}

void hop_dense_draw(hop_dense *d, size_t patterns, hop_random *random) {
    uint64_t rest = UINT64_MAX >> (WORD - 1 - (d->dim - 1) % WORD);
    size_t words = d->words;
    d->patterns = patterns < d->most ? patterns : d->most;
    for (size_t first = 0; first < d->patterns; first += DRAWN) {
        size_t count = d->patterns - first < DRAWN ? d->patterns - first : DRAWN;
        hop_random_words(random, count * words, d->drawn);
        for (size_t i = 0; i < count; i++) {
            d->drawn[i * words + words - 1] &= rest;
            hop_bits_set(&d->bits, first + i, d->drawn + i * words);
        }
        if (first == 0) memcpy(d->state, d->drawn, words * sizeof *d->state);
    }
}

void hop_dense_get(const hop_dense *d, double *state) {
    for (size_t j = 0; j < d->dim; j++) state[j] = d->state[j / WORD] >> j % WORD & 1 ? 1 : -1;
}

void hop_dense_set(hop_dense *d, const double *state) {
    hop_bits_pack(state, d->dim, 0, d->state);
}

size_t hop_dense_settle(hop_dense *d, size_t steps) {
    for (size_t taken = 1; taken <= steps; taken++) {
        step(d, d->next);
        bool still = memcmp(d->next, d->state, d->words * sizeof *d->state) == 0;
        uint64_t *left = d->state;
        d->state = d->next;
        d->next = left;
        if (still || hop_watch_ended(d->watch)) return taken;
    }
    return steps;
}

bool hop_dense_is_nearest(hop_dense *d) {
    hop_bits_multiply(&d->bits, (hop_bits_range){0, d->patterns}, d->state, 1, d->overlaps);
    for (size_t i = 1; i < d->patterns; i++)
        if (d->overlaps[i] > d->overlaps[0]) return false;
    return d->overlaps[0] > -HOP_SAME_OVERLAP * (double)d->dim;
}
