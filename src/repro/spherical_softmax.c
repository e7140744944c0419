/* Softmax stores exp(a d) patterns on the sphere of radius sqrt(d), with weights softmax(b x_i .
 * xi):
 *
 *     a = b - g,   g = ln(1 - f^2)/2 + b f,   f = (sqrt(1 + 4 b^2) - 1) / (2 b)
 *
 * as d goes to infinity (Lucibello and Mezard 2024).  At finite d noise equals signal where
 * N Gamma(d/2) (2/(b d))^(d/2-1) exp(-b d) I_(d/2-1)(b d) = 1, the experiment capacity's theory.
 * SPDX-License-Identifier: MIT */
#include <hopfield/statistics.h>

#include <math.h>

#include "../base/fail.h"
#include "softmax_noise.h"

static const hop_softmax_claim CLAIMS[] = {
    {0.5, 0.3870, {8, 16}, {20000, 2000}, {2000, 200}},
    {1, 0.6226, {8, 12}, {20000, 2000}, {1000, 0}},
    {2, 0.9088, {0}, {0}, {0}},
    {4, 1.2244, {0}, {0}, {0}},
};

static double formula(double b) {
    double f = (sqrt(1 + 4 * b * b) - 1) / (2 * b);
    return b - (log(1 - f * f) / 2 + b * f);
}

/* The finite-d load as d goes to infinity.  Errors are equal ones: it is arithmetic. */
static hop_status add_limit(hop_repro *repro, const hop_softmax_claim *c) {
    static const double DIMS[] = {400, 800, 1600};
    hop_sized sized[3];
    hop_extrapolation limit;
    for (size_t i = 0; i < 3; i++) {
        sized[i] = (hop_sized){.size = DIMS[i], .error = 1e-6};
        HOP_TRY(hop_repro_softmax_theory(repro, "spherical", c->b, DIMS[i], &sized[i].value));
    }
    HOP_TRY(hop_statistics_extrapolate(sized, 3, 1, &limit));
    double published = hop_repro_theory(repro, c->limit, 1.05 * c->limit);
    HOP_TRY(hop_repro_add(repro,
                          (hop_repro_result){.value = formula(c->b),
                                             .expected = published,
                                             .tolerance = 6e-5,
                                             .reason = "four digits"},
                          "a, formula, b %g", c->b));
    return hop_repro_add(repro,
                         (hop_repro_result){.value = limit.limit.value,
                                            .expected = published,
                                            .tolerance = 2e-4,
                                            .reason = "four digits, and (1/d)^2"},
                         "a, finite d extrapolated, b %g", c->b);
}

static hop_status run(hop_repro *repro) {
    for (size_t i = 0; i < sizeof CLAIMS / sizeof *CLAIMS; i++) {
        HOP_TRY(add_limit(repro, &CLAIMS[i]));
        HOP_TRY(hop_repro_softmax(repro, "spherical", &CLAIMS[i]));
    }
    return HOP_OK;
}

const hop_repro_row hop_repro_spherical_softmax = {
    .row = {.name = "spherical-softmax",
            .title = "softmax holds exp(a d) spherical patterns, a = b - g(b)",
            .sources = "Lucibello and Mezard 2024, doi 10.1103/PhysRevLett.132.077301"},
    .method = "The load at finite d at which noise equals signal, extrapolated by 1/d; memories of "
              "that load: the mean of (1 - p_1)/p_1 over their weights at a pattern; and the load "
              "at which iterated recall fails (experiment capacity).",
    .falsehood = "a limit 5 % larger, a load 20 % larger and half as large",
    .run = run,
};
