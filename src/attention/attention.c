/* Scaled dot-product attention, block of queries by block of queries: scores, softmax, values.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/blas.h"
#include "../base/fail.h"
#include "attention_private.h"

/* Queries whose scores are held at a time: enough for a matrix product, little enough to hold. */
enum { BLOCK = 32 };

size_t hop_attention_horizon(const hop_attention_shape *shape, size_t query) {
    return shape->causal && query < shape->keys ? query + 1 : shape->keys;
}

/* Scales and masks one row of dot products; *largest is the largest score. */
static hop_status score(const hop_attention_shape *shape, const double *bias, size_t query,
                        double *row, double *largest) {
    const double *mask = shape->mask ? shape->mask + query * shape->keys : NULL;
    size_t horizon = hop_attention_horizon(shape, query);
    *largest = -INFINITY;
    for (size_t j = 0; j < horizon; j++) {
        /* Only a mask hides: a product that overflows to -infinity is an error like any other. */
        bool finite = isfinite(row[j] *= shape->scale);
        if (bias) row[j] += bias[j];
        if (mask) row[j] += mask[j];
        if (!finite || isnan(row[j]) || row[j] == INFINITY)
            return hop_fail(HOP_E_VALUE, "the score of query %zu with key %zu is not finite", query,
                            j);
        if (row[j] > *largest) *largest = row[j];
    }
    if (*largest == -INFINITY)
        return hop_fail(HOP_E_EMPTY, "query %zu sees no key: all are masked", query);
    return HOP_OK;
}

/* Turns scores into weights.  The entropy is ln(sum) less the mean of score - largest. */
static void softmax(size_t horizon, size_t keys, double largest, double *row,
                    hop_attention_row *told) {
    double sum = 0, moment = 0;
    size_t seen = 0;
    for (size_t j = 0; j < horizon; j++) {
        double below = row[j] - largest;
        row[j] = exp(below);
        sum += row[j];
        if (row[j] > 0) moment += row[j] * below;
        seen += below > -INFINITY;
    }
    for (size_t j = 0; j < horizon; j++) row[j] /= sum;
    for (size_t j = horizon; j < keys; j++) row[j] = 0;
    if (!told) return;
    told->seen = seen;
    told->logsumexp = largest + log(sum);
    /* -0 or a rounding below 0 would be no entropy. */
    double entropy = log(sum) - moment / sum;
    told->entropy = entropy > 0 ? entropy : 0;
}

hop_status hop_attention_block(const hop_attention_shape *shape, const hop_attention_inputs *inputs,
                               size_t first, size_t count, double *weights, double *output,
                               hop_attention_row *rows) {
    size_t keys = shape->keys;
    hop_blas_dots(count, keys, shape->width, inputs->query + first * shape->width, inputs->key,
                  weights);
    for (size_t i = 0; i < count; i++) {
        double *row = weights + i * keys, largest = 0;
        HOP_TRY(score(shape, inputs->bias, first + i, row, &largest));
        softmax(hop_attention_horizon(shape, first + i), keys, largest, row,
                rows ? &rows[i] : NULL);
    }
    for (size_t i = 0; i < count * shape->value_width; i++) output[i] = 0;
    hop_blas_mix(count, shape->value_width, keys, weights, inputs->value, output);
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
    const hop_attention_inputs inputs = {query, key, value, bias};
    hop_attention_shape scaled = *shape;
    hop_attention_choose_scale(&scaled);
    double *block = NULL;
    size_t elements = 0;
    if (!hop_size_multiply(BLOCK, shape->keys, &elements))
        return hop_fail(HOP_E_LIMIT, "%zu keys are too many", shape->keys);
    HOP_TRY(hop_alloc(elements, sizeof *block, "attention scores", &block));
    hop_status status = HOP_OK;
    for (size_t first = 0; first < shape->queries && status == HOP_OK; first += BLOCK) {
        size_t count = shape->queries - first < BLOCK ? shape->queries - first : BLOCK;
        status = hop_attention_block(&scaled, &inputs, first, count,
                                     weights ? weights + first * shape->keys : block,
                                     output + first * shape->value_width, NULL);
    }
    free(block);
    return status;
}
