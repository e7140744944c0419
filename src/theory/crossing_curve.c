/* Penalised maximum likelihood by Fisher scoring.  SPDX-License-Identifier: MIT */
#include "crossing_curve.h"

#include <math.h>

enum { TERMS = HOP_CURVE_TERMS, ITERATIONS = 200 };

/* Standard deviation of what a term adds to the logit at u = 1.  Complementary log-log curves, the
 * usual asymmetric ones, have .25 there if P is .2 and .8. */
static const double PRIOR[TERMS] = {INFINITY, INFINITY, 0.6};

double hop_local_curve_logit(const hop_local_curve *c, double u) {
    double sum = 0;
    for (size_t i = TERMS; i-- > 0;) sum = c->a[i] + u * sum;
    return sum;
}

double hop_local_curve_slope(const hop_local_curve *c, double u) {
    double sum = 0;
    for (size_t i = TERMS; i-- > 1;) sum = (double)i * c->a[i] + u * sum;
    return sum;
}

/* v C v for a vector v and the covariance C. */
static double square(const hop_local_curve *c, const double v[TERMS]) {
    double sum = 0;
    for (size_t i = 0; i < TERMS; i++)
        for (size_t k = 0; k < TERMS; k++) sum += v[i] * c->covariance[i][k] * v[k];
    return sum;
}

static void powers_of(double u, double power[TERMS]) {
    power[0] = 1;
    for (size_t i = 1; i < TERMS; i++) power[i] = power[i - 1] * u;
}

double hop_local_curve_variance(const hop_local_curve *c, double u) {
    double power[TERMS];
    powers_of(u, power);
    return square(c, power);
}

double hop_local_curve_slope_variance(const hop_local_curve *c, double u) {
    double power[TERMS], slope[TERMS] = {0};
    powers_of(u, power);
    for (size_t i = 1; i < TERMS; i++) slope[i] = (double)i * power[i - 1];
    return square(c, slope);
}

/* Where the logit changes its sign between two places of different signs. */
static double bisect(const hop_local_curve *c, double above, double below) {
    for (int i = 0; i < 60; i++) {
        double half = (above + below) / 2;
        if (hop_local_curve_logit(c, half) >= 0)
            above = half;
        else
            below = half;
    }
    return (above + below) / 2;
}

double hop_local_curve_root(const hop_local_curve *c) {
    static const double STEP = 1.0 / 64;
    static const size_t STEPS = 80;
    for (size_t i = 0; i < STEPS; i++) {
        double far = (double)i * STEP, farther = far + STEP;
        if (hop_local_curve_logit(c, far) >= 0 && hop_local_curve_logit(c, farther) < 0)
            return bisect(c, far, farther);
        if (hop_local_curve_logit(c, -far) < 0 && hop_local_curve_logit(c, -farther) >= 0)
            return bisect(c, -farther, -far);
    }
    return NAN;
}

/* The inverse of a symmetric positive matrix, by elimination; false where that is singular to
 * rounding. */
static bool invert(double m[TERMS][TERMS], double inverse[TERMS][TERMS]) {
    for (size_t i = 0; i < TERMS; i++)
        for (size_t k = 0; k < TERMS; k++) inverse[i][k] = i == k ? 1 : 0;
    double first[TERMS];
    for (size_t i = 0; i < TERMS; i++) first[i] = m[i][i];
    for (size_t pivot = 0; pivot < TERMS; pivot++) {
        double divisor = m[pivot][pivot];
        if (!(divisor > 1e-12 * first[pivot])) return false;
        for (size_t k = 0; k < TERMS; k++) {
            m[pivot][k] /= divisor;
            inverse[pivot][k] /= divisor;
        }
        for (size_t i = 0; i < TERMS; i++) {
            double factor = m[i][pivot];
            for (size_t k = 0; i != pivot && k < TERMS; k++) {
                m[i][k] -= factor * m[pivot][k];
                inverse[i][k] -= factor * inverse[pivot][k];
            }
        }
    }
    return true;
}

/* The covariance at the curve: the inverse of the information, the prior's with it. */
static bool inform(const hop_places *places, hop_local_curve *c) {
    double information[TERMS][TERMS] = {{0}};
    for (size_t p = 0; p < places->count; p++) {
        const hop_tally *t = &places->all[p];
        double u = (t->x - c->centre) / c->scale;
        double success = 1 / (1 + exp(-hop_local_curve_logit(c, u)));
        double weight = t->trials * success * (1 - success);
        double power[TERMS];
        powers_of(u, power);
        for (size_t i = 0; i < TERMS; i++)
            for (size_t k = 0; k < TERMS; k++) information[i][k] += weight * power[i] * power[k];
    }
    for (size_t i = 0; i < TERMS; i++) information[i][i] += 1 / (PRIOR[i] * PRIOR[i]);
    return invert(information, c->covariance);
}

/* The score, with half a success and half a failure shared out by leverage. */
static void score_of(const hop_places *places, const hop_local_curve *c, double score[TERMS]) {
    for (size_t i = 0; i < TERMS; i++) score[i] = 0;
    for (size_t p = 0; p < places->count; p++) {
        const hop_tally *t = &places->all[p];
        double u = (t->x - c->centre) / c->scale;
        double success = 1 / (1 + exp(-hop_local_curve_logit(c, u)));
        double leverage = t->trials * success * (1 - success) * hop_local_curve_variance(c, u);
        double rest = t->successes - t->trials * success + leverage * (0.5 - success);
        double power[TERMS];
        powers_of(u, power);
        for (size_t i = 0; i < TERMS; i++) score[i] += rest * power[i];
    }
    for (size_t i = 0; i < TERMS; i++) score[i] -= c->a[i] / (PRIOR[i] * PRIOR[i]);
}

bool hop_local_curve_fit(const hop_places *places, double centre, double scale,
                         hop_local_curve *curve) {
    hop_local_curve c = {.centre = centre, .scale = scale};
    if (!(scale > 0) || !isfinite(scale)) return false;
    for (size_t n = 0; n < ITERATIONS; n++) {
        double score[TERMS], step[TERMS] = {0}, longest = 0, size = 1;
        if (!inform(places, &c)) return false;
        score_of(places, &c, score);
        for (size_t i = 0; i < TERMS; i++) {
            for (size_t k = 0; k < TERMS; k++) step[i] += c.covariance[i][k] * score[k];
            longest = fmax(longest, fabs(step[i]));
            size += fabs(c.a[i]);
        }
        double shorten = longest > 1 ? 1 / longest : 1;
        for (size_t i = 0; i < TERMS; i++) c.a[i] += shorten * step[i];
        if (longest < 1e-10 * size) break;
    }
    if (!inform(places, &c) || !isfinite(c.a[0] + c.a[1] + c.a[2])) return false;
    *curve = c;
    return true;
}
