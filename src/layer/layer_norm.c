/* Layer normalisation:  y = gain (x - mean x) / sqrt(var x + e) + bias  for every token.
 * Ba, Kiros, Hinton 2016 (1607.06450), eq. 4.
 * SPDX-License-Identifier: MIT */
#ifndef TEMPLATE
#define TEMPLATE "layer_norm.c"
#include <tgmath.h>

#include "layer_private.h"

/* Added to the variance, so that a constant token has a place; the usual value. */
static const double FLOOR = 1e-5;

#include "both.h"

static hop_status shape(hop_layer *layer) {
    const size_t width = layer->in[0].width;
    layer->out = layer->in[0];
    layer->weight[0] = (hop_layer_weight){"gain", 1, width, false};
    layer->weight[1] = (hop_layer_weight){"bias", 1, width, false};
    layer->saved = layer->in[0].tokens * 2; /* mean and 1/deviation */
    return HOP_OK;
}

static void initialise(const hop_layer *layer, hop_random *random, double *weights) {
    (void)random;
    for (size_t i = 0; i < layer->weights; i++) weights[i] = i < layer->in[0].width;
}

const hop_layer_row hop_layer_layer_norm = {
    .row = {.name = "layer_norm",
            .title = "every token to mean 0 and deviation 1, then a gain and a bias",
            .sources = "Ba, Kiros, Hinton 2016 (arXiv 1607.06450), eq. 4"},
    .port = {{.name = "input"}},
    .shape = shape,
    .initialise = initialise,
    HOP_LAYER_BOTH,
    .example = hop_layer_example_any,
};

#else

static void NAME(forward)(const hop_layer *layer, const hop_layer_pass *pass) {
    const size_t rows = pass->samples * layer->in[0].tokens, width = layer->in[0].width;
    const real *gain = pass->weights, *bias = gain + width;
    for (size_t i = 0; i < rows; i++) {
        const real *x = (const real *)pass->in[0] + i * width;
        real *y = (real *)pass->out + i * width, *saved = (real *)pass->saved + 2 * i;
        real mean = 0, variance = 0;
        for (size_t c = 0; c < width; c++) mean += x[c];
        mean /= (real)width;
        for (size_t c = 0; c < width; c++) variance += (x[c] - mean) * (x[c] - mean);
        saved[0] = mean;
        saved[1] = 1 / sqrt(variance / (real)width + (real)FLOOR);
        for (size_t c = 0; c < width; c++) y[c] = gain[c] * (x[c] - mean) * saved[1] + bias[c];
    }
}

/* With u = (x - mean) / deviation: dx = (du - mean du - u mean(u du)) / deviation. */
static void NAME(backward)(const hop_layer *layer, const hop_layer_pass *pass) {
    const size_t rows = pass->samples * layer->in[0].tokens, width = layer->in[0].width;
    const real *gain = pass->weights;
    real *d_gain = pass->d_weights, *d_bias = d_gain + width;
    for (size_t i = 0; i < rows; i++) {
        const real *x = (const real *)pass->in[0] + i * width;
        const real *d_y = (const real *)pass->d_out + i * width;
        const real *saved = (const real *)pass->saved + 2 * i;
        real sum = 0, turned = 0;
        for (size_t c = 0; c < width; c++) {
            const real u = (x[c] - saved[0]) * saved[1];
            d_gain[c] += d_y[c] * u;
            d_bias[c] += d_y[c];
            sum += d_y[c] * gain[c];
            turned += d_y[c] * gain[c] * u;
        }
        real *d_x = pass->d_in[0] ? (real *)pass->d_in[0] + i * width : NULL;
        for (size_t c = 0; d_x && c < width; c++) {
            const real u = (x[c] - saved[0]) * saved[1];
            d_x[c] += saved[1] * (d_y[c] * gain[c] - (sum + u * turned) / (real)width);
        }
    }
}

#endif
