/* Softmax with an implicit zero pattern: Q(s) = ln(1 + sum exp(beta s_i)) / beta.  A state that is
 * like no pattern falls to 0 instead of to their mean.  Hu et al. 2024 (2404.03828, OutEffHop).
 * SPDX-License-Identifier: MIT */
#include <hopfield/energy.h>

#include "beta.h"
#include "lse.h"
#include "threshold.h"

enum { BETA };

/* The zero pattern has similarity 0, so the peak is never below it. */
static double peak_of(const double *s, size_t count) {
    return fmax(hop_energy_peak(s, count), 0);
}

static double total_of(double beta, double peak, const double *s, size_t count) {
    double total = exp(-beta * peak);
    for (size_t i = 0; i < count; i++) total += exp(beta * (s[i] - peak));
    return total;
}

static double potential(const double *parameter, const double *s, size_t count) {
    double peak = peak_of(s, count);
    return peak + log(total_of(parameter[BETA], peak, s, count)) / parameter[BETA];
}

/* They sum to less than 1: the zero pattern has the rest. */
static void weights(const double *parameter, const double *s, size_t count, double *p) {
    double beta = parameter[BETA], peak = peak_of(s, count);
    double total = total_of(beta, peak, s, count);
    for (size_t i = 0; i < count; i++) p[i] = exp(beta * (s[i] - peak)) / total;
}

static float fold(const double *parameter, float *tile, size_t count, hop_fold *folded) {
    if (folded->peak == -INFINITY) *folded = (hop_fold){.peak = 0, .total = 1};
    return hop_energy_lse.fold(parameter, tile, count, folded);
}

static double folded_potential(const double *parameter, const hop_fold *folded) {
    return hop_energy_lse.folded(parameter, folded);
}

static double constant(const double *parameter, size_t patterns, double norm) {
    return log((double)patterns + 1) / parameter[BETA] + norm * norm / 2;
}

const hop_energy_row hop_energy_softmax1 = {
    .row =
        {
            .name = "softmax1",
            .title = "softmax with an implicit zero pattern: what is like nothing falls to zero",
            .sources = "Hu et al. 2024 (arXiv 2404.03828)",
            .parameters = {HOP_ENERGY_BETA},
        },
    .convex = true,
    .partial = true,
    .potential = potential,
    .weights = weights,
    .fold = fold,
    .folded = folded_potential,
    .constant = constant,
};
