/* Softmax over N patterns of norm sqrt(d).  For a state q x_1 the other patterns' weights add up to
 * (N - 1) exp(d g(beta q)), where g(b) = ln < exp(b x.y) > / d over random y; the mean of those
 * patterns, so weighted, points along x_1 too, with length g'(beta q).  So a step goes to
 *
 *     q' = p + (1 - p) g'(beta q),    p / (1 - p) = exp(d (beta q - g(beta q))) / (N - 1)
 *
 * and every p has a q at which q' = q and an N for which that p is the weight.  The largest such N
 * over p >= 1/2 is the capacity.  As d grows p tends to 1 there, and ln N / d to beta - g(beta),
 * where noise equals signal.
 *
 *     bipolar      g = ln cosh b
 *     spherical    g = ln(Gamma(d/2) (2/(b d))^(d/2-1) I_(d/2-1)(b d)) / d, I a Bessel function
 *
 * Norms of Gaussian patterns are not all the same, and the noise of a few is a large part of the
 * mean; of them only the limit is known here.
 * SPDX-License-Identifier: MIT */
#include "softmax_theory.h"

#include <gsl/gsl_sf_bessel.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>

/* ln (e^-x I_v(x)).  Small orders by GSL, where it cannot underflow (it would end the process), or
 * the first terms of the series; else by the uniform expansion in the order, with its first
 * correction: off by less than 1/v^2. */
static double log_bessel(double v, double x) {
    if (v < 20 && x > 0.1 && x < 1e6) return log(gsl_sf_bessel_Inu_scaled(v, x));
    if (v < 20 && x <= 0.1)
        return v * log(x / 2) - gsl_sf_lngamma(v + 1) + log1p(x * x / 4 / (v + 1)) - x;
    double z = x / v, root = sqrt(1 + z * z), t = 1 / root;
    double exponent = root + log(z / (1 + root));
    double correction = 1 + (3 * t - 5 * t * t * t) / (24 * v);
    return v * exponent - x - log(2 * M_PI * v) / 2 - log(root) / 2 + log(correction);
}

/* g(b) */
static double noise(hop_pattern_kind kind, double d, double b) {
    if (kind == HOP_PATTERN_BIPOLAR) return b + log1p(exp(-2 * b)) - M_LN2;
    double order = d / 2 - 1;
    return b + (gsl_sf_lngamma(d / 2) + order * log(2 / (b * d)) + log_bessel(order, b * d)) / d;
}

/* g'(b); I'_v = I_(v+1) + v/x I_v, and the second cancels. */
static double noise_slope(hop_pattern_kind kind, double d, double b) {
    if (kind == HOP_PATTERN_BIPOLAR) return tanh(b);
    double order = d / 2 - 1;
    return exp(log_bessel(order + 1, b * d) - log_bessel(order, b * d));
}

/* Weights tried, from near 1 to 1/2, evenly in the logarithm of p / (1 - p): the maximum is flat,
 * at 1 - p of the order of 1/d.  And how close q must come. */
enum { WEIGHTS = 64, ROUNDS = 100 };
static const double Q_CLOSE = 1e-9, ODDS_MOST = 100;

double hop_softmax_lost(hop_pattern_kind kind, double dim, double beta) {
    double best = NAN, q = 1;
    if (!(beta > 0) || kind == HOP_PATTERN_GAUSSIAN) return NAN;
    if (kind == HOP_PATTERN_SPHERICAL && dim < 3) return NAN;
    for (int i = 1; i <= WEIGHTS; i++) {
        double odds = log(ODDS_MOST * dim) * (1 - (double)i / WEIGHTS);
        double p = 1 / (1 + exp(-odds)), before = INFINITY;
        /* From above, q falls to the largest solution; that of a smaller p is smaller. */
        for (int round = 0; round < ROUNDS && before - q > Q_CLOSE; round++) {
            before = q;
            q = p + noise_slope(kind, dim, beta * q) / (1 + exp(odds));
        }
        double others = dim * (beta * q - noise(kind, dim, beta * q)) - odds;
        /* ln (1 + e^x), the pattern itself counted. */
        best = fmax(best, (fmax(others, 0) + log1p(exp(-fabs(others)))) / dim);
    }
    return best;
}

double hop_softmax_limit(hop_pattern_kind kind, double beta) {
    if (!(beta > 0)) return NAN;
    if (kind == HOP_PATTERN_GAUSSIAN) return beta <= 1 ? beta * (1 - beta / 2) : 0.5;
    if (kind == HOP_PATTERN_BIPOLAR) return M_LN2 - log1p(exp(-2 * beta));
    double phi = (sqrt(1 + 4 * beta * beta) - 1) / (2 * beta);
    return beta - log1p(-phi * phi) / 2 - beta * phi;
}

double hop_softmax_held(hop_pattern_kind kind, double dim, double beta) {
    bool limit = kind == HOP_PATTERN_GAUSSIAN;
    return limit ? hop_softmax_limit(kind, beta) : hop_softmax_lost(kind, dim, beta);
}
