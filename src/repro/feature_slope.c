/* Y random features stand for any number of patterns, and what the energy and its gradient are off
 * by falls as Y^(-1/2).  To first order the error is known without a free parameter: the deviation
 * of the estimated sum over beta times the sum.
 * Hoover et al. 2024 (2410.24153); Rahimi and Recht 2007 for the variance.
 * SPDX-License-Identifier: MIT */
#include "../base/fail.h"
#include "repro_private.h"

static const char *const KINDS[] = {"sincos", "positive"};

/* Four standard deviations over seeds, and the terms of second order that are left at the smallest
 * Y: they make slopes of positive features flatter by .015 or so. */
static const char REASON[] =
    "four standard errors of the fit, and terms of second order at small Y";

static hop_status add_slope(hop_repro *repro, const hop_findings *findings, const char *kind,
                            const char *what, const char *slope, const char *low, const char *high,
                            double tolerance) {
    return hop_repro_add(repro,
                         (hop_repro_result){.value = hop_repro_number(findings, 0, slope),
                                            .low = hop_repro_number(findings, 0, low),
                                            .high = hop_repro_number(findings, 0, high),
                                            .expected = hop_repro_theory(repro, -0.5, -1),
                                            .tolerance = tolerance,
                                            .reason = REASON},
                         "slope, %s, %s", what, kind);
}

/* The mean of error / theory over all Y. */
static hop_status add_size(hop_repro *repro, const hop_findings *findings, const char *kind) {
    double sum = 0;
    size_t rows = hop_table_row_count(findings->table);
    for (size_t r = 0; r < rows; r++)
        sum +=
            hop_repro_number(findings, r, "energy_error") / hop_repro_number(findings, r, "theory");
    return hop_repro_add(
        repro,
        (hop_repro_result){
            .value = sum / (double)rows,
            .expected = hop_repro_theory(repro, 1, 2),
            .tolerance = hop_repro_choose(repro, 0.08, 0.2),
            .reason = "four standard errors over the draws, and terms of second order",
            .source = "Rahimi and Recht 2007 (sincos), Choromanski et al. 2021, arXiv 2009.14794 "
                      "(positive): the variance of an estimate"},
        "energy error / theory, %s", kind);
}

static hop_status reproduce(hop_repro *repro, const char *kind) {
    hop_findings f = {0};
    const bool quick = repro->options->quick;
    HOP_TRY(hop_repro_experiment(repro, 0, &f, "features", "kind=%s features=%s draws=%d", kind,
                                 quick ? "512:8192:x2" : "1024:32768:x2", quick ? 30 : 100));
    hop_status status = add_slope(repro, &f, kind, "energy", "slope", "slope_low", "slope_high",
                                  hop_repro_choose(repro, 0.05, 0.12));
    if (status == HOP_OK)
        status = add_slope(repro, &f, kind, "gradient", "gradient_slope", "gradient_low",
                           "gradient_high", hop_repro_choose(repro, 0.04, 0.06));
    if (status == HOP_OK) status = add_size(repro, &f, kind);
    hop_findings_clear(&f);
    return status;
}

static hop_status run(hop_repro *repro) {
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++) HOP_TRY(reproduce(repro, KINDS[i]));
    return HOP_OK;
}

const hop_repro_row hop_repro_feature_slope = {
    .row = {.name = "feature-slope",
            .title = "random features: errors fall as the square root of their number",
            .sources = "Hoover et al. 2024, arXiv 2410.24153"},
    .method = "The experiment features: 32 spherical patterns of 16 values, beta .05, 20 queries; "
              "root mean square errors of energy and gradient over draws of Y features, and a line "
              "through their logarithms.",
    .falsehood = "errors that fall as 1/Y, and are twice as large",
    .seconds = 14,
    .run = run,
};
