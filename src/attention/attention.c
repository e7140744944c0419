/* Scaled dot-product attention, tile of queries by tile of queries: scores, softmax, values.
 * SPDX-License-Identifier: MIT */
#include <hopfield/attention.h>

#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/blas.h"
#include "../base/fail.h"

/* Queries whose scores are held at a time: enough for a matrix product, little enough to hold. */
enum { TILE = 32 };

/* Turns one row of dot products into softmax weights; `seen` keys count, the others get 0. */
static hop_status softmax(const hop_attention_shape *shape, const double *bias, size_t query,
                          double *row) {
    size_t seen = shape->causal && query + 1 < shape->keys ? query + 1 : shape->keys;
    double largest = -INFINITY, sum = 0;
    for (size_t j = 0; j < seen; j++) {
        /* Only a bias masks: a product that overflows to -infinity is an error like any other. */
        bool finite = isfinite(row[j] *= shape->scale);
        if (bias) row[j] += bias[j];
        if (!finite || isnan(row[j]) || row[j] == INFINITY)
            return hop_fail(HOP_E_VALUE, "the score of query %zu with key %zu is not finite", query,
                            j);
        if (row[j] > largest) largest = row[j];
    }
    if (largest == -INFINITY)
        return hop_fail(HOP_E_EMPTY, "query %zu sees no key: all are masked", query);
    for (size_t j = 0; j < seen; j++) sum += row[j] = exp(row[j] - largest);
    for (size_t j = 0; j < seen; j++) row[j] /= sum;
    for (size_t j = seen; j < shape->keys; j++) row[j] = 0;
    return HOP_OK;
}

/* A weight of 0 times infinity would be NaN, so values are looked at whether seen or not. */
static hop_status check(const hop_attention_shape *shape, const double *value) {
    if (shape->queries == 0 || shape->keys == 0)
        return hop_fail(HOP_E_EMPTY, "attention needs queries and keys; there are %zu and %zu",
                        shape->queries, shape->keys);
    if (shape->width == 0 || shape->value_width == 0)
        return hop_fail(HOP_E_EMPTY, "keys are %zu wide and values %zu; both need some width",
                        shape->width, shape->value_width);
    for (size_t i = 0; i < shape->keys * shape->value_width; i++)
        if (!isfinite(value[i]))
            return hop_fail(HOP_E_VALUE, "value %zu of key %zu is not finite",
                            i % shape->value_width, i / shape->value_width);
    return HOP_OK;
}

hop_status hop_attention(const hop_attention_shape *shape, const double *query, const double *key,
                         const double *value, const double *bias, double *output, double *weights) {
    HOP_TRY(check(shape, value));
    double *tile = NULL;
    size_t elements = 0;
    if (!hop_size_multiply(TILE, shape->keys, &elements))
        return hop_fail(HOP_E_LIMIT, "%zu keys are too many", shape->keys);
    HOP_TRY(hop_alloc(elements, sizeof *tile, "attention scores", &tile));
    hop_status status = HOP_OK;
    for (size_t first = 0; first < shape->queries && status == HOP_OK; first += TILE) {
        size_t count = shape->queries - first < TILE ? shape->queries - first : TILE;
        double *rows = weights ? weights + first * shape->keys : tile;
        double *out = output + first * shape->value_width;
        hop_blas_dots(count, shape->keys, shape->width, query + first * shape->width, key, rows);
        for (size_t i = 0; i < count && status == HOP_OK; i++)
            status = softmax(shape, bias, first + i, rows + i * shape->keys);
        if (status != HOP_OK) break;
        for (size_t i = 0; i < count * shape->value_width; i++) out[i] = 0;
        hop_blas_mix(count, shape->value_width, shape->keys, rows, value, out);
    }
    free(tile);
    return status;
}
