/* Exponential interaction: how the number of patterns at which half are lost really grows with d.
 * The theorem promises exp(d I(1-2r)/2).  The random-energy estimate: recall fails once one of the
 * N - 1 other patterns is as near to the start as the target, and the largest of N overlaps reaches
 * x d at
 *
 *     ln N = I(x) d + (ln d)/2 + constant                (Bahadur and Ranga Rao 1960)
 *
 * so the rate is I(1-2r) while 1-2r < tanh 1; nearer to the pattern the sum of all others, and not
 * the largest, is the noise, and the rate is 1-2r - ln cosh 1.  (The smaller of the two is not the
 * rate: the second is never the larger one, and negative from r = .283.)  A conjecture.
 * SPDX-License-Identifier: MIT */
#include <gsl/gsl_fit.h>
#include <math.h>

#include "../base/fail.h"
#include "repro_private.h"

enum { SIZES_MAX = 8 };

/* The rate, by least squares of ln N - (ln d)/2 over d. */
static hop_repro_result rate_of(const hop_findings *findings, const double *dim) {
    double y[SIZES_MAX], weight[SIZES_MAX], constant, rate, c00, c01, c11, chi;
    for (size_t i = 0; i < findings->threshold_count; i++) {
        const hop_threshold *t = &findings->thresholds[i];
        double error = dim[i] * (t->high - t->low) / 2 / 1.96;
        y[i] = dim[i] * t->value - log(dim[i]) / 2;
        weight[i] = 1 / (error * error);
    }
    gsl_fit_wlinear(dim, 1, weight, 1, y, 1, findings->threshold_count, &constant, &rate, &c00,
                    &c01, &c11, &chi);
    double half = 1.96 * sqrt(c11);
    return (hop_repro_result){.value = rate, .low = rate - half, .high = rate + half};
}

static hop_status add_rate(hop_repro *repro, const hop_findings *findings, const double *dim,
                           double flipped) {
    double proven = hop_repro_number(findings, 0, "theory");
    hop_repro_result result = rate_of(findings, dim);
    double half = (result.high - result.low) / 2;
    result.expected = hop_repro_theory(repro, proven, 4 * proven);
    result.relation = HOP_REPRO_AT_LEAST;
    result.reason = "a sufficient condition is a lower bound";
    HOP_TRY(hop_repro_add(repro, result, "rate >= I(1-2r)/2, %.3g %%", 100 * flipped));
    result.expected = 1 - 2 * flipped - log(cosh(1));
    result.reason = "the noise's mean is not what fails first, as 1-2r < tanh 1";
    result.source = "estimate by the mean of the noise";
    HOP_TRY(hop_repro_add(repro, result, "rate >= 1-2r-ln cosh 1, %.3g %%", 100 * flipped));
    result.expected = hop_repro_theory(repro, 2 * proven, proven);
    result.tolerance = 0.05 * 2 * proven + 2 * half;
    result.relation = HOP_REPRO_EQUAL;
    result.reason = "5 % for what falls faster than ln d / d, and four standard errors";
    result.source = "random-energy estimate (a conjecture)";
    return hop_repro_add(repro, result, "rate = I(1-2r), %.3g %%", 100 * flipped);
}

static hop_status reproduce(hop_repro *repro, double flipped, const char *dims, const double *dim,
                            size_t count) {
    hop_findings findings = {0};
    HOP_TRY(hop_repro_experiment(
        repro, 0, &findings, "capacity",
        "energy=exponential steps=1 criterion=exact damage=%g dim=%s precision=%g", flipped, dims,
        hop_repro_choose(repro, 0.01, 0.03)));
    hop_status status = HOP_OK;
    if (findings.threshold_count != count)
        status = hop_fail(HOP_E_EMPTY, "%zu thresholds were located where %zu were to be",
                          findings.threshold_count, count);
    if (status == HOP_OK) status = add_rate(repro, &findings, dim, flipped);
    hop_findings_clear(&findings);
    return status;
}

static hop_status run(hop_repro *repro) {
    static const double QUARTER[] = {16, 24, 32, 40, 48};
    static const double LESS[] = {16, 32};
    if (repro->options->quick) return reproduce(repro, 0.25, "16,32", LESS, 2);
    HOP_TRY(reproduce(repro, 0.25, "16,24,32,40,48", QUARTER, 5));
    return reproduce(repro, 0.1875, "16,32", LESS, 2);
}

const hop_repro_row hop_repro_demircigil_growth = {
    .row = {.name = "demircigil-growth",
            .title = "the number of patterns grows twice as fast as is proven",
            .sources = "Demircigil et al. 2017, arXiv 1702.01929, theorem 3"},
    .method =
        "The number of patterns N at which one sweep, from a pattern with a fraction r of its "
        "bits flipped, fails in half of the memories, located at each d (experiment "
        "capacity); the rate is the slope of ln N - (ln d)/2 over d.",
    .falsehood = "a proven rate four times as large, an estimate of half the size",
    .seconds = 0.3,
    .run = run,
};
