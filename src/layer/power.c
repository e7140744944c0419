/* A rectified power:  y = max(x, 0)^n, what a dense associative memory makes of an overlap; or, so
 * that high powers neither vanish nor overflow, relative to the token's largest x,  y = (x /
 * max)^n. Krotov and Hopfield 2016 (1606.01164), eq. 6. SPDX-License-Identifier: MIT */
#ifndef TEMPLATE
#define TEMPLATE "power.c"
#include <tgmath.h>

#include "layer_private.h"

enum { DEGREE, RELATIVE };

#include "both.h"

static void example(hop_random *random, hop_layer *layer) {
    hop_layer_example_any(random, layer);
    layer->parameter[DEGREE] = (double)(1 + hop_layer_draw(random, 4));
    layer->parameter[RELATIVE] = (double)hop_random_below(random, 2);
}

const hop_layer_row hop_layer_power = {
    .row = {.name = "power",
            .title = "a rectified power: max(x, 0)^n, as in a dense associative memory",
            .sources = "Krotov and Hopfield 2016 (arXiv 1606.01164), eq. 6",
            .parameters = {HOP_PARAMETER_WHOLE("degree", "n", "dimensionless", 2, 1, 60),
                           {.name = "relative",
                            .meaning = "whether x is divided by the largest of its token",
                            .unit = "dimensionless",
                            .choices = "no|yes"}}},
    .port = {{.name = "input"}},
    .shape = hop_layer_shape_same,
    HOP_LAYER_BOTH,
    .example = example,
};

#else

static real NAME(raise)(real x, size_t degree) {
    real y = 1;
    for (; degree > 0; degree /= 2) {
        if (degree % 2) y *= x;
        x *= x;
    }
    return y;
}

/* What x is divided by, 1 if not at all, and where that stands. */
static real NAME(divisor)(const hop_layer *layer, const real *x, size_t *at) {
    *at = 0;
    if (layer->parameter[RELATIVE] == 0) return 1;
    for (size_t c = 1; c < layer->in[0].width; c++) *at = x[c] > x[*at] ? c : *at;
    return x[*at];
}

static void NAME(forward)(const hop_layer *layer, const hop_layer_pass *pass) {
    const size_t rows = pass->samples * layer->in[0].tokens, width = layer->in[0].width;
    const size_t degree = hop_layer_count(layer, DEGREE);
    for (size_t i = 0; i < rows; i++) {
        const real *x = (const real *)pass->in[0] + i * width;
        real *y = (real *)pass->out + i * width;
        size_t at = 0;
        const real unit = NAME(divisor)(layer, x, &at);
        for (size_t c = 0; c < width; c++)
            y[c] = x[c] < 0 || unit <= 0 ? 0 : NAME(raise)(x[c] / unit, degree);
    }
}

/* The largest x is a divisor of all: what they lose by it is its own. */
static void NAME(backward)(const hop_layer *layer, const hop_layer_pass *pass) {
    const size_t rows = pass->samples * layer->in[0].tokens, width = layer->in[0].width;
    const size_t degree = hop_layer_count(layer, DEGREE);
    for (size_t i = 0; pass->d_in[0] && i < rows; i++) {
        const real *x = (const real *)pass->in[0] + i * width;
        const real *d_y = (const real *)pass->d_out + i * width;
        real *d_x = (real *)pass->d_in[0] + i * width, lost = 0;
        size_t at = 0;
        const real unit = NAME(divisor)(layer, x, &at);
        if (unit <= 0) continue;
        for (size_t c = 0; c < width; c++) {
            if (x[c] <= 0) continue;
            const real slope = (real)degree * NAME(raise)(x[c] / unit, degree - 1) * d_y[c] / unit;
            d_x[c] += slope;
            lost += slope * x[c] / unit;
        }
        if (layer->parameter[RELATIVE] != 0) d_x[at] -= lost;
    }
}

#endif
