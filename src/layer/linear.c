/* A linear layer on every token by itself:  y = x W' + b,  W [out x in].
 * First weights uniform within 1/sqrt(in), the usual choice.
 * SPDX-License-Identifier: MIT */
#ifndef TEMPLATE
#define TEMPLATE "linear.c"
#include <math.h>

#include "layer_private.h"

enum { WIDTH, BIAS };

#include "both.h"

static hop_status shape(hop_layer *layer) {
    const size_t in = layer->in[0].width, out = hop_layer_count(layer, WIDTH);
    layer->out = (hop_tokens){layer->in[0].tokens, out};
    layer->weight[0] = (hop_layer_weight){"weight", out, in, true};
    if (layer->parameter[BIAS] != 0) layer->weight[1] = (hop_layer_weight){"bias", 1, out, false};
    return HOP_OK;
}

static void initialise(const hop_layer *layer, hop_random *random, double *weights) {
    hop_layer_fill_uniform(random, layer->weights, 1 / sqrt((double)layer->in[0].width), weights);
}

static void example(hop_random *random, hop_layer *layer) {
    hop_layer_example_any(random, layer);
    layer->parameter[WIDTH] = (double)hop_layer_draw(random, 5);
    layer->parameter[BIAS] = (double)hop_random_below(random, 2);
}

const hop_layer_row hop_layer_linear = {
    .row = {.name = "linear",
            .title = "every token times a matrix, plus a bias: y = x W' + b",
            .sources = "first weights: LeCun et al. 1998 (doi 10.1007/3-540-49430-8_2)",
            .parameters = {HOP_PARAMETER_WHOLE("width", "numbers that come out", "numbers", 1, 1,
                                               1e6),
                           {.name = "bias",
                            .meaning = "whether b is there",
                            .unit = "dimensionless",
                            .default_value = 1,
                            .choices = "no|yes"}}},
    .port = {{.name = "input"}},
    .shape = shape,
    .initialise = initialise,
    HOP_LAYER_BOTH,
    .example = example,
};

#else

static void NAME(forward)(const hop_layer *layer, const hop_layer_pass *pass) {
    const size_t rows = pass->samples * layer->in[0].tokens, in = layer->in[0].width;
    const size_t out = layer->out.width;
    const real *weight = pass->weights, *bias = layer->weight[1].name ? weight + out * in : NULL;
    real *y = pass->out;
    for (size_t i = 0; bias && i < rows; i++)
        for (size_t j = 0; j < out; j++) y[i * out + j] = bias[j];
    const hop_blas_form form = {rows, out, in, .turn_b = true, .scale = 1, .keep = bias ? 1 : 0};
    NAME(hop_blas_product)(&form, pass->in[0], weight, y);
}

static void NAME(backward)(const hop_layer *layer, const hop_layer_pass *pass) {
    const size_t rows = pass->samples * layer->in[0].tokens, in = layer->in[0].width;
    const size_t out = layer->out.width;
    const real *d_y = pass->d_out;
    real *d_weight = pass->d_weights, *d_bias = d_weight + out * in;
    const hop_blas_form weights = {out, in, rows, .turn_a = true, .scale = 1, .keep = 1};
    const hop_blas_form inputs = {rows, in, out, .scale = 1, .keep = 1};
    NAME(hop_blas_product)(&weights, d_y, pass->in[0], d_weight);
    for (size_t i = 0; layer->weight[1].name && i < rows; i++)
        for (size_t j = 0; j < out; j++) d_bias[j] += d_y[i * out + j];
    if (pass->d_in[0]) NAME(hop_blas_product)(&inputs, d_y, pass->weights, pass->d_in[0]);
}

#endif
