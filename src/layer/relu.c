/* Rectification:  y = max(x, 0).
 * SPDX-License-Identifier: MIT */
#ifndef TEMPLATE
#define TEMPLATE "relu.c"
#include "layer_private.h"

#include "both.h"

const hop_layer_row hop_layer_relu = {
    .row = {.name = "relu", .title = "rectification: max(x, 0)", .sources = "Nair and Hinton 2010"},
    .port = {{.name = "input"}},
    .shape = hop_layer_shape_same,
    HOP_LAYER_BOTH,
    .example = hop_layer_example_any,
};

#else

static void NAME(forward)(const hop_layer *layer, const hop_layer_pass *pass) {
    const size_t count = pass->samples * hop_layer_size(layer->in[0]);
    const real *x = pass->in[0];
    real *y = pass->out;
    for (size_t i = 0; i < count; i++) y[i] = x[i] < 0 ? 0 : x[i]; /* NAN stays */
}

static void NAME(backward)(const hop_layer *layer, const hop_layer_pass *pass) {
    const size_t count = pass->samples * hop_layer_size(layer->in[0]);
    const real *x = pass->in[0], *d_y = pass->d_out;
    real *d_x = pass->d_in[0];
    for (size_t i = 0; d_x && i < count; i++) d_x[i] += x[i] > 0 ? d_y[i] : 0;
}

#endif
