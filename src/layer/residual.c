/* A sum of two inputs:  y = a + b, so that a layer need only say what it changes.
 * He et al. 2016 (1512.03385), eq. 1.
 * SPDX-License-Identifier: MIT */
#ifndef TEMPLATE
#define TEMPLATE "residual.c"
#include "layer_private.h"

#include "both.h"

static hop_status shape(hop_layer *layer) {
    const hop_tokens a = layer->in[0], b = layer->in[1];
    if (a.tokens != b.tokens || a.width != b.width)
        return hop_fail(HOP_E_SHAPE, "%s: %zu x %zu numbers cannot be added to %zu x %zu",
                        layer->name, a.tokens, a.width, b.tokens, b.width);
    layer->out = a;
    return HOP_OK;
}

static void example(hop_random *random, hop_layer *layer) {
    hop_layer_example_any(random, layer);
    layer->inputs = 2;
    layer->in[1] = layer->in[0];
}

const hop_layer_row hop_layer_residual = {
    .row = {.name = "residual",
            .title = "the sum of two inputs: a layer behind it says what it changes",
            .sources = "He et al. 2016 (arXiv 1512.03385), eq. 1"},
    .port = {{.name = "input"}, {.name = "change"}},
    .shape = shape,
    HOP_LAYER_BOTH,
    .example = example,
};

#else

static void NAME(forward)(const hop_layer *layer, const hop_layer_pass *pass) {
    const size_t count = pass->samples * hop_layer_size(layer->in[0]);
    const real *a = pass->in[0], *b = pass->in[1];
    real *y = pass->out;
    for (size_t i = 0; i < count; i++) y[i] = a[i] + b[i];
}

static void NAME(backward)(const hop_layer *layer, const hop_layer_pass *pass) {
    const size_t count = pass->samples * hop_layer_size(layer->in[0]);
    const real *d_y = pass->d_out;
    for (size_t k = 0; k < 2; k++) {
        real *d_x = pass->d_in[k];
        for (size_t i = 0; d_x && i < count; i++) d_x[i] += d_y[i];
    }
}

#endif
