/* The Gaussian error linear unit:  y = x Phi(x), Phi the normal distribution function.
 * Hendrycks and Gimpel 2016 (1606.08415), section 2.
 * SPDX-License-Identifier: MIT */
#ifndef TEMPLATE
#define TEMPLATE "gelu.c"
#include <tgmath.h>

#include "layer_private.h"

static const double ROOT_HALF = 0.70710678118654752440;
static const double DENSITY = 0.39894228040143267794; /* 1/sqrt(2 pi) */

#include "both.h"

const hop_layer_row hop_layer_gelu = {
    .row = {.name = "gelu",
            .title = "the Gaussian error linear unit: x times the normal distribution function",
            .sources = "Hendrycks and Gimpel 2016 (arXiv 1606.08415), section 2"},
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
    for (size_t i = 0; i < count; i++) y[i] = x[i] * (1 + erf(x[i] * (real)ROOT_HALF)) / 2;
}

static void NAME(backward)(const hop_layer *layer, const hop_layer_pass *pass) {
    const size_t count = pass->samples * hop_layer_size(layer->in[0]);
    const real *x = pass->in[0], *d_y = pass->d_out;
    real *d_x = pass->d_in[0];
    for (size_t i = 0; d_x && i < count; i++) {
        const real below = (1 + erf(x[i] * (real)ROOT_HALF)) / 2;
        d_x[i] += d_y[i] * (below + x[i] * (real)DENSITY * exp(-x[i] * x[i] / 2));
    }
}

#endif
