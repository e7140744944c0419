/* The classical network's order parameters obey, with z normal,
 *
 *     m = < tanh((sqrt(alpha r) z + m) / T) >        q = < tanh^2(...) >
 *     r = q / (1 - (1 - q) / T)^2
 *
 * With y = m / sqrt(2 alpha r) and u = m / T the first is T = G(u) / u, G(u) = < tanh(u (1 + z /
 * (sqrt(2) y))) >, and G(u) / u falls from 1 at u = 0: so y and T give u, all else follows, and
 *
 *     alpha(y) = m^2 (1 - (1 - q) / T)^2 / (2 y^2 q).
 *
 * The boundary is its largest value over y.
 * SPDX-License-Identifier: MIT */
#include "phase_theory.h"

#include <math.h>

/* The largest alpha lies well inside these y at every temperature (it is at about 1.5). */
static const double Y_LOW = 0.3, Y_HIGH = 6;

/* Temperatures below this are taken as 0: the boundary is flat there. */
static const double COLD = 1e-3;

/* z beyond which the normal distribution is nothing in double. */
static const double Z_MAX = 9;

/* < tanh(u (1 + k z)) > and < tanh^2 >.  The trapezoid rule converges as fast as the nearest pole
 * of the integrand, at distance pi / (2 u k), allows: these steps are good to rounding. */
static void averages(double u, double k, double *first, double *second) {
    double step = fmin(0.4, 0.3 / (u * k)), sum = 0, squares = 0;
    long most = (long)(Z_MAX / step);
    for (long i = -most; i <= most; i++) {
        double z = (double)i * step, t = tanh(u * (1 + k * z)), p = exp(-z * z / 2);
        sum += p * t;
        squares += p * t * t;
    }
    *first = sum * step / sqrt(2 * M_PI);
    *second = squares * step / sqrt(2 * M_PI);
}

static double cold_load(double y) {
    double inner = erf(y) / (sqrt(2) * y) - sqrt(2 / M_PI) * exp(-y * y);
    return inner > 0 ? inner * inner : 0;
}

/* alpha(y) at that temperature; 0 where 1 < (1 - q) / T. */
static double load_at(double temperature, double y) {
    if (temperature < COLD) return cold_load(y);
    double k = 1 / (sqrt(2) * y), low = 0, high = 1 / temperature, first = 0, second = 0;
    for (int i = 0; i < 60 && high - low > 1e-11 * high; i++) {
        double u = (low + high) / 2;
        averages(u, k, &first, &second);
        if (first > temperature * u)
            low = u;
        else
            high = u;
    }
    double m = temperature * low, inner = 1 - (1 - second) / temperature;
    return inner > 0 ? m * m * k * k * inner * inner / second : 0;
}

/* The largest value, by golden sections: alpha(y) rises to one maximum and falls. */
double hop_phase_classical(double temperature) {
    static const double GOLDEN = 0.6180339887498949;
    if (!(temperature < 1)) return 0;
    double low = Y_LOW, high = Y_HIGH;
    double left = high - GOLDEN * (high - low), right = low + GOLDEN * (high - low);
    double at_left = load_at(temperature, left), at_right = load_at(temperature, right);
    while (high - low > 1e-6) {
        if (at_left > at_right) {
            high = right, right = left, at_right = at_left;
            left = high - GOLDEN * (high - low);
            at_left = load_at(temperature, left);
        } else {
            low = left, left = right, at_left = at_right;
            right = low + GOLDEN * (high - low);
            at_right = load_at(temperature, right);
        }
    }
    return fmax(at_left, at_right);
}
