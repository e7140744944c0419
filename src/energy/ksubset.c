/* k-subset (SparseMAP): weights of k patterns at once, clip(beta s - tau, 0, 1) with sum k: the
 * point of the hull of all k-hot vectors nearest to beta s.  Niculae, Martins, Blondel, Cardie 2018
 * (1802.04223); as a memory of associations Santos et al. 2024 (2411.08590).
 * SPDX-License-Identifier: MIT */
#include <hopfield/energy.h>

#include "beta.h"
#include "threshold.h"

enum { BETA, SIZE };

/* Bisection of any bracket of doubles ends within so many rounds. */
enum { ROUNDS_MOST = 1100 };

static double clip(double value) {
    return value <= 0 ? 0 : value >= 1 ? 1 : value;
}

/* What the weights sum to: k, or all patterns there are where those are fewer. */
static double size_of(const double *parameter, const double *s, size_t count) {
    size_t seen = 0;
    for (size_t i = 0; i < count; i++) seen += s[i] > -INFINITY ? 1 : 0;
    return fmin(parameter[SIZE], (double)seen);
}

static double lowest(const double *s, size_t count) {
    double low = INFINITY;
    for (size_t i = 0; i < count; i++)
        if (s[i] > -INFINITY && s[i] < low) low = s[i];
    return low;
}

static double sum_at(const double *parameter, const double *s, size_t count, double peak,
                     double tau) {
    double sum = 0;
    for (size_t i = 0; i < count; i++) sum += clip(parameter[BETA] * (s[i] - peak) - tau);
    return sum;
}

/* The sum falls from the number of patterns to 0 as tau rises over the bracket. */
static double threshold_of(const double *parameter, const double *s, size_t count, double peak) {
    double size = size_of(parameter, s, count);
    double low = parameter[BETA] * (lowest(s, count) - peak) - 1, high = 0;
    for (int round = 0; round < ROUNDS_MOST; round++) {
        double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high) break;
        if (sum_at(parameter, s, count, peak, middle) >= size)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static void weights(const double *parameter, const double *s, size_t count, double *p) {
    double peak = hop_energy_peak(s, count), tau = threshold_of(parameter, s, count, peak);
    for (size_t i = 0; i < count; i++) p[i] = clip(parameter[BETA] * (s[i] - peak) - tau);
}

/* (max_mu mu.z - |mu|^2 / 2) / beta, with k times the largest z taken out first. */
static double potential(const double *parameter, const double *s, size_t count) {
    double peak = hop_energy_peak(s, count), tau = threshold_of(parameter, s, count, peak);
    double inner = 0, square = 0, size = 0;
    for (size_t i = 0; i < count; i++) {
        double p = clip(parameter[BETA] * (s[i] - peak) - tau);
        if (p == 0) continue;
        size += p;
        inner += p * (s[i] - peak);
        square += p * p;
    }
    return size * peak + inner - square / 2 / parameter[BETA];
}

static double mass(const double *parameter, size_t count) {
    return fmin(parameter[SIZE], (double)count);
}

static double reach(const double *parameter) {
    (void)parameter;
    return INFINITY;
}

/* The state is a sum of k patterns, so norms grow by k. */
static double constant(const double *parameter, size_t patterns, double norm) {
    double k = fmin(parameter[SIZE], (double)patterns);
    return k * k * norm * norm / 2 - k * k / (2 * (double)patterns * parameter[BETA]);
}

const hop_energy_row hop_energy_ksubset = {
    .row =
        {
            .name = "ksubset",
            .title = "SparseMAP over subsets of k: recalls k patterns at once, as their sum",
            .sources = "Niculae et al. 2018 (arXiv 1802.04223); "
                       "Santos et al. 2024 (arXiv 2411.08590)",
            .parameters = {HOP_ENERGY_BETA,
                           {
                               .name = "k",
                               .meaning = "how many patterns at once",
                               .unit = "patterns",
                               .standard = 2,
                               .low = 1,
                               .high = 1e9,
                               .integer = true,
                           }},
        },
    .convex = true,
    .potential = potential,
    .weights = weights,
    .mass = mass,
    .reach = reach,
    .constant = constant,
};
