/* Scaled dot-product attention in double precision: softmax(scale Q K' + bias) V.
 * Vaswani et al. 2017 (1706.03762), eq. 1.  Knows nothing of the recall engine, so that comparing
 * the two compares two programs.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_ATTENTION_H
#define HOPFIELD_ATTENTION_H

#include <stdbool.h>
#include <stddef.h>

#include <hopfield/status.h>

typedef struct hop_attention_shape {
    size_t queries, keys; /* how many of each */
    size_t width;         /* of a query and of a key */
    size_t value_width;   /* of a value and of an output */
    double scale;         /* dimensionless; 1/sqrt(width) in a Transformer, beta in a memory */
    bool causal;          /* query i sees keys 0 ... i only */
} hop_attention_shape;

/* One attention step.
 *   query   [queries x width], key [keys x width], value [keys x value_width], row-major
 *   bias    [keys], added to the scores after scaling (-infinity masks a key), or NULL
 *   output  [queries x value_width]
 *   weights [queries x keys], or NULL
 * HOP_E_EMPTY without queries, keys or a width, or if a query sees no key; HOP_E_VALUE for a score
 * (but for a bias of -infinity) or a value that is not finite, named; HOP_E_LIMIT, HOP_E_MEMORY. On
 * failure `output` and `weights` are of no meaning. */
hop_status hop_attention(const hop_attention_shape *shape, const double *query, const double *key,
                         const double *value, const double *bias, double *output, double *weights);

#endif
