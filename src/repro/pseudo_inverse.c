/* The pseudo-inverse rule without self-coupling holds up to d patterns, and its basins shrink to
 * nothing there.  Kanter and Sompolinsky 1987 have the rule and its capacity N = d; the damage at
 * which recall fails (an overlap above .9, half of the trials) was simulated apart from the
 * program. SPDX-License-Identifier: MIT */
#include <math.h>

#include "../base/fail.h"
#include "repro_private.h"

enum { DIM = 200 };

typedef struct claim {
    double load, damage;
} claim;
static const claim CLAIMS[] = {
    {0.1, 0.386}, {0.3, 0.225}, {0.5, 0.107}, {0.7, 0.041}, {0.9, 0.013}};

/* Half of the last digit, what an interval may miss by, and a flip of one of 200 bits more or less
 * where two make the difference. */
static const double DIGITS = 5e-4, INTERVALS = 2.5, FLIP = 0.002;

static hop_status damage_at(hop_repro *repro, const claim *c) {
    hop_findings findings = {0};
    hop_threshold threshold;
    HOP_TRY(hop_repro_experiment(repro, 0, &findings, "basin",
                                 "energy=pseudo-inverse dim=%d load=%g precision=%g", DIM, c->load,
                                 hop_repro_choose(repro, 0.06, 0.2)));
    hop_status status = hop_repro_threshold(&findings, &threshold);
    hop_findings_clear(&findings);
    if (status != HOP_OK) return status;
    double half = (threshold.high - threshold.low) / 2;
    /* Where one bit more is too many, the threshold is anywhere between the two: no scatter. */
    bool bit = fabs(2 * half * DIM - 1) < 1e-3;
    return hop_repro_add(
        repro,
        (hop_repro_result){
            .value = threshold.value,
            .low = threshold.low,
            .high = threshold.high,
            .expected = hop_repro_theory(repro, c->damage, 1.6 * c->damage),
            .tolerance = DIGITS + (bit ? half : INTERVALS * half + FLIP),
            .reason = bit ? "half a bit, and digits"
                          : "2.5 times the half interval, two fifths of a bit, and digits",
            .source = "simulated apart from the program",
        },
        "damage, N/d = %.1f", c->load);
}

static hop_status run(hop_repro *repro) {
    hop_findings findings = {0};
    HOP_TRY(hop_repro_experiment(repro, 0, &findings, "capacity",
                                 "energy=pseudo-inverse dim=100 load=0.99,1 trials=%g",
                                 hop_repro_choose(repro, 100, 20)));
    double below = hop_repro_number(&findings, 0, "success");
    double at = hop_repro_number(&findings, 1, "success");
    hop_findings_clear(&findings);
    HOP_TRY(hop_repro_add(repro,
                          (hop_repro_result){.value = below,
                                             .expected = hop_repro_theory(repro, 0.99, 1.1),
                                             .relation = HOP_REPRO_AT_LEAST,
                                             .reason = "all patterns are fixed points"},
                          "patterns kept, N = 99, d = 100"));
    HOP_TRY(hop_repro_add(repro,
                          (hop_repro_result){.value = at,
                                             .relation = HOP_REPRO_AT_MOST,
                                             .reason = "W is 1: nothing moves, so nothing is "
                                                       "recalled"},
                          "patterns recalled, N = d = 100"));
    for (size_t i = 0; i < sizeof CLAIMS / sizeof *CLAIMS; i++)
        HOP_TRY(damage_at(repro, &CLAIMS[i]));
    return HOP_OK;
}

const hop_repro_row hop_repro_pseudo_inverse = {
    .row = {.name = "pseudo-inverse",
            .title = "the pseudo-inverse rule holds d patterns, with ever smaller basins",
            .sources =
                "Kanter and Sompolinsky 1987, doi 10.1103/PhysRevA.35.380 (the rule, N = d)"},
    .method =
        "Patterns kept below and at N = d (experiment capacity); the fraction of flipped bits "
        "at which half of the networks of 200 neurons recall an overlap of .9 (experiment "
        "basin).",
    .falsehood = "basins 1.6 times as large",
    .seconds = 3.3,
    .run = run,
};
