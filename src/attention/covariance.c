/* Attention without softmax, and what it does to rows: the pieces of hop_covariance_components().
 *     Z = (X X') X / (n - 1)
 * SPDX-License-Identifier: MIT */
#include "covariance_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/blas.h"
#include "../base/fail.h"
#include "../base/tell.h"

/* Columns side by side: two lines of the cache, so that each is fetched once and not eight times.
 */
enum { STRIP = 16 };

static void centre_strip(double *rows, size_t count, size_t dim, size_t width, double *middle,
                         bool *same) {
    double sum[STRIP] = {0}, rest[STRIP] = {0};
    for (size_t k = 0; k < width; k++) same[k] = true;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < width; k++) {
            sum[k] += rows[i * dim + k] / (double)count;
            same[k] = same[k] && rows[i * dim + k] == rows[k];
        }
    /* Twice: the second pass takes what the first one rounded away. */
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < width; k++) rest[k] += (rows[i * dim + k] - sum[k]) / (double)count;
    for (size_t k = 0; k < width; k++) middle[k] = same[k] ? rows[k] : sum[k] + rest[k];
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < width; k++) rows[i * dim + k] -= middle[k];
}

void hop_covariance_centre(double *rows, size_t count, size_t dim, double *mean, bool *constant) {
    for (size_t c = 0; c < dim; c += STRIP) {
        const size_t width = dim - c < STRIP ? dim - c : STRIP;
        double middle[STRIP] = {0};
        bool same[STRIP] = {false};
        if (count > 0) centre_strip(rows + c, count, dim, width, middle, same);
        for (size_t k = 0; k < width; k++) {
            if (mean) mean[c + k] = middle[k];
            if (constant) constant[c + k] = same[k];
        }
    }
}

void hop_covariance_step(const double *rows, size_t count, size_t dim, const double *queries,
                         size_t query_count, double *scratch, double *out) {
    hop_blas_dots(query_count, count, dim, queries, rows, scratch);
    for (size_t i = 0; i < query_count * count; i++) scratch[i] /= (double)(count - 1);
    memset(out, 0, query_count * dim * sizeof *out);
    hop_blas_mix(query_count, dim, count, scratch, rows, out);
}

/* ---- state vectors and the expansion ---- */

/* Scores of row `index` become softmax weights. */
static hop_status weigh(double *row, size_t count, size_t index, double beta) {
    double largest = -INFINITY, sum = 0;
    for (size_t k = 0; k < count; k++) {
        if (!isfinite(row[k] * beta))
            return hop_fail(HOP_E_VALUE, "the score of row %zu with row %zu overflows", index, k);
        largest = fmax(largest, row[k]);
    }
    for (size_t k = 0; k < count; k++) sum += row[k] = exp(beta * (row[k] - largest));
    for (size_t k = 0; k < count; k++) row[k] /= sum;
    return HOP_OK;
}

size_t hop_covariance_spread(size_t index, size_t chosen, size_t count) {
    return (size_t)((double)index * (double)count / (double)chosen);
}

/* Rows first ... first+some-1 of those that ask, into queries [some x dim]. */
static void gather(const hop_covariance_asked *a, size_t first, size_t some, double *queries) {
    for (size_t i = 0; i < some; i++)
        memcpy(queries + i * a->dim,
               a->rows + hop_covariance_spread(first + i, a->asking, a->count) * a->dim,
               a->dim * sizeof *queries);
}

/* Weights (x_i . x_k) / (n - 1) are linear: h_i = x_i (X' V) / (n - 1), without a row of n scores.
 * turned [dim x width] is X' V / (n - 1). */
static void turn_values(const hop_covariance_asked *a, double *turned) {
    const hop_blas_form form = {.m = a->dim,
                                .n = a->width,
                                .k = a->count,
                                .turn_a = true,
                                .a_stride = a->dim,
                                .scale = 1 / (double)(a->count - 1)};
    hop_blas_product(&form, a->rows, a->values, turned);
}

/* States of some rows that ask; scratch is of n scores a row, or `turned`. */
static hop_status take_states(const hop_covariance_asked *a, size_t first, size_t some,
                              const double *queries, double *scratch, double *states) {
    memset(states, 0, some * a->width * sizeof *states);
    if (a->beta == 0) {
        hop_blas_mix(some, a->width, a->dim, queries, scratch, states);
        for (size_t k = 0; k < some * a->width; k++)
            if (!isfinite(states[k]))
                return hop_fail(HOP_E_VALUE, "the scores of row %zu overflow",
                                hop_covariance_spread(first + k / a->width, a->asking, a->count));
        return HOP_OK;
    }
    hop_blas_dots(some, a->count, a->dim, queries, a->rows, scratch);
    for (size_t i = 0; i < some; i++)
        HOP_TRY(weigh(scratch + i * a->count, a->count,
                      hop_covariance_spread(first + i, a->asking, a->count), a->beta));
    hop_blas_mix(some, a->width, a->count, scratch, a->values, states);
    return HOP_OK;
}

hop_status hop_covariance_states(const hop_covariance_asked *asked, double *states,
                                 hop_progress progress, void *context) {
    enum { TILE = 64 };
    const hop_covariance_asked *a = asked;
    double *scratch = NULL, *queries = NULL;
    if (!(a->beta >= 0) || isinf(a->beta))
        return hop_fail(HOP_E_VALUE, "beta is %g; it must be positive and finite", a->beta);
    if (a->count < 2)
        return hop_fail(HOP_E_EMPTY, "%zu row: a covariance needs two at least", a->count);
    const size_t each = a->beta > 0 ? a->count : a->width, rows = a->beta > 0 ? TILE : a->dim;
    HOP_TRY(hop_alloc(each, rows * sizeof *scratch, "weights", &scratch));
    hop_status status = hop_alloc(a->dim, TILE * sizeof *queries, "rows", &queries);
    if (status == HOP_OK && a->beta == 0) turn_values(a, scratch);
    for (size_t from = 0; from < a->asking && status == HOP_OK; from += TILE) {
        const size_t some = a->asking - from < TILE ? a->asking - from : TILE;
        status = hop_tell(progress, context, "state vectors", from, a->asking);
        if (status != HOP_OK) break;
        gather(a, from, some, queries);
        status = take_states(a, from, some, queries, scratch, states + from * a->width);
    }
    free(queries);
    free(scratch);
    return status;
}

/* Scores of one xi become the weights of f(xi) - beta C_n xi.  exp(z) - 1 - z in place of exp(z):
 * the first two orders cancel exactly, and what is left is not lost in rounding. */
static void weigh_rest(const double *scores, size_t count, double beta, double *weights) {
    double total = 0;
    for (size_t k = 0; k < count; k++) total += expm1(beta * scores[k]) / (double)count;
    for (size_t k = 0; k < count; k++) {
        const double z = beta * scores[k];
        const double second = fabs(z) < 1e-3 ? z * z * (0.5 + z / 6 + z * z / 24) : expm1(z) - z;
        /* p_k = (1 + z + second) / (n (1 + total)); sums over 1 x_k vanish: rows are centred. */
        weights[k] = (second - z * total) / ((double)count * (1 + total));
    }
}

hop_status hop_covariance_expansion(const double *rows, size_t count, size_t dim, size_t probes,
                                    const double *beta, size_t beta_count, double *residual,
                                    hop_progress progress, void *context) {
    enum { TOGETHER = 8 };
    double *probe = NULL, *scores = NULL, *weights = NULL, *rest = NULL;
    const size_t chosen = probes < count ? probes : count, each = TOGETHER * beta_count;
    const hop_covariance_asked a = {.rows = rows, .count = count, .dim = dim, .asking = chosen};
    if (count < 2) return hop_fail(HOP_E_EMPTY, "%zu row: a covariance needs two at least", count);
    hop_status status = hop_alloc(dim, TOGETHER * sizeof *probe, "rows", &probe);
    if (status == HOP_OK) status = hop_alloc(count, TOGETHER * sizeof *scores, "scores", &scores);
    if (status == HOP_OK) status = hop_alloc(count, each * sizeof *weights, "weights", &weights);
    if (status == HOP_OK) status = hop_alloc(dim, each * sizeof *rest, "states", &rest);
    if (status == HOP_OK) memset(residual, 0, beta_count * sizeof *residual);
    for (size_t first = 0; first < chosen && status == HOP_OK; first += TOGETHER) {
        const size_t some = chosen - first < TOGETHER ? chosen - first : TOGETHER;
        const size_t made = some * beta_count;
        status = hop_tell(progress, context, "expanding in beta", first, chosen);
        if (status != HOP_OK) break;
        gather(&a, first, some, probe);
        hop_blas_dots(some, count, dim, probe, rows, scores);
        for (size_t k = 0; k < made; k++)
            weigh_rest(scores + k / beta_count * count, count, beta[k % beta_count],
                       weights + k * count);
        memset(rest, 0, made * dim * sizeof *rest);
        hop_blas_mix(made, dim, count, weights, rows, rest);
        for (size_t k = 0; k < made * dim; k++)
            residual[k / dim % beta_count] += rest[k] * rest[k] / (double)chosen;
    }
    for (size_t b = 0; b < beta_count && status == HOP_OK; b++) residual[b] = sqrt(residual[b]);
    free(rest);
    free(weights);
    free(scores);
    free(probe);
    return status;
}
