/* Loads without error: d^(n-1) / (2 (2n-3)!! ln d) patterns.  Krotov and Hopfield 2016, section 2,
 * have the formula, for d to infinity; at d = 100 it gives 10.9, 362 and 7238.  A pattern is then
 * stable with the probability (1 - p)^d, p the exact chance of a wrong bit, which is far from 1:
 * said here beside what is measured.
 * SPDX-License-Identifier: MIT */
#include <hopfield/energy.h>

#include <math.h>
#include <stdio.h>

#include "../base/fail.h"
#include "../theory/crosstalk.h"
#include "repro_private.h"

enum { DIM = 100 };
typedef struct claim {
    int degree;
    double published, tolerance, trials, quick_trials;
} claim;
static const claim CLAIMS[] = {
    {2, 10.9, 0.05, 4000, 1000}, {3, 362, 0.5, 2000, 500}, {4, 7238, 0.5, 200, 0}};

/* (1 - p)^d */
static hop_status stable(const claim *c, double patterns, double *chance) {
    double values[DIM], chances[DIM], wrong = 0;
    hop_crosstalk_overlaps(DIM - 1, chances);
    for (size_t k = 0; k < DIM; k++) {
        double y = 2 * (double)k - (DIM - 1);
        values[k] = pow(y + 1, c->degree) - pow(y - 1, c->degree);
    }
    const hop_crosstalk crosstalk = {values, chances, DIM};
    HOP_TRY(hop_crosstalk_tail(&crosstalk, patterns - 1,
                               pow(DIM, c->degree) - pow(DIM - 2, c->degree), 0, &wrong));
    *chance = pow(1 - wrong, DIM);
    return HOP_OK;
}

static hop_status reproduce(hop_repro *repro, const claim *c) {
    char spec[64];
    hop_findings findings = {0};
    double trials = hop_repro_choose(repro, c->trials, c->quick_trials), chance = 0;
    double patterns = floor(c->published), unit = pow(DIM, c->degree - 1);
    snprintf(spec, sizeof spec, "polynomial:degree=%d,rectified=no", c->degree);
    /* One trial beside the theory, where the load is all that is asked for. */
    HOP_TRY(hop_repro_experiment(repro, 0, &findings, "capacity",
                                 "energy=%s criterion=exact dim=%d load=%.12g steps=1 "
                                 "trials=%.0f",
                                 spec, DIM, (trials > 0 ? patterns : 2) / unit, fmax(trials, 1)));
    double load = hop_repro_number(&findings, 0, "theory") * unit;
    double kept = hop_repro_number(&findings, 0, "success");
    double low = hop_repro_number(&findings, 0, "low"),
           high = hop_repro_number(&findings, 0, "high");
    hop_findings_clear(&findings);
    HOP_TRY(hop_repro_add(
        repro,
        (hop_repro_result){.value = load,
                           .expected = hop_repro_theory(repro, c->published, 1.1 * c->published),
                           .tolerance = c->tolerance,
                           .reason = "the digits published"},
        "patterns without error, n = %d", c->degree));
    if (!(trials > 0)) return HOP_OK;
    HOP_TRY(stable(c, patterns, &chance));
    return hop_repro_add(
        repro,
        (hop_repro_result){.value = kept,
                           .low = low,
                           .high = high,
                           .expected = chance,
                           .tolerance = 0.03 + 4.5 * sqrt(chance * (1 - chance) / trials),
                           .reason = "bits are not quite independent; 4.5 standard errors",
                           .source = "(1 - p)^d; the formula's 1 is for d to infinity"},
        "patterns kept at %.0f, n = %d", patterns, c->degree);
}

static hop_status run(hop_repro *repro) {
    for (size_t i = 0; i < sizeof CLAIMS / sizeof *CLAIMS; i++)
        HOP_TRY(reproduce(repro, &CLAIMS[i]));
    return HOP_OK;
}

const hop_repro_row hop_repro_without_error = {
    .row = {.name = "without-error",
            .title = "powers hold d^(n-1) / (2 (2n-3)!! ln d) patterns without error",
            .sources = "Krotov and Hopfield 2016, arXiv 1606.01164, section 2"},
    .method =
        "The theory beside the experiment capacity at d = 100, and how many patterns are kept "
        "to the last bit there after one sweep.",
    .falsehood = "10 % more",
    .seconds = 0.1,
    .run = run,
};
