/* Storkey's rule keeps more patterns than Hebb's: d / sqrt(2 ln d) against d / (2 ln d), both for d
 * to infinity and every bit right.  At sizes that can be run neither has its limit; what holds is
 * their order, and how the first grows.  Storkey 1997.
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "../base/fail.h"
#include "repro_private.h"

static hop_status locate(const hop_repro *repro, const char *energy, double dim,
                         hop_threshold *threshold) {
    hop_findings findings = {0};
    HOP_TRY(hop_repro_experiment(repro, 0, &findings, "capacity",
                                 "energy=%s dim=%.0f criterion=exact precision=%g", energy, dim,
                                 hop_repro_choose(repro, 0.05, 0.1)));
    hop_status status = hop_repro_threshold(&findings, threshold);
    hop_findings_clear(&findings);
    return status;
}

static hop_status at(hop_repro *repro, double dim, double *share) {
    hop_threshold hebb, storkey;
    HOP_TRY(locate(repro, "hebb", dim, &hebb));
    HOP_TRY(locate(repro, "storkey", dim, &storkey));
    *share = storkey.value * sqrt(2 * log(dim));
    HOP_TRY(hop_repro_add(repro,
                          (hop_repro_result){.value = storkey.low / hebb.high,
                                             .expected = hop_repro_theory(repro, 1.5, 15),
                                             .relation = HOP_REPRO_AT_LEAST,
                                             .reason = "the order published; the margin is ours",
                                             .source = "sqrt(2 ln d), 2.7 and 3.1 here, in the "
                                                       "limit"},
                          "Storkey's / Hebb's, d = %.0f", dim));
    return hop_repro_add(
        repro,
        (hop_repro_result){.value = *share,
                           .low = storkey.low * sqrt(2 * log(dim)),
                           .high = storkey.high * sqrt(2 * log(dim)),
                           .expected = 1,
                           .relation = HOP_REPRO_AT_LEAST,
                           .reason = "one pattern in two is asked for here, all are in the limit"},
        "N/d by 1/sqrt(2 ln d), d = %.0f", dim);
}

static hop_status run(hop_repro *repro) {
    double small = 0, large = 0;
    HOP_TRY(at(repro, 40, &small));
    HOP_TRY(at(repro, 120, &large));
    return hop_repro_add(repro,
                         (hop_repro_result){.value = large / small,
                                            .expected = 1,
                                            .tolerance = 0.1,
                                            .relation = HOP_REPRO_AT_MOST,
                                            .reason = "the precision of both thresholds"},
                         "the same, d = 120 over 40");
}

const hop_repro_row hop_repro_storkey = {
    .row = {.name = "storkey",
            .title = "Storkey's rule keeps more patterns than Hebb's",
            .sources = "Storkey 1997, doi 10.1007/BFb0020196 (capacity d / sqrt(2 ln d))"},
    .method = "The load at which half of the networks keep a pattern to the last bit (experiment "
              "capacity), of both rules at two sizes.",
    .falsehood = "fifteen times as many",
    .seconds = 0.5,
    .run = run,
};
