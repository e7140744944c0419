/* Softmax stores exp(a d) patterns of -1 and 1, with weights softmax(b x_i . xi), a = b - ln cosh
 * b: the mean of exp(b x . y) is cosh(b)^d, so noise equals signal there at every d.  Lucibello and
 * Mezard 2024.
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "../base/fail.h"
#include "softmax_noise.h"

static const hop_softmax_claim CLAIMS[] = {
    {0.5, 0.3799, {8, 16}, {20000, 2000}, {2000, 200}},
    {1, 0.5662, {8, 12}, {20000, 2000}, {1000, 0}},
};

static hop_status run(hop_repro *repro) {
    for (size_t i = 0; i < sizeof CLAIMS / sizeof *CLAIMS; i++) {
        double load = NAN;
        HOP_TRY(hop_repro_softmax_theory(repro, "bipolar", CLAIMS[i].b, 100, &load));
        HOP_TRY(
            hop_repro_add(repro,
                          (hop_repro_result){.value = load,
                                             .expected = hop_repro_theory(repro, CLAIMS[i].limit,
                                                                          1.05 * CLAIMS[i].limit),
                                             .tolerance = 6e-5,
                                             .reason = "four digits"},
                          "a, b %g", CLAIMS[i].b));
        HOP_TRY(hop_repro_softmax(repro, "bipolar", &CLAIMS[i]));
    }
    return HOP_OK;
}

const hop_repro_row hop_repro_binary_softmax = {
    .row = {.name = "binary-softmax",
            .title = "softmax holds exp(a d) binary patterns, a = b - ln cosh b",
            .sources = "Lucibello and Mezard 2024, doi 10.1103/PhysRevLett.132.077301"},
    .method = "Memories of exp(a d) patterns: the mean of (1 - p_1)/p_1 over their weights at a "
              "pattern; and the load at which iterated recall fails (experiment capacity).",
    .falsehood = "a limit 5 % larger, a load 20 % larger and half as large",
    .run = run,
};
