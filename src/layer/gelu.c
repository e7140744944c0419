/* The Gaussian error linear unit:  y = x Phi(x), Phi the normal distribution function.
 * Hendrycks and Gimpel 2016 (1606.08415), section 2.
 * SPDX-License-Identifier: MIT */
#ifndef TEMPLATE
#define TEMPLATE "gelu.c"
#include <math.h>

#include "../base/exp.h"
#include "../base/simd.h"
#include "layer_private.h"

enum { TOGETHER = 256 }; /* numbers whose Phi is computed at a time */

static const double ROOT_HALF = 0.70710678118654752440;
static const double DENSITY = 0.39894228040143267794; /* 1/sqrt(2 pi) */

/* below = Phi(x) and density = phi(x) of x [count]. */
static void normal(size_t count, const double *x, double *below, double *density) {
    for (size_t i = 0; i < count; i++) {
        below[i] = (1 + erf(x[i] * ROOT_HALF)) / 2;
        density[i] = DENSITY * exp(-x[i] * x[i] / 2);
    }
}

/* below from density = exp(-x^2 / 2): erf as in Abramowitz and Stegun 1964, 7.1.26, off by 1.5e-7.
 */
HOP_CLONES static void from_density(size_t count, const float *x, const float *density,
                                    float *below) {
    static const float A1 = 0.254829592F, A2 = -0.284496736F, A3 = 1.421413741F, A4 = -1.453152027F,
                       A5 = 1.061405429F, P = 0.3275911F * 0.70710678F;
    for (size_t i = 0; i < count; i++) {
        const float t = 1 / (1 + P * fabsf(x[i]));
        const float tail = t * (A1 + t * (A2 + t * (A3 + t * (A4 + t * A5)))) * density[i] / 2;
        below[i] = 0.5F + copysignf(0.5F - tail, x[i]);
    }
}

/* The same by one exponential. */
static void normal_float(size_t count, const float *x, float *below, float *density) {
    for (size_t i = 0; i < count; i++) density[i] = -x[i] * x[i] / 2;
    hop_exp_weights(1, 0, density, count);
    from_density(count, x, density, below);
    for (size_t i = 0; i < count; i++) density[i] *= (float)DENSITY;
}

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
    real *y = pass->out, below[TOGETHER], density[TOGETHER];
    for (size_t i = 0; i < count; i += TOGETHER) {
        const size_t some = count - i < TOGETHER ? count - i : TOGETHER;
        NAME(normal)(some, x + i, below, density);
        for (size_t k = 0; k < some; k++) y[i + k] = x[i + k] * below[k];
    }
}

static void NAME(backward)(const hop_layer *layer, const hop_layer_pass *pass) {
    const size_t count = pass->samples * hop_layer_size(layer->in[0]);
    const real *x = pass->in[0], *d_y = pass->d_out;
    real *d_x = pass->d_in[0], below[TOGETHER], density[TOGETHER];
    for (size_t i = 0; d_x && i < count; i += TOGETHER) {
        const size_t some = count - i < TOGETHER ? count - i : TOGETHER;
        NAME(normal)(some, x + i, below, density);
        for (size_t k = 0; k < some; k++)
            d_x[i + k] += d_y[i + k] * (below[k] + x[i + k] * density[k]);
    }
}

#endif
