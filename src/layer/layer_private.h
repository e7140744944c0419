/* What rows of layers share.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_LAYER_PRIVATE_H
#define HOP_LAYER_PRIVATE_H

#include <hopfield/layer.h>

#include "../base/blas.h"
#include "../base/fail.h"

/* A row's functions in both precisions, made by "both.h". */
#define HOP_LAYER_BOTH .forward = {forward, forward_float}, .backward = {backward, backward_float}

/* A whole parameter. */
static inline size_t hop_layer_count(const hop_layer *layer, size_t parameter) {
    return (size_t)layer->parameter[parameter];
}

/* Numbers in one sample of an input. */
static inline size_t hop_layer_size(hop_tokens shape) {
    return shape.tokens * shape.width;
}

/* Fills weights [count] with a uniform spread of +-limit, or normal numbers of that deviation. */
void hop_layer_fill_uniform(hop_random *random, size_t count, double limit, double *weights);
void hop_layer_fill_normal(hop_random *random, size_t count, double deviation, double *weights);

/* 1 ... most. */
size_t hop_layer_draw(hop_random *random, size_t most);

/* The output is shaped as input 0; nothing else.  What maps of single numbers and sums are. */
hop_status hop_layer_shape_same(hop_layer *layer);

/* An input of up to 4 x 7 numbers, for tests of maps of single numbers. */
void hop_layer_example_any(hop_random *random, hop_layer *layer);

/* Keys that a sparse family may have: their scores are held in double while a row is made. */
enum { HOP_LAYER_SPARSE_MAX = 4096 };

/* row [count] of scores becomes weights: softmax where alpha is 1, alpha-entmax above; -infinity
 * hides, and where all is hidden all weights are 0.  Peters et al. 2019 (1905.05702). */
void hop_layer_weigh(double alpha, size_t count, double *row);
void hop_layer_weigh_float(double alpha, size_t count, float *row);

/* d [count], the derivative by weights p, becomes the one by scores: with q = p^(2 - alpha) on the
 * support, q (d - sum q d / sum q).  Peters et al. 2019, proposition 2. */
void hop_layer_unweigh(double alpha, size_t count, const double *p, double *d);
void hop_layer_unweigh_float(double alpha, size_t count, const float *p, float *d);

#endif
