/* Sparsemax: the Euclidean projection of beta s onto the simplex, [beta s - tau]_+.
 * Martins and Astudillo 2016 (1602.02068); as a memory Hu et al. 2023 (2309.12673).
 * SPDX-License-Identifier: MIT */
#include <hopfield/energy.h>

#include "beta.h"
#include "entmax.h"

enum { BETA };

static const double ALPHA = 2;

static double potential(const double *parameter, const double *s, size_t count) {
    return hop_energy_entmax_potential(ALPHA, parameter[BETA], s, count);
}

static void weights(const double *parameter, const double *s, size_t count, double *p) {
    hop_energy_entmax_weights(ALPHA, parameter[BETA], s, count, p);
}

static double cutoff(const double *parameter) {
    return 1 / parameter[BETA];
}

/* Of the loss: Santos et al. 2024, 2402.13725. */
static double margin(const double *parameter) {
    (void)parameter;
    return 1;
}

static double constant(const double *parameter, size_t patterns, double norm) {
    return hop_energy_entmax_constant(ALPHA, parameter[BETA], patterns, norm);
}

const hop_energy_row hop_energy_sparsemax = {
    .row =
        {
            .name = "sparsemax",
            .title = "sparsemax: most weights are exactly 0, a well-separated pattern is exact",
            .sources = "Martins and Astudillo 2016 (arXiv 1602.02068); "
                       "Hu et al. 2023 (arXiv 2309.12673)",
            .parameters = {HOP_ENERGY_BETA},
        },
    .convex = true,
    .potential = potential,
    .weights = weights,
    .cutoff = cutoff,
    .margin = margin,
    .constant = constant,
};
