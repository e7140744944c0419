/* In-context denoising without training: of 8 patterns of norm 4 with 16 values, one is seen
 * through noise of 2 in every value.  One step at beta = 1/sigma^2 is the exact posterior mean;
 * further steps and the nearest pattern lose.  Smart, Bietti and Sengupta 2025 prove the first; the
 * numbers were simulated apart from the program.  States creep to rest: the .903 that was simulated
 * is reached after 80 steps, and .913 at rest (40,000 queries).
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "../base/fail.h"
#include "repro_private.h"

static const char APART[] = "simulated apart from the program",
                  HERE[] = "40,000 queries of this program; .903, simulated apart, is not at rest";

static hop_status hold(hop_repro *repro, double value, double expected, double error,
                       const char *source, const char *what) {
    return hop_repro_add(
        repro,
        (hop_repro_result){.value = value,
                           .low = value - 1.96 * error,
                           .high = value + 1.96 * error,
                           .expected = hop_repro_theory(repro, expected, 1.3 * expected),
                           .tolerance = 5e-4 + 5 * error,
                           .reason = "three digits, and five standard errors",
                           .source = source},
        "%s", what);
}

static hop_status run(hop_repro *repro) {
    hop_findings f = {0};
    const double queries = hop_repro_choose(repro, 8000, 1500);
    /* Scatter of a query's error, by value: about its mean. */
    const double step = 0.45 / sqrt(queries), rest = 0.95 / sqrt(queries);
    HOP_TRY(hop_repro_experiment(repro, 0, &f, "bayes", "steps=1,2,80,1000 ratio=1 queries=%.0f",
                                 queries));
    double one = hop_repro_number(&f, 0, "error"), two = hop_repro_number(&f, 1, "error");
    double many = hop_repro_number(&f, 2, "error"), all = hop_repro_number(&f, 3, "error");
    double best = hop_repro_number(&f, 0, "posterior");
    double nearest = hop_repro_number(&f, 0, "nearest");
    hop_findings_clear(&f);
    HOP_TRY(hop_repro_add(repro,
                          (hop_repro_result){.value = one - best,
                                             .expected = hop_repro_theory(repro, 0, 1),
                                             .tolerance = 1e-9,
                                             .reason = "rounding"},
                          "one step less the posterior mean"));
    HOP_TRY(hold(repro, one, 0.380, step, APART, "one step"));
    HOP_TRY(hold(repro, two, 0.400, step, APART, "two steps"));
    HOP_TRY(hold(repro, many, 0.903, rest, APART, "80 steps"));
    HOP_TRY(hold(repro, all, 0.913, rest, HERE, "to rest"));
    HOP_TRY(hold(repro, nearest, 0.550, rest, APART, "the nearest pattern"));
    HOP_TRY(
        hop_repro_experiment(repro, 0, &f, "bayes", "steps=1 ratio=0.5,2 queries=%.0f", queries));
    double half = hop_repro_number(&f, 0, "error"), twice = hop_repro_number(&f, 1, "error");
    hop_findings_clear(&f);
    HOP_TRY(hold(repro, half, 0.443, step, APART, "one step at half the beta"));
    return hold(repro, twice, 0.415, step, APART, "one step at twice the beta");
}

const hop_repro_row hop_repro_in_context_denoising = {
    .row = {.name = "in-context-denoising",
            .title = "denoising by one step at 1/sigma^2 is the exact posterior mean",
            .sources = "Smart, Bietti, Sengupta 2025, arXiv 2502.05164, theorem 3.1"},
    .method = "Mean squared error of a value over random queries (experiment bayes), 8 patterns of "
              "norm 4 in 16 values, noise 2.",
    .falsehood = "errors 30 % larger, and a step that is not the mean",
    .seconds = 0.8,
    .run = run,
};
