/* Within 1/(B N M) of a pattern that is separated well enough, one step and the fixed point come as
 * near to the pattern as two bounds say; measured errors must be below them wherever their premise
 * holds.  Ramsauer et al. 2020, theorems 4 and 5 (the experiment convergence states them).
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "../base/fail.h"
#include "repro_private.h"

static hop_status run(hop_repro *repro) {
    hop_findings findings = {0};
    double violated = 0, held = 0, step = 0, fixed = 0;
    HOP_TRY(hop_repro_experiment(repro, 0, &findings, "convergence",
                                 "dim=16,64 stored=10,100 beta=0.05:1.6:x2 distance=0,1 "
                                 "patterns=bipolar,spherical,gaussian queries=%.0f",
                                 hop_repro_choose(repro, 200, 30)));
    for (size_t i = 0; i < hop_table_row_count(findings.table); i++) {
        violated += hop_repro_number(&findings, i, "violated");
        held += hop_repro_number(&findings, i, "premise");
        step = fmax(step, hop_repro_number(&findings, i, "worst"));
        fixed = fmax(fixed, hop_repro_number(&findings, i, "fixed_worst"));
    }
    hop_findings_clear(&findings);
    hop_repro_result ratio = {
        .expected = hop_repro_theory(repro, 1, 0.001),
        .relation = HOP_REPRO_AT_MOST,
        .reason = "a bound is a bound",
    };
    HOP_TRY(hop_repro_add(repro,
                          (hop_repro_result){.value = held,
                                             .expected = hop_repro_choose(repro, 2000, 300),
                                             .relation = HOP_REPRO_AT_LEAST,
                                             .reason = "else little would have been asked"},
                          "states that meet the premise"));
    HOP_TRY(hop_repro_add(repro,
                          (hop_repro_result){.value = violated,
                                             .relation = HOP_REPRO_AT_MOST,
                                             .reason = "a bound is a bound"},
                          "bounds violated"));
    ratio.value = step;
    HOP_TRY(hop_repro_add(repro, ratio, "largest error / bound, one step"));
    ratio.value = fixed;
    return hop_repro_add(repro, ratio, "largest error / bound, fixed point");
}

const hop_repro_row hop_repro_ramsauer_bounds = {
    .row = {.name = "ramsauer-bounds",
            .title = "theorems 4 and 5 are never violated",
            .sources = "Ramsauer et al. 2020, arXiv 2008.02217, theorems 4 and 5"},
    .method = "States at a pattern and at the edge of its ball, for three kinds of patterns, two "
              "dimensions, two sizes of memory and six temperatures (experiment convergence).",
    .falsehood = "bounds a thousandth of their size",
    .seconds = 1.9,
    .run = run,
};
