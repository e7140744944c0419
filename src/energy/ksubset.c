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

/* What makes a row of similarities into weights. */
typedef struct projection {
    double beta, peak, tau;
    double missing; /* what each weight strictly between 0 and 1 lacks: tau is rounded to double */
} projection;

static double raw_weight(const projection *p, double s) {
    return clip(p->beta * (s - p->peak) - p->tau);
}

static double sum_at(const projection *p, const double *s, size_t count, size_t *between) {
    double sum = 0;
    *between = 0;
    for (size_t i = 0; i < count; i++) {
        double weight = raw_weight(p, s[i]);
        *between += weight > 0 && weight < 1 ? 1 : 0;
        sum += weight;
    }
    return sum;
}

/* The sum falls from the number of patterns to 0 as tau rises over the bracket. */
static projection project(const double *parameter, const double *s, size_t count) {
    projection p = {.beta = parameter[BETA], .peak = hop_energy_peak(s, count)};
    double size = size_of(parameter, s, count);
    double low = p.beta * (lowest(s, count) - p.peak) - 1, high = 0;
    size_t between = 0;
    for (int round = 0; round < ROUNDS_MOST; round++) {
        p.tau = low + (high - low) / 2;
        if (p.tau <= low || p.tau >= high) break;
        if (sum_at(&p, s, count, &between) >= size)
            low = p.tau;
        else
            high = p.tau;
    }
    p.tau = low;
    double sum = sum_at(&p, s, count, &between);
    p.missing = between > 0 ? (size - sum) / (double)between : 0;
    return p;
}

static double weight_of(const projection *p, double s) {
    double weight = raw_weight(p, s);
    return weight > 0 && weight < 1 ? clip(weight + p->missing) : weight;
}

static void weigh(const double *parameter, const double *s, size_t count, double *weights) {
    projection p = project(parameter, s, count);
    for (size_t i = 0; i < count; i++) weights[i] = weight_of(&p, s[i]);
}

/* (max_mu mu.z - |mu|^2 / 2) / beta, with k times the largest z taken out first. */
static double potential(const double *parameter, const double *s, size_t count) {
    projection p = project(parameter, s, count);
    double inner = 0, square = 0, size = 0;
    for (size_t i = 0; i < count; i++) {
        double weight = weight_of(&p, s[i]);
        if (weight == 0) continue;
        size += weight;
        inner += weight * (s[i] - p.peak);
        square += weight * weight;
    }
    return size * p.peak + inner - square / 2 / p.beta;
}

static double total(const double *parameter, size_t count) {
    return fmin(parameter[SIZE], (double)count);
}

static double cutoff(const double *parameter) {
    (void)parameter;
    return INFINITY;
}

/* Of the k-th similarity above the next. */
static double margin(const double *parameter) {
    (void)parameter;
    return 1;
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
            .parameters = {HOP_ENERGY_BETA, HOP_PARAMETER_WHOLE("k", "how many patterns at once",
                                                                "patterns", 2, 1, 1e9)},
        },
    .convex = true,
    .potential = potential,
    .weights = weigh,
    .total = total,
    .cutoff = cutoff,
    .margin = margin,
    .constant = constant,
};
