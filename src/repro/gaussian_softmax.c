/* Softmax stores exp(a d) normal patterns, with weights softmax(b x_i . xi): a = b (1 - b/2) up to
 * b = 1, and 1/2 beyond.  The mean of exp(b x . y) over y is exp(b^2 |x|^2 / 2), the signal
 * exp(b |x|^2).  Lucibello and Mezard 2024.  SPDX-License-Identifier: MIT */
#include <math.h>

#include "../base/fail.h"
#include "softmax_noise.h"

static double noise_load(double b, double dim) {
    (void)dim;
    return b <= 1 ? b * (1 - b / 2) : 0.5;
}

static const hop_softmax_claim CLAIMS[] = {
    {0.25, 0.21875, noise_load, {8, 16}, {20000, 4000}, {2000, 400}},
    {0.5, 0.375, noise_load, {8, 12}, {40000, 10000}, {4000, 0}},
    {1.5, 0.5, noise_load, {0}, {0}, {0}},
};

static hop_status run(hop_repro *repro) {
    for (size_t i = 0; i < sizeof CLAIMS / sizeof *CLAIMS; i++)
        HOP_TRY(hop_repro_softmax(repro, "gaussian", &CLAIMS[i]));
    return HOP_OK;
}

const hop_repro_row hop_repro_gaussian_softmax = {
    .row = {.name = "gaussian-softmax",
            .title = "softmax holds exp(a d) normal patterns, a = b (1 - b/2)",
            .sources = "Lucibello and Mezard 2024, doi 10.1103/PhysRevLett.132.077301"},
    .method = "Theory of the experiment capacity at large d; memories of exp(a d) patterns: the "
              "mean of (1 - p_1)/p_1 over their weights at a "
              "pattern, its norm put to sqrt(d); and the load at which iterated recall fails "
              "(experiment capacity).",
    .falsehood = "a limit 5 % larger, a load 20 % larger and a third as large",
    .seconds = 4.4,
    .run = run,
};
