/* The classical network without its weights: with o_mu = x_mu . xi the field of neuron i is
 *
 *     h_i = sum_mu x_mu,i o_mu - N xi_i
 *
 * (the last term takes the diagonal away), and a flip changes o_mu by -2 xi_i x_mu,i.  So a neuron
 * costs N products of integers instead of d, and nothing of size d x d is made.  Rows are read in
 * random order, and large networks are as fast as their patterns are near: a value is one byte
 * (three times as fast as two at d = 8000), the overlaps are 16 bits.  Exact in integers.
 * SPDX-License-Identifier: MIT */
#include "hebb_kernel.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/simd.h"

/* Rows of patterns are filled up with zeros to so many, for the vector units. */
enum { LANES = 16 };

/* Neurons whose values are drawn at a time. */
enum { DRAWN = 32 };

struct hop_hebb {
    size_t dim, patterns, stride, most; /* stride: `patterns` rounded up to LANES */
    int8_t *x;                          /* [dim x stride]: row i is neuron i in every pattern */
    int16_t *overlap;                   /* [stride] */
    int16_t *state;                     /* [dim] */
    size_t *order;                      /* [dim] */
    uint64_t *drawn;                    /* [DRAWN x words of stride] */
    hop_watch *watch;
};

hop_status hop_hebb_create(size_t dim, size_t patterns, hop_hebb **hebb) {
    hop_hebb *fresh = NULL;
    size_t stride = 0;
    if (dim > HOP_HEBB_DIM_MAX)
        return hop_fail(HOP_E_LIMIT, "dim is %zu; the classical network takes at most %d", dim,
                        HOP_HEBB_DIM_MAX);
    if (!hop_size_add(patterns, LANES, &stride) || stride > INT32_MAX)
        return hop_fail(HOP_E_LIMIT, "%zu patterns are too many", patterns);
    stride = stride / LANES * LANES;
    HOP_TRY(hop_alloc(1, sizeof *fresh, "a network", &fresh));
    fresh->dim = dim;
    fresh->most = patterns;
    hop_status status = hop_alloc(dim, stride * sizeof *fresh->x, "patterns", &fresh->x);
    if (status == HOP_OK) status = hop_alloc(stride, sizeof(int16_t), "overlaps", &fresh->overlap);
    if (status == HOP_OK) status = hop_alloc(dim, sizeof(int16_t), "a state", &fresh->state);
    if (status == HOP_OK) status = hop_alloc(dim, sizeof(size_t), "an order", &fresh->order);
    if (status == HOP_OK)
        status = hop_alloc((stride + 63) / 64, DRAWN * sizeof(uint64_t), "bits", &fresh->drawn);
    if (status != HOP_OK) {
        hop_hebb_destroy(fresh);
        return status;
    }
    *hebb = fresh;
    return HOP_OK;
}

void hop_hebb_destroy(hop_hebb *hebb) {
    if (!hebb) return;
    free(hebb->x);
    free(hebb->overlap);
    free(hebb->state);
    free(hebb->order);
    free(hebb->drawn);
    free(hebb);
}

void hop_hebb_watch(hop_hebb *hebb, hop_watch *watch) {
    hebb->watch = watch;
}

/* overlap = X' state */
HOP_CLONES static void measure(hop_hebb *h) {
    for (size_t m = 0; m < h->stride; m++) h->overlap[m] = 0;
    for (size_t i = 0; i < h->dim; i++) {
        const int8_t *row = h->x + i * h->stride;
        int16_t s = h->state[i];
        for (size_t m = 0; m < h->stride; m++)
            h->overlap[m] = (int16_t)(h->overlap[m] + s * row[m]);
    }
}

/* LANES values of -1 or 1, by the bits of a word, lowest first. */
HOP_CLONES static void spread(uint64_t bits, int8_t *values) {
    for (size_t k = 0; k < LANES; k++) values[k] = (int8_t)(bits & (1u << k) ? 1 : -1);
}

void hop_hebb_draw(hop_hebb *h, size_t patterns, hop_random *random) {
    h->patterns = patterns < h->most ? patterns : h->most;
    h->stride = (h->patterns + LANES - 1) / LANES * LANES;
    size_t words = (h->stride + 63) / 64;
    for (size_t i = 0; i < h->dim; i++) {
        int8_t *row = h->x + i * h->stride;
        if (i % DRAWN == 0)
            hop_random_words(random, words * (h->dim - i < DRAWN ? h->dim - i : DRAWN), h->drawn);
        const uint64_t *bits = h->drawn + i % DRAWN * words;
        for (size_t m = 0; m < h->stride; m += LANES) spread(bits[m / 64] >> m % 64, row + m);
        for (size_t m = h->patterns; m < h->stride; m++) row[m] = 0;
        h->state[i] = row[0];
    }
    measure(h);
}

void hop_hebb_get(const hop_hebb *h, double *state) {
    for (size_t i = 0; i < h->dim; i++) state[i] = h->state[i];
}

void hop_hebb_set(hop_hebb *h, const double *state) {
    for (size_t i = 0; i < h->dim; i++) h->state[i] = state[i] < 0 ? -1 : 1;
    measure(h);
}

void hop_hebb_pattern(const hop_hebb *h, size_t pattern, double *values) {
    for (size_t i = 0; i < h->dim; i++) values[i] = h->x[i * h->stride + pattern];
}

HOP_CLONES static int32_t field(const int8_t *row, const int16_t *overlap, size_t stride) {
    int32_t sum = 0;
    for (size_t m = 0; m < stride; m++) sum += row[m] * overlap[m];
    return sum;
}

HOP_CLONES static void flip(hop_hebb *h, size_t i) {
    const int8_t *row = h->x + i * h->stride;
    int16_t change = (int16_t)(-2 * h->state[i]);
    for (size_t m = 0; m < h->stride; m++)
        h->overlap[m] = (int16_t)(h->overlap[m] + change * row[m]);
    h->state[i] = (int16_t)-h->state[i];
}

size_t hop_hebb_settle(hop_hebb *h, size_t sweeps, hop_random *random) {
    for (size_t sweep = 1; sweep <= sweeps; sweep++) {
        size_t flips = 0;
        hop_random_sample(random, h->dim, h->dim, h->order);
        for (size_t k = 0; k < h->dim; k++) {
            size_t i = h->order[k];
            int32_t own = (int32_t)h->patterns * h->state[i];
            int32_t h_i = field(h->x + i * h->stride, h->overlap, h->stride) - own;
            if (h_i * h->state[i] >= 0) continue;
            flip(h, i);
            flips++;
        }
        if (flips == 0 || hop_watch_ended(h->watch)) return sweep;
    }
    return sweeps;
}

void hop_hebb_heat(hop_hebb *h, size_t sweeps, double temperature, hop_random *random) {
    double scale = -2 / (temperature * (double)h->dim);
    for (size_t sweep = 0; sweep < sweeps && !hop_watch_ended(h->watch); sweep++) {
        hop_random_sample(random, h->dim, h->dim, h->order);
        for (size_t k = 0; k < h->dim; k++) {
            size_t i = h->order[k];
            int32_t own = (int32_t)h->patterns * h->state[i];
            int32_t h_i = field(h->x + i * h->stride, h->overlap, h->stride) - own;
            bool up = hop_random_uniform(random) < 1 / (1 + exp(scale * h_i));
            if (up != (h->state[i] > 0)) flip(h, i);
        }
    }
}

double hop_hebb_overlap(const hop_hebb *h, size_t pattern) {
    return (double)h->overlap[pattern] / (double)h->dim;
}
