/* Softmax stores exp(a d) patterns of -1 and 1, with weights softmax(b x_i . xi), a = b - ln cosh
 * b: the mean of exp(b x . y) is cosh(b)^d, so noise equals signal there at every d.  Lucibello and
 * Mezard 2024.
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "../base/fail.h"
#include "softmax_noise.h"

static double noise_load(double b, double dim) {
    (void)dim;
    return b - log(cosh(b));
}

static const hop_softmax_claim CLAIMS[] = {
    {0.5, 0.3799, noise_load, {8, 16}, {20000, 2000}, {2000, 200}},
    {1, 0.5662, noise_load, {8, 12}, {20000, 2000}, {1000, 0}},
};

static hop_status run(hop_repro *repro) {
    for (size_t i = 0; i < sizeof CLAIMS / sizeof *CLAIMS; i++)
        HOP_TRY(hop_repro_softmax(repro, "bipolar", &CLAIMS[i]));
    return HOP_OK;
}

const hop_repro_row hop_repro_binary_softmax = {
    .row = {.name = "binary-softmax",
            .title = "softmax holds exp(a d) binary patterns, a = b - ln cosh b",
            .sources = "Lucibello and Mezard 2024, doi 10.1103/PhysRevLett.132.077301"},
    .method = "Theory of the experiment capacity at large d; memories of exp(a d) patterns: the "
              "mean of (1 - p_1)/p_1 over their weights at a "
              "pattern; and the load at which iterated recall fails (experiment capacity).",
    .falsehood = "a limit 5 % larger, a load 20 % larger and a third as large",
    .seconds = 2.7,
    .run = run,
};
