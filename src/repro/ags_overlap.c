/* The overlap m of a recalled pattern with the pattern, at temperature 0:
 *
 *     m = erf z,   z the largest root of   z (sqrt(2 a) + (2 / sqrt(pi)) exp(-z^2)) = erf z
 *
 * Amit, Gutfreund, Sompolinsky 1987, replica symmetric, d to infinity; a = N/d.
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "../base/fail.h"
#include "repro_private.h"

static const double LOADS[] = {0.05, 0.08, 0.10, 0.12};
enum { LOAD_COUNT = sizeof LOADS / sizeof *LOADS };

/* `noise`: 1 in the theory. */
static double excess(double load, double noise, double z) {
    return erf(z) - z * (noise * sqrt(2 * load) + M_2_SQRTPI * exp(-z * z));
}

/* Falls from far out, where the excess is below 0, to the first root. */
static double overlap(double load, double noise) {
    double z = 10;
    while (z > 0 && excess(load, noise, z) < 0) z -= 1e-4;
    return erf(z);
}

static hop_status run(hop_repro *repro) {
    hop_findings findings = {0};
    const double dim = 8000;
    HOP_TRY(hop_repro_experiment(repro, 0, &findings, "capacity",
                                 "energy=hebb dim=%.0f load=0.05,0.08,0.1,0.12 trials=%.0f", dim,
                                 hop_repro_choose(repro, 600, 60)));
    hop_status status = HOP_OK;
    for (size_t i = 0; i < LOAD_COUNT && status == HOP_OK; i++) {
        double theory = overlap(LOADS[i], 1), wrong = 1 - theory;
        double measured = 1 - hop_repro_number(&findings, i, "cosine");
        double bits = hop_repro_number(&findings, i, "trials") * dim;
        /* 1 - m is twice the fraction of wrong bits. */
        double counting = 2 * sqrt(wrong / 2 / bits);
        status = hop_repro_add(
            repro,
            (hop_repro_result){
                .value = measured,
                .expected = hop_repro_theory(repro, wrong, 1 - overlap(LOADS[i], 1.1)),
                .tolerance = hop_repro_choose(repro, 0.03, 0.1) * wrong + 4 * counting,
                .reason = "finite d, and four errors of counting",
            },
            "1 - m at N/d = %.2f", LOADS[i]);
    }
    hop_findings_clear(&findings);
    return status;
}

const hop_repro_row hop_repro_ags_overlap = {
    .row = {.name = "ags-overlap",
            .title = "the overlap after recall against load, at temperature 0",
            .sources = "Amit, Gutfreund, Sompolinsky 1987, doi 10.1016/0003-4916(87)90092-3"},
    .method = "Mean of 1 - m over networks of 8000 neurons, started at a pattern "
              "(experiment capacity), against the largest root of the mean-field equation.",
    .falsehood = "noise 10 % larger",
    .run = run,
};
