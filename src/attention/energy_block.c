/* The Energy Transformer's energy and its gradient.  Each weight p(B|C) of query C on key B pulls
 * both ends: dE/dQ_C = -sum_B p(B|C) K_B and dE/dK_B = -sum_C p(B|C) Q_C, hence two terms.
 * SPDX-License-Identifier: MIT */
#include <hopfield/energy_block.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/blas.h"
#include "../base/fail.h"
#include "../base/tell.h"

/* Added to the variance, so that a constant token has a place. */
static const double VARIANCE_FLOOR = 1e-12;

/* Tokens larger than this are scaled down first: their squares would overflow. */
static const double LARGE = 1e100;

static void normalise(const hop_block *block, const double *x, double *g) {
    const size_t dim = block->dim;
    double mean = 0, variance = 0, largest = 0;
    for (size_t c = 0; c < dim; c++) largest = fmax(largest, fabs(x[c]));
    const double unit = largest > LARGE ? largest : 1;
    for (size_t c = 0; c < dim; c++) mean += x[c] / unit / (double)dim;
    for (size_t c = 0; c < dim; c++) {
        g[c] = x[c] / unit - mean;
        variance += g[c] * g[c] / (double)dim;
    }
    const double scale = block->gain / sqrt(variance + VARIANCE_FLOOR);
    for (size_t c = 0; c < dim; c++) g[c] = scale * g[c] + (block->bias ? block->bias[c] : 0);
}

void hop_block_normalise(const hop_block *block, const double *x, size_t count, double *g) {
    for (size_t i = 0; i < count; i++) normalise(block, x + i * block->dim, g + i * block->dim);
}

/* What one evaluation needs. */
typedef struct scratch {
    double *keys, *queries; /* [count x width] of one head */
    double *weights;        /* [count x count], row C holds p(.|C) */
    double *turned;         /* [count x count], its transpose */
    double *pull;           /* [count x width] */
    double *hidden;         /* [count x memories] */
} scratch;

static void close_scratch(scratch *s) {
    free(s->keys);
    free(s->queries);
    free(s->weights);
    free(s->turned);
    free(s->pull);
    free(s->hidden);
}

static hop_status open_scratch(const hop_block *block, size_t count, scratch *s) {
    const size_t row = block->width * sizeof(double);
    *s = (scratch){0};
    hop_status status = HOP_OK;
    if (block->attention_term) {
        size_t square = 0;
        if (!hop_size_multiply(count, count, &square))
            return hop_fail(HOP_E_LIMIT, "%zu tokens are too many", count);
        status = hop_alloc(count, row, "keys", &s->keys);
        if (status == HOP_OK) status = hop_alloc(count, row, "queries", &s->queries);
        if (status == HOP_OK) status = hop_alloc(count, row, "pulls", &s->pull);
        if (status == HOP_OK) status = hop_alloc(square, sizeof(double), "weights", &s->weights);
        if (status == HOP_OK) status = hop_alloc(square, sizeof(double), "weights", &s->turned);
    }
    if (status == HOP_OK && block->memory_term)
        status = hop_alloc(count, block->memories * sizeof(double), "hidden units", &s->hidden);
    if (status != HOP_OK) close_scratch(s);
    return status;
}

/* Row C of scores becomes p(.|C), oneself left out; returns ln sum exp / beta. */
static double weigh(double beta, size_t self, size_t count, double *row) {
    double largest = -INFINITY, sum = 0;
    for (size_t j = 0; j < count; j++)
        if (j != self) largest = fmax(largest, row[j]);
    for (size_t j = 0; j < count; j++)
        sum += row[j] = j == self ? 0 : exp(beta * (row[j] - largest));
    for (size_t j = 0; j < count; j++) row[j] /= sum;
    return largest + log(sum) / beta;
}

/* gradient -= pull W, pull [count x width]. */
static void add_pull(const hop_block *block, double *pull, size_t count, const double *weight,
                     double *gradient) {
    for (size_t i = 0; i < count * block->width; i++) pull[i] = -pull[i];
    hop_blas_mix(count, block->dim, block->width, pull, weight, gradient);
}

/* Energies are added to terms [count], one a token, and their sum is returned. */
static double add_head(const hop_block *block, size_t head, const double *g, size_t count,
                       const scratch *s, double *gradient, double *terms) {
    const size_t w = block->width, offset = head * w * block->dim;
    const double *key_weight = block->key_weight + offset;
    const double *query_weight = block->query_weight + offset;
    double energy = 0;
    hop_blas_dots(count, w, block->dim, g, key_weight, s->keys);
    hop_blas_dots(count, w, block->dim, g, query_weight, s->queries);
    hop_blas_dots(count, count, w, s->queries, s->keys, s->weights);
    for (size_t c = 0; c < count; c++) {
        const double potential = weigh(block->beta, c, count, s->weights + c * count);
        energy -= potential;
        if (terms) terms[c] -= potential;
    }
    if (!gradient) return energy;
    /* As a query: what it mixes of the others' keys. */
    memset(s->pull, 0, count * w * sizeof(double));
    hop_blas_mix(count, w, count, s->weights, s->keys, s->pull);
    add_pull(block, s->pull, count, query_weight, gradient);
    /* As a key: the queries that look at it. */
    for (size_t c = 0; c < count; c++)
        for (size_t b = 0; b < count; b++) s->turned[b * count + c] = s->weights[c * count + b];
    memset(s->pull, 0, count * w * sizeof(double));
    hop_blas_mix(count, w, count, s->turned, s->queries, s->pull);
    add_pull(block, s->pull, count, key_weight, gradient);
    return energy;
}

static double add_memory(const hop_block *block, const double *g, size_t count, const scratch *s,
                         double *gradient, double *terms) {
    double energy = 0;
    hop_blas_dots(count, block->memories, block->dim, g, block->memory, s->hidden);
    for (size_t i = 0; i < count * block->memories; i++) {
        const double active = s->hidden[i] > 0 ? s->hidden[i] : 0;
        energy -= active * active / 2;
        if (terms) terms[i / block->memories] -= active * active / 2;
        s->hidden[i] = -active;
    }
    if (gradient)
        hop_blas_mix(count, block->dim, block->memories, s->hidden, block->memory, gradient);
    return energy;
}

static hop_status check(const hop_block *block, size_t count) {
    if (!block->attention_term && !block->memory_term)
        return hop_fail(HOP_E_VALUE, "both terms of the energy are switched off; nothing is left");
    if (!(block->beta > 0) || isinf(block->beta))
        return hop_fail(HOP_E_VALUE, "beta is %g; it must be positive and finite", block->beta);
    if (!(block->gain > 0) || isinf(block->gain))
        return hop_fail(HOP_E_VALUE, "the gain is %g; it must be positive and finite", block->gain);
    if (block->dim < 2)
        return hop_fail(HOP_E_SHAPE, "tokens of %zu numbers cannot be normalised; 2 at least",
                        block->dim);
    if (count == 0 || (count < 2 && block->attention_term))
        return hop_fail(HOP_E_EMPTY, "%zu token%s: attention without oneself needs two at least",
                        count, count == 1 ? "" : "s");
    return HOP_OK;
}

static hop_status evaluate(const hop_block *block, const double *g, size_t count,
                           hop_block_energy *energy, double *gradient, double *terms) {
    scratch s;
    hop_block_energy sum = {0};
    HOP_TRY(check(block, count));
    HOP_TRY(open_scratch(block, count, &s));
    if (terms) memset(terms, 0, count * sizeof *terms);
    if (gradient) memset(gradient, 0, count * block->dim * sizeof *gradient);
    for (size_t h = 0; block->attention_term && h < block->heads; h++)
        sum.attention += add_head(block, h, g, count, &s, gradient, terms);
    if (block->memory_term) sum.memory = add_memory(block, g, count, &s, gradient, terms);
    close_scratch(&s);
    sum.total = sum.attention + sum.memory;
    if (!isfinite(sum.total))
        return hop_fail(HOP_E_VALUE,
                        "the energy overflows (attention %g, memory %g); the weights "
                        "are too large",
                        sum.attention, sum.memory);
    *energy = sum;
    return HOP_OK;
}

hop_status hop_block_energy_at(const hop_block *block, const double *g, size_t count,
                               hop_block_energy *energy, double *gradient) {
    return evaluate(block, g, count, energy, gradient, NULL);
}

/* ---- finite differences ---- */

/* The central difference at one coordinate.  Token by token: the difference of two large sums would
 * be rounding and little else.  moved [count x dim] is as it was afterwards; terms [2 x count]. */
static hop_status difference(const hop_block *block, double *moved, size_t count, size_t at,
                             double *terms, double *slope) {
    /* Balances truncation, ~ h^2, and rounding, ~ epsilon / h. */
    static const double STEP = 1e-5;
    const double middle = moved[at], above = middle + STEP, below = middle - STEP;
    hop_block_energy energy;
    double sum = 0;
    moved[at] = above;
    hop_status status = evaluate(block, moved, count, &energy, NULL, terms);
    moved[at] = below;
    if (status == HOP_OK) status = evaluate(block, moved, count, &energy, NULL, terms + count);
    moved[at] = middle;
    if (status != HOP_OK) return status;
    for (size_t i = 0; i < count; i++) sum += terms[i] - terms[count + i];
    *slope = sum / (above - below);
    return HOP_OK;
}

hop_status hop_block_check(const hop_block *block, const double *g, size_t count, size_t probes,
                           double *error) {
    const size_t size = count * block->dim, chosen = probes < size ? probes : size;
    double *moved = NULL, *gradient = NULL, *terms = NULL, worst = 0, scale = 1;
    hop_block_energy energy;
    hop_status status = hop_alloc(count, block->dim * sizeof *moved, "tokens", &moved);
    if (status == HOP_OK)
        status = hop_alloc(count, block->dim * sizeof *gradient, "a gradient", &gradient);
    if (status == HOP_OK) status = hop_alloc(count, 2 * sizeof *terms, "energies", &terms);
    if (status == HOP_OK) status = hop_block_energy_at(block, g, count, &energy, gradient);
    if (status == HOP_OK) memcpy(moved, g, size * sizeof *moved);
    for (size_t i = 0; i < chosen && status == HOP_OK; i++) {
        const size_t at = (size_t)((double)i * (double)size / (double)chosen);
        double slope = 0;
        status = hop_tell(block->progress, block->context, "checking the gradient", i, chosen);
        if (status == HOP_OK) status = difference(block, moved, count, at, terms, &slope);
        worst = fmax(worst, fabs(slope - gradient[at]));
        scale = fmax(scale, fabs(gradient[at]));
    }
    free(terms);
    free(gradient);
    free(moved);
    if (status == HOP_OK) *error = worst / scale;
    return status;
}
