/* Tails of crosstalk.
 * SPDX-License-Identifier: MIT */
#include "crosstalk.h"

#include <math.h>
#include <stdbool.h>

#include <gsl/gsl_integration.h>
#include <gsl/gsl_sf_gamma.h>

#include "../base/fail.h"

/* How far in standard deviations of phi^terms, which is near to normal, the integral reaches; how
 * exact it must be; into how many pieces it is cut, and the points in each. */
static const double FAR = 9, CLOSE = 1e-9;
enum { PIECES = 64, POINTS = 32 };

typedef struct integrand {
    const hop_crosstalk *crosstalk;
    double terms, signal, unit; /* unit: of the values, the sum's standard deviation */
    double apart;               /* distance between the values that the sum can take */
    bool met;                   /* the signal is one of those, else in the middle between two */
} integrand;

/* phi(v / unit)^terms, by what phi lacks of 1: of many terms that is little, and decides. */
static double characteristic(const integrand *i, double v) {
    const hop_crosstalk *c = i->crosstalk;
    double lack = 0;
    for (size_t k = 0; k < c->count; k++)
        lack += 2 * c->chances[k] * pow(sin(v / i->unit * c->values[k] / 2), 2);
    if (lack < 1) return exp(i->terms * log1p(-lack));
    return pow(lack - 1, i->terms) * (fmod(i->terms, 2) != 0 ? -1 : 1);
}

static double tail_integrand(double v, void *context) {
    const integrand *i = context;
    double x = i->signal / i->unit, half = i->apart / i->unit / 2;
    if (v == 0) return x;
    return sin(v * x) * half * (i->met ? 1 / tan(v * half) : 1 / sin(v * half)) *
           characteristic(i, v);
}

static double density_integrand(double v, void *context) {
    const integrand *i = context;
    return cos(v * i->signal / i->unit) * characteristic(i, v);
}

/* Gauss and Legendre's rule on `pieces` equal pieces. */
static double add_up(double (*function)(double, void *), integrand *i, double end, size_t pieces,
                     const gsl_integration_glfixed_table *rule) {
    gsl_function f = {.function = function, .params = i};
    double sum = 0, width = end / (double)pieces;
    for (size_t k = 0; k < pieces; k++)
        sum += gsl_integration_glfixed(&f, (double)k * width, (double)(k + 1) * width, rule);
    return sum;
}

/* Smooth functions that swing a few times: half as many pieces tell how exact it is. */
static hop_status integrate(double (*function)(double, void *), integrand *i, double *value) {
    gsl_integration_glfixed_table *rule = gsl_integration_glfixed_table_alloc(POINTS);
    if (!rule) return hop_fail(HOP_E_MEMORY, "no memory for an integral");
    double end = fmin(FAR, M_PI * i->unit / i->apart);
    *value = add_up(function, i, end, PIECES, rule);
    double error = fabs(*value - add_up(function, i, end, PIECES / 2, rule));
    gsl_integration_glfixed_table_free(rule);
    if (error < CLOSE) return HOP_OK;
    return hop_fail(HOP_E_VALUE, "the integral over crosstalk is not exact: off by %.2g", error);
}

static double greatest_divisor(double a, double b) {
    while (b > 0) {
        double rest = fmod(a, b);
        a = b;
        b = rest;
    }
    return a;
}

/* The distance between values that the sum can take. */
static double spacing(const hop_crosstalk *c) {
    double common = 0;
    for (size_t k = 0; k < c->count; k++) {
        common = greatest_divisor(common, 2 * fabs(c->values[k]));
        common = greatest_divisor(common, fabs(c->values[k] - c->values[0]));
    }
    return common;
}

hop_status hop_crosstalk_tail(const hop_crosstalk *c, double terms, double signal, double ties,
                              double *tail) {
    double variance = 0, half = 0, density = 0;
    for (size_t k = 0; k < c->count; k++) variance += c->chances[k] * c->values[k] * c->values[k];
    integrand i = {c, terms, signal, sqrt(terms * variance), spacing(c), false};
    double places = (signal - terms * c->values[0]) / i.apart;
    i.met = places == floor(places);
    if (!i.met) i.signal = (floor(places) + 0.5) * i.apart + terms * c->values[0];
    HOP_TRY(integrate(tail_integrand, &i, &half));
    *tail = 0.5 - half / M_PI;
    if (ties == 0.5 || !i.met) return HOP_OK;
    HOP_TRY(integrate(density_integrand, &i, &density));
    *tail += (ties - 0.5) * density / M_PI * i.apart / i.unit;
    return HOP_OK;
}

void hop_crosstalk_overlaps(size_t dim, double *chances) {
    for (size_t k = 0; k <= dim; k++)
        chances[k] = exp(gsl_sf_lnchoose((unsigned)dim, (unsigned)k) - (double)dim * M_LN2);
}
