/* alpha-entmax: weights [(alpha - 1) beta s - tau]_+^(1/(alpha - 1)), sparse for alpha > 1, softmax
 * in the limit 1, sparsemax at 2.  Peters, Niculae, Martins 2019 (1905.05702); as a memory Santos
 * et al. 2024 (2411.08590).
 * SPDX-License-Identifier: MIT */
#include "entmax.h"

#include <hopfield/energy.h>

#include <math.h>

#include "beta.h"
#include "threshold.h"

enum { BETA, ALPHA };

/* What makes a row of scores into weights. */
typedef struct projection {
    double alpha, scale, peak, tau;
    double excess; /* by how much the raw weights exceed 1, per unit of their slopes */
} projection;

/* The raw weight [u - tau]_+^(1/(alpha - 1)) and its slope by -tau. */
static double raw_weight(const projection *p, double s, double *slope) {
    double above = p->scale * (s - p->peak) - p->tau, power = 1 / (p->alpha - 1);
    *slope = 0;
    if (above <= 0) return 0;
    double weight = p->alpha == 2 ? above : p->alpha == 1.5 ? above * above : pow(above, power);
    *slope = power * weight / above;
    return weight;
}

/* A threshold rounded to double leaves the raw weights beside 1; for alpha > 2 by a lot, all of it
 * on patterns that hardly rise above it, where slopes are steep.  One Newton step in the threshold,
 * taken on the weights, puts it where it belongs. */
static projection project(double alpha, double beta, const double *s, size_t count) {
    projection p = {.alpha = alpha, .scale = (alpha - 1) * beta, .peak = hop_energy_peak(s, count)};
    double total = 0, slopes = 0;
    p.tau = hop_energy_threshold(s, count, p.peak, p.scale, 1 / (alpha - 1));
    for (size_t i = 0; i < count; i++) {
        double slope = 0;
        total += raw_weight(&p, s[i], &slope);
        slopes += slope;
    }
    p.excess = (total - 1) / slopes;
    return p;
}

static double weight_of(const projection *p, double s) {
    double slope = 0, weight = raw_weight(p, s, &slope) - p->excess * slope;
    return weight > 0 ? weight : 0;
}

void hop_energy_entmax_weights(double alpha, double beta, const double *s, size_t count,
                               double *weights) {
    projection p = project(alpha, beta, s, count);
    for (size_t i = 0; i < count; i++) weights[i] = weight_of(&p, s[i]);
}

/* max + sum p (s - max) - Omega(p) / beta, over the support. */
double hop_energy_entmax_potential(double alpha, double beta, const double *s, size_t count) {
    projection p = project(alpha, beta, s, count);
    double mean = 0, power = 0;
    for (size_t i = 0; i < count; i++) {
        double weight = weight_of(&p, s[i]);
        if (weight == 0) continue;
        mean += weight * (s[i] - p.peak);
        power += pow(weight, alpha);
    }
    return p.peak + mean - (power - 1) / (alpha * (alpha - 1) * beta);
}

double hop_energy_entmax_constant(double alpha, double beta, size_t patterns, double norm) {
    double spread = pow((double)patterns, 1 - alpha);
    return (1 - spread) / (alpha * (alpha - 1) * beta) + norm * norm / 2;
}

static double potential(const double *parameter, const double *s, size_t count) {
    return hop_energy_entmax_potential(parameter[ALPHA], parameter[BETA], s, count);
}

static void weights(const double *parameter, const double *s, size_t count, double *p) {
    hop_energy_entmax_weights(parameter[ALPHA], parameter[BETA], s, count, p);
}

static double cutoff(const double *parameter) {
    return 1 / ((parameter[ALPHA] - 1) * parameter[BETA]);
}

/* Of the loss: Santos et al. 2024, 2402.13725. */
static double margin(const double *parameter) {
    return 1 / (parameter[ALPHA] - 1);
}

static double constant(const double *parameter, size_t patterns, double norm) {
    return hop_energy_entmax_constant(parameter[ALPHA], parameter[BETA], patterns, norm);
}

const hop_energy_row hop_energy_entmax = {
    .row =
        {
            .name = "entmax",
            .title = "alpha-entmax: from softmax (alpha near 1) to sparsemax (2) and beyond",
            .sources = "Peters et al. 2019 (arXiv 1905.05702); "
                       "Santos et al. 2024 (arXiv 2411.08590)",
            .parameters = {HOP_ENERGY_BETA,
                           {
                               .name = "alpha",
                               .meaning = "order: the larger, the fewer patterns have a weight",
                               .unit = "dimensionless",
                               .default_value = 1.5,
                               .low = 1,
                               .low_open = true,
                               .high = 10,
                           }},
        },
    .convex = true,
    .potential = potential,
    .weights = weights,
    .cutoff = cutoff,
    .margin = margin,
    .constant = constant,
};
