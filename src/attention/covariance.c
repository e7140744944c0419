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

/* Row i of weights: softmax, or covariance for beta = 0. */
static hop_status weigh(double *row, size_t count, size_t index, double beta) {
    double largest = -INFINITY, sum = 0;
    for (size_t k = 0; k < count; k++) {
        if (!isfinite(row[k] * (beta > 0 ? beta : 1)))
            return hop_fail(HOP_E_VALUE, "the score of row %zu with row %zu overflows", index, k);
        largest = fmax(largest, row[k]);
    }
    if (beta == 0) {
        for (size_t k = 0; k < count; k++) row[k] /= (double)(count - 1);
        return HOP_OK;
    }
    for (size_t k = 0; k < count; k++) sum += row[k] = exp(beta * (row[k] - largest));
    for (size_t k = 0; k < count; k++) row[k] /= sum;
    return HOP_OK;
}

hop_status hop_covariance_states(const double *rows, size_t count, size_t dim, double beta,
                                 double *states, hop_progress progress, void *context) {
    enum { TILE = 64 };
    double *weights = NULL;
    if (!(beta >= 0) || isinf(beta))
        return hop_fail(HOP_E_VALUE, "beta is %g; it must be positive and finite", beta);
    if (count < 2) return hop_fail(HOP_E_EMPTY, "%zu row: a covariance needs two at least", count);
    HOP_TRY(hop_alloc(count, TILE * sizeof *weights, "weights", &weights));
    hop_status status = HOP_OK;
    memset(states, 0, count * dim * sizeof *states);
    for (size_t from = 0; from < count && status == HOP_OK; from += TILE) {
        const size_t some = count - from < TILE ? count - from : TILE;
        status = hop_tell(progress, context, "state vectors", from, count);
        if (status != HOP_OK) break;
        hop_blas_dots(some, count, dim, rows + from * dim, rows, weights);
        for (size_t i = 0; i < some && status == HOP_OK; i++)
            status = weigh(weights + i * count, count, from + i, beta);
        if (status == HOP_OK) hop_blas_mix(some, dim, count, weights, rows, states + from * dim);
    }
    free(weights);
    return status;
}

/* |f(xi) - beta C_n xi|^2.  exp(z) - 1 - z in place of exp(z): the first two orders cancel exactly,
 * and what is left is not lost in rounding.  scores [count] of one xi, out [dim]. */
static double expansion_square(const double *rows, size_t count, size_t dim, const double *scores,
                               double beta, double *out) {
    double total = 0, square = 0;
    memset(out, 0, dim * sizeof *out);
    for (size_t k = 0; k < count; k++) total += expm1(beta * scores[k]) / (double)count;
    for (size_t k = 0; k < count; k++) {
        const double z = beta * scores[k];
        const double second = fabs(z) < 1e-3 ? z * z * (0.5 + z / 6 + z * z / 24) : expm1(z) - z;
        /* p_k = (1 + z + second) / (n (1 + total)); sums over 1 x_k vanish: rows are centred. */
        const double weight = (second - z * total) / ((double)count * (1 + total));
        for (size_t c = 0; c < dim; c++) out[c] += weight * rows[k * dim + c];
    }
    for (size_t c = 0; c < dim; c++) square += out[c] * out[c];
    return square;
}

hop_status hop_covariance_expansion(const double *rows, size_t count, size_t dim, size_t probes,
                                    const double *beta, size_t beta_count, double *residual,
                                    hop_progress progress, void *context) {
    double *scores = NULL, *out = NULL;
    const size_t chosen = probes < count ? probes : count;
    if (count < 2) return hop_fail(HOP_E_EMPTY, "%zu row: a covariance needs two at least", count);
    hop_status status = hop_alloc(count, sizeof *scores, "scores", &scores);
    if (status == HOP_OK) status = hop_alloc(dim, sizeof *out, "a state", &out);
    if (status == HOP_OK) memset(residual, 0, beta_count * sizeof *residual);
    for (size_t i = 0; i < chosen && status == HOP_OK; i++) {
        const size_t at = (size_t)((double)i * (double)count / (double)chosen);
        status = hop_tell(progress, context, "expanding in beta", i, chosen);
        if (status != HOP_OK) break;
        hop_blas_dots(1, count, dim, rows + at * dim, rows, scores);
        for (size_t b = 0; b < beta_count; b++)
            residual[b] +=
                expansion_square(rows, count, dim, scores, beta[b], out) / (double)chosen;
    }
    for (size_t b = 0; b < beta_count && status == HOP_OK; b++) residual[b] = sqrt(residual[b]);
    free(out);
    free(scores);
    return status;
}
