/* Finding the threshold of a sparse family; for the bisection see Peters et al. 2019 (1905.05702),
 * algorithm 1.
 * SPDX-License-Identifier: MIT */
#include "threshold.h"

#include <math.h>

/* A double has 53 bits: bisection of [-1, 0] ends before this, Newton far sooner. */
enum { ROUNDS_MOST = 1100 };

double hop_energy_peak(const double *s, size_t count) {
    double peak = -INFINITY;
    for (size_t i = 0; i < count; i++) peak = s[i] > peak ? s[i] : peak;
    return peak;
}

/* The scores whose threshold is sought. */
typedef struct scores {
    const double *s;
    size_t count;
    double peak, scale, power;
} scores;

/* sum (u - tau)^power over the scores above tau, less 1, and the derivative of that by -tau. */
static double excess(const scores *z, double tau, double *slope) {
    double sum = 0, derivative = 0;
    for (size_t i = 0; i < z->count; i++) {
        double above = z->scale * (z->s[i] - z->peak) - tau;
        if (above <= 0) continue;
        double term = z->power == 1 ? 1 : z->power == 2 ? above : pow(above, z->power - 1);
        sum += term * above;
        derivative += z->power * term;
    }
    *slope = derivative;
    return sum - 1;
}

static double by_newton(const scores *z) {
    double tau = -1;
    for (int round = 0; round < ROUNDS_MOST; round++) {
        double slope = 0, over = excess(z, tau, &slope);
        double next = tau + over / slope;
        if (!(next > tau) || next > 0) break;
        tau = next;
    }
    return tau;
}

static double by_bisection(const scores *z) {
    double low = -1, high = 0;
    for (int round = 0; round < ROUNDS_MOST; round++) {
        double middle = low + (high - low) / 2, slope = 0;
        if (middle <= low || middle >= high) break;
        if (excess(z, middle, &slope) > 0)
            low = middle;
        else
            high = middle;
    }
    return low;
}

double hop_energy_threshold(const double *s, size_t count, double peak, double scale,
                            double power) {
    scores z = {.s = s, .count = count, .peak = peak, .scale = scale, .power = power};
    return power >= 1 ? by_newton(&z) : by_bisection(&z);
}
