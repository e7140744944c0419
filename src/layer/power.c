/* A rectified power:  y = max(x, 0)^n, what a dense associative memory makes of an overlap.
 * Krotov and Hopfield 2016 (1606.01164), eq. 6.
 * SPDX-License-Identifier: MIT */
#ifndef TEMPLATE
#define TEMPLATE "power.c"
#include <tgmath.h>

#include "layer_private.h"

enum { DEGREE };

#include "both.h"

static void example(hop_random *random, hop_layer *layer) {
    hop_layer_example_any(random, layer);
    layer->parameter[DEGREE] = (double)(1 + hop_layer_draw(random, 4));
}

const hop_layer_row hop_layer_power = {
    .row = {.name = "power",
            .title = "a rectified power: max(x, 0)^n, as in a dense associative memory",
            .sources = "Krotov and Hopfield 2016 (arXiv 1606.01164), eq. 6",
            .parameters = {{.name = "degree",
                            .meaning = "n",
                            .unit = "dimensionless",
                            .standard = 2,
                            .low = 1,
                            .high = 60,
                            .integer = true}}},
    .port = {{.name = "input"}},
    .shape = hop_layer_shape_same,
    HOP_LAYER_BOTH,
    .example = example,
};

#else

static real NAME(raise)(real x, size_t degree) {
    real y = 1;
    for (; degree > 0; degree /= 2, x *= x)
        if (degree % 2) y *= x;
    return y;
}

static void NAME(forward)(const hop_layer *layer, const hop_layer_pass *pass) {
    const size_t count = pass->samples * hop_layer_size(layer->in[0]);
    const size_t degree = hop_layer_count(layer, DEGREE);
    const real *x = pass->in[0];
    real *y = pass->out;
    for (size_t i = 0; i < count; i++) y[i] = x[i] < 0 ? 0 : NAME(raise)(x[i], degree);
}

static void NAME(backward)(const hop_layer *layer, const hop_layer_pass *pass) {
    const size_t count = pass->samples * hop_layer_size(layer->in[0]);
    const size_t degree = hop_layer_count(layer, DEGREE);
    const real *x = pass->in[0], *d_y = pass->d_out;
    real *d_x = pass->d_in[0];
    for (size_t i = 0; d_x && i < count; i++)
        if (x[i] > 0) d_x[i] += (real)degree * NAME(raise)(x[i], degree - 1) * d_y[i];
}

#endif
