/* Softmax stores exp(a d) patterns on the sphere of radius sqrt(d), with weights softmax(b x_i .
 * xi):
 *
 *     a = b - g,   g = ln(1 - f^2)/2 + b f,   f = (sqrt(1 + 4 b^2) - 1) / (2 b)
 *
 * as d goes to infinity (Lucibello and Mezard 2024).  At finite d noise equals signal where
 * N Gamma(d/2) (2/(b d))^(d/2-1) exp(-b d) I_(d/2-1)(b d) = 1: here by the integral that this
 * Bessel function is, of exp(b d (cos t - 1)) over sin(t)^(d-2). SPDX-License-Identifier: MIT */
#include <math.h>

#include "../base/fail.h"
#include "softmax_noise.h"

/* Of the integral, whose integrand ends smoothly. */
enum { INTERVALS = 4000 };

static double noise_load(double b, double dim) {
    double sum = 0, all = 0;
    for (size_t i = 1; i < INTERVALS; i++) {
        double t = M_PI * (double)i / INTERVALS, weight = pow(sin(t), dim - 2);
        sum += weight * exp(b * dim * (cos(t) - 1));
        all += weight;
    }
    return -log(sum / all) / dim;
}

static const hop_softmax_claim CLAIMS[] = {
    {0.5, 0.3870, noise_load, {8, 16}, {20000, 2000}, {2000, 200}},
    {1, 0.6226, noise_load, {8, 12}, {20000, 2000}, {1000, 0}},
    {2, 0.9088, noise_load, {0}, {0}, {0}},
    {4, 1.2244, noise_load, {0}, {0}, {0}},
};

static double formula(double b) {
    double f = (sqrt(1 + 4 * b * b) - 1) / (2 * b);
    return b - (log(1 - f * f) / 2 + b * f);
}

static hop_status add_formula(hop_repro *repro, const hop_softmax_claim *c) {
    return hop_repro_add(
        repro,
        (hop_repro_result){.value = formula(c->b),
                           .expected = hop_repro_theory(repro, c->limit, 1.05 * c->limit),
                           .tolerance = 6e-5,
                           .reason = "four digits"},
        "a, formula, b %g", c->b);
}

static hop_status run(hop_repro *repro) {
    for (size_t i = 0; i < sizeof CLAIMS / sizeof *CLAIMS; i++) {
        HOP_TRY(add_formula(repro, &CLAIMS[i]));
        HOP_TRY(hop_repro_softmax(repro, "spherical", &CLAIMS[i]));
    }
    return HOP_OK;
}

const hop_repro_row hop_repro_spherical_softmax = {
    .row = {.name = "spherical-softmax",
            .title = "softmax holds exp(a d) spherical patterns, a = b - g(b)",
            .sources = "Lucibello and Mezard 2024, doi 10.1103/PhysRevLett.132.077301"},
    .method =
        "Theory of the experiment capacity at large d; memories of the load at which noise "
        "equals signal at their d: the mean of (1 - p_1)/p_1 over their weights at a pattern; "
        "and the load at which iterated recall fails (experiment capacity).",
    .falsehood = "a limit 5 % larger, a load 20 % larger and a third as large",
    .seconds = 7.7,
    .run = run,
};
