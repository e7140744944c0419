/* Log-sum-ReLU: E = -ln(epsilon + sum ReLU(1 - beta |xi - x_i|^2 / 2)) / beta.  Every pattern has a
 * ball of radius sqrt(2 / beta) and no influence outside it; the update is the mean of the patterns
 * whose balls hold the state, and lowers E since each ReLU lies above its own argument.  Outside
 * all balls there is no gradient: the state is "unsupported", unless the softmax takes over. Hoover
 * et al. 2025 (2506.10801), on the Epanechnikov kernel.
 * SPDX-License-Identifier: MIT */
#include <hopfield/energy.h>

#include "beta.h"
#include "lse.h"

enum { BETA, FALLBACK };
enum { FALLBACK_NONE, FALLBACK_LSE };

/* 1 at the pattern itself, 0 at the rim of its ball and beyond; z = -|xi - x_i|^2 / 2. */
static double height(const double *parameter, double z) {
    double value = 1 + parameter[BETA] * z;
    return value > 0 ? value : 0;
}

static double sum_of(const double *parameter, const double *z, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++) sum += height(parameter, z[i]);
    return sum;
}

static double potential(const double *parameter, const double *z, size_t count) {
    double sum = sum_of(parameter, z, count);
    if (sum > 0) return log(sum) / parameter[BETA];
    if (parameter[FALLBACK] == FALLBACK_NONE) return -INFINITY;
    return hop_energy_lse.potential(parameter, z, count);
}

static void weights(const double *parameter, const double *z, size_t count, double *p) {
    if (sum_of(parameter, z, count) == 0 && parameter[FALLBACK] == FALLBACK_LSE) {
        hop_energy_lse.weights(parameter, z, count, p);
        return;
    }
    double inside = 0;
    for (size_t i = 0; i < count; i++) inside += p[i] = height(parameter, z[i]) > 0 ? 1 : 0;
    for (size_t i = 0; i < count && inside > 0; i++) p[i] /= inside;
}

static double cutoff(const double *parameter) {
    (void)parameter;
    return INFINITY;
}

/* beta r^2 / 2 >= 1: no other pattern reaches into the middle of a ball. */
static double margin(const double *parameter) {
    (void)parameter;
    return 1;
}

/* N balls over one point. */
static double constant(const double *parameter, size_t patterns, double norm) {
    (void)norm;
    return log((double)patterns) / parameter[BETA];
}

const hop_energy_row hop_energy_lsr = {
    .row =
        {
            .name = "lsr",
            .title = "log-sum-ReLU: exact recall inside a ball, nothing outside; distances only",
            .sources = "Hoover et al. 2025 (arXiv 2506.10801)",
            .parameters = {HOP_ENERGY_BETA,
                           {
                               .name = "fallback",
                               .meaning = "what a state outside all balls does: stay, or softmax",
                               .unit = "dimensionless",
                               .default_value = FALLBACK_NONE,
                               .low = 0,
                               .high = 1,
                               .integer = true,
                               .choices = "none|lse",
                           }},
        },
    .similarity = "euclidean",
    .distances = true,
    .partial = true,
    .potential = potential,
    .weights = weights,
    .cutoff = cutoff,
    .margin = margin,
    .constant = constant,
};
