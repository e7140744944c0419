/* Exponential interaction: exp(a d) + 1 patterns are recalled in one sweep from r d flipped bits
 * if a < I(1 - 2r)/2,  I(x) = ((1+x) ln(1+x) + (1-x) ln(1-x)) / 2.  At d = 32 that is a table of
 * numbers of patterns, and a sufficient condition (as d grows): at each success must be common,
 * which is taken to be .9 here.
 * Demircigil et al. 2017, theorem 3.  SPDX-License-Identifier: MIT */
#include <math.h>

#include "../base/fail.h"
#include "repro_private.h"

typedef struct claim {
    double flipped, patterns;
    double trials, quick_trials;
} claim;
static const claim CLAIMS[] = {
    {0, 65537, 40, 4},      {0.05, 2737, 400, 60}, {0.10, 362, 1000, 150}, {0.15, 77, 8000, 1000},
    {0.20, 23, 8000, 4000}, {0.25, 9, 8000, 4000}, {0.30, 5, 8000, 4000},
};

static const double DIM = 32, COMMON = 0.9;

/* The largest load as the experiment capacity has it. */
static hop_status overlay(const hop_repro *repro, double flipped, double *load) {
    hop_findings findings = {0};
    HOP_TRY(hop_repro_experiment(repro, 0, &findings, "capacity",
                                 "energy=exponential dim=32 damage=%.2f load=0.01 trials=1",
                                 flipped));
    *load = hop_repro_number(&findings, 0, "theory");
    hop_findings_clear(&findings);
    return HOP_OK;
}

static hop_status reproduce(hop_repro *repro, const claim *c) {
    hop_findings findings = {0};
    double theory = NAN;
    HOP_TRY(overlay(repro, c->flipped, &theory));
    HOP_TRY(hop_repro_experiment(
        repro, 0, &findings, "capacity",
        "energy=exponential update=synchronous dim=32 steps=1 criterion=exact damage=%.2f "
        "load=%.12f trials=%.0f",
        c->flipped, log(c->patterns) / DIM, hop_repro_choose(repro, c->trials, c->quick_trials)));
    double patterns = round(exp(DIM * hop_repro_theory(repro, theory, 1.1 * theory)) + 1);
    hop_repro_result success = {
        .value = hop_repro_number(&findings, 0, "success"),
        .low = hop_repro_number(&findings, 0, "low"),
        .high = hop_repro_number(&findings, 0, "high"),
        .expected = COMMON,
        .relation = HOP_REPRO_AT_LEAST,
        .reason = "half the interval",
    };
    success.tolerance = (success.high - success.low) / 2;
    hop_findings_clear(&findings);
    HOP_TRY(hop_repro_add(repro,
                          (hop_repro_result){.value = patterns,
                                             .expected = c->patterns,
                                             .tolerance = 0.5,
                                             .reason = "rounded to whole patterns"},
                          "patterns, %.0f %% flipped", 100 * c->flipped));
    return hop_repro_add(repro, success, "success, %.0f %% flipped", 100 * c->flipped);
}

static hop_status run(hop_repro *repro) {
    for (size_t i = 0; i < sizeof CLAIMS / sizeof *CLAIMS; i++)
        HOP_TRY(reproduce(repro, &CLAIMS[i]));
    return HOP_OK;
}

const hop_repro_row hop_repro_demircigil_table = {
    .row = {.name = "demircigil-table",
            .title = "exp(d I/2) patterns are recalled in one sweep, at d = 32",
            .sources = "Demircigil et al. 2017, arXiv 1702.01929, theorem 3"},
    .method = "exp(32 I(1-2r)/2) + 1 patterns, the number by the experiment capacity's own theory; "
              "one update of all neurons at once from a pattern with a fraction r flipped; success "
              "is the pattern, every bit.",
    .falsehood = "a load 10 % larger",
    .seconds = 0.1,
    .run = run,
};
