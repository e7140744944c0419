/* Projections: what makes queries, keys and values of tokens.
 * SPDX-License-Identifier: MIT */
#include <hopfield/attention.h>

#include "../base/blas.h"

void hop_attention_project(size_t rows, size_t in, size_t out, const double *x,
                           const double *weights, hop_attention_layout layout, const double *bias,
                           double *y) {
    if (layout == HOP_OUT_BY_IN)
        hop_blas_dots(rows, out, in, x, weights, y);
    else
        for (size_t i = 0; i < rows * out; i++) y[i] = 0;
    if (layout == HOP_IN_BY_OUT) hop_blas_mix(rows, out, in, x, weights, y);
    for (size_t i = 0; bias && i < rows * out; i++) y[i] += bias[i % out];
}
