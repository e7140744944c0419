/* Learned positions:  y_t = x_t + P_t.  Gehring et al. 2017 (1705.03122); Vaswani et al. 2017.
 * SPDX-License-Identifier: MIT */
#ifndef TEMPLATE
#define TEMPLATE "position.c"
#include "layer_private.h"

enum { SPREAD };

#include "both.h"

static hop_status shape(hop_layer *layer) {
    layer->out = layer->in[0];
    layer->weight[0] = (hop_layer_weight){"weight", layer->out.tokens, layer->out.width, true};
    return HOP_OK;
}

static void initialise(const hop_layer *layer, hop_random *random, double *weights) {
    hop_layer_fill_normal(random, layer->weights, layer->parameter[SPREAD], weights);
}

const hop_layer_row hop_layer_position = {
    .row = {.name = "position",
            .title = "adds a learned vector for every place",
            .sources = "Gehring et al. 2017 (arXiv 1705.03122); Vaswani et al. 2017, section 3.5",
            .parameters = {{.name = "spread",
                            .meaning = "deviation of the first weights",
                            .unit = "dimensionless",
                            .default_value = 0.5,
                            .low = 0,
                            .high = 100}}},
    .port = {{.name = "input"}},
    .shape = shape,
    .initialise = initialise,
    HOP_LAYER_BOTH,
    .example = hop_layer_example_any,
};

#else

static void NAME(forward)(const hop_layer *layer, const hop_layer_pass *pass) {
    const size_t size = hop_layer_size(layer->in[0]);
    const real *x = pass->in[0], *weight = pass->weights;
    real *y = pass->out;
    for (size_t i = 0; i < pass->samples; i++)
        for (size_t c = 0; c < size; c++) y[i * size + c] = x[i * size + c] + weight[c];
}

static void NAME(backward)(const hop_layer *layer, const hop_layer_pass *pass) {
    const size_t size = hop_layer_size(layer->in[0]);
    const real *d_y = pass->d_out;
    real *d_x = pass->d_in[0], *d_weight = pass->d_weights;
    for (size_t i = 0; i < pass->samples; i++)
        for (size_t c = 0; c < size; c++) d_weight[c] += d_y[i * size + c];
    for (size_t i = 0; d_x && i < pass->samples * size; i++) d_x[i] += d_y[i];
}

#endif
