/* gamma-normmax: Omega(p) = |p|_gamma - 1, whose weights are
 * [beta s - tau]_+^(1/(gamma - 1)) scaled to sum to 1, with sum [beta s - tau]_+^(gamma/(gamma -
 * 1)) = 1. Blondel, Martins, Niculae 2020 (1901.02324), section 4.3; as a memory Santos et al. 2024
 * (2411.08590).
 * SPDX-License-Identifier: MIT */
#include <hopfield/energy.h>

#include "beta.h"
#include "threshold.h"

enum { BETA, GAMMA };

static double threshold_of(const double *parameter, const double *s, size_t count, double peak) {
    double gamma = parameter[GAMMA];
    return hop_energy_threshold(s, count, peak, parameter[BETA], gamma / (gamma - 1));
}

static double weight_of(const double *parameter, double s, double peak, double tau) {
    double above = parameter[BETA] * (s - peak) - tau;
    return above > 0 ? pow(above, 1 / (parameter[GAMMA] - 1)) : 0;
}

static void weights(const double *parameter, const double *s, size_t count, double *p) {
    double peak = hop_energy_peak(s, count), total = 0;
    double tau = threshold_of(parameter, s, count, peak);
    for (size_t i = 0; i < count; i++) total += p[i] = weight_of(parameter, s[i], peak, tau);
    for (size_t i = 0; i < count; i++) p[i] /= total;
}

/* max + sum p (s - max) - (|p| - 1) / beta */
static double potential(const double *parameter, const double *s, size_t count) {
    double peak = hop_energy_peak(s, count), total = 0, mean = 0, power = 0;
    double tau = threshold_of(parameter, s, count, peak), gamma = parameter[GAMMA];
    for (size_t i = 0; i < count; i++) total += weight_of(parameter, s[i], peak, tau);
    for (size_t i = 0; i < count; i++) {
        double p = weight_of(parameter, s[i], peak, tau) / total;
        if (p == 0) continue;
        mean += p * (s[i] - peak);
        power += pow(p, gamma);
    }
    return peak + mean - (pow(power, 1 / gamma) - 1) / parameter[BETA];
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
    double uniform = pow((double)patterns, 1 / parameter[GAMMA] - 1);
    return (1 - uniform) / parameter[BETA] + norm * norm / 2;
}

const hop_energy_row hop_energy_normmax = {
    .row =
        {
            .name = "normmax",
            .title = "gamma-normmax: sparse, and even among the patterns that have a weight",
            .sources = "Blondel et al. 2020 (arXiv 1901.02324), section 4.3; "
                       "Santos et al. 2024 (arXiv 2411.08590)",
            .parameters = {HOP_ENERGY_BETA,
                           {
                               .name = "gamma",
                               .meaning = "order of the norm: the larger, the more even",
                               .unit = "dimensionless",
                               .default_value = 2,
                               .low = 1.01,
                               .high = 100,
                           }},
        },
    .convex = true,
    .potential = potential,
    .weights = weights,
    .cutoff = cutoff,
    .margin = margin,
    .constant = constant,
};
