/* The exponential interaction of bipolar states, E = -sum exp(s_i), through its logarithm
 *
 *     Q(s) = ln(sum exp(s_i))        grad Q = softmax(s),
 *
 * which orders states alike and has the same signs of grad Q, so the same updates; the sum itself
 * would overflow at 710 neurons.  It is lse with beta 1.  Demircigil et al. 2017 (1702.01929).
 * SPDX-License-Identifier: MIT */
#include "classical.h"
#include "lse.h"

/* lse's parameter: beta. */
static const double ONE[HOP_PARAMETER_MAX] = {1};

static double potential(const double *parameter, const double *s, size_t count) {
    (void)parameter;
    return hop_energy_lse.potential(ONE, s, count);
}

static void weights(const double *parameter, const double *s, size_t count, double *p) {
    (void)parameter;
    hop_energy_lse.weights(ONE, s, count, p);
}

static float fold(const double *parameter, float *tile, size_t count, hop_fold *folded) {
    (void)parameter;
    return hop_energy_lse.fold(ONE, tile, count, folded);
}

static double folded_potential(const double *parameter, const hop_fold *folded) {
    (void)parameter;
    return hop_energy_lse.folded(ONE, folded);
}

static double term(const double *parameter, double s, double peak) {
    (void)parameter;
    return hop_energy_lse.term(ONE, s, peak);
}

const hop_energy_row hop_energy_exponential = {
    .row =
        {
            .name = "exponential",
            .title = "exponential interaction of bipolar states, as -ln(sum exp(overlaps))",
            .sources = "Demircigil et al. 2017 (arXiv 1702.01929); the energy is "
                       "shown as its logarithm",
        },
    .states = HOP_STATES_BIPOLAR,
    .similarity = "hamming",
    .convex = true,
    .potential = potential,
    .weights = weights,
    .fold = fold,
    .folded = folded_potential,
    .term = term,
    .random_energies = true,
    .constant = hop_energy_no_constant,
};
