/* Intervals, the logistic curve, extrapolation in size.
 * SPDX-License-Identifier: MIT */
#include <hopfield/statistics.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_fit.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"

/* The 97.5 % quantile of the normal distribution. */
static double z95(void) {
    return gsl_cdf_ugaussian_Pinv(0.975);
}

hop_estimate hop_statistics_wilson(double successes, double trials) {
    if (!(trials > 0)) return (hop_estimate){.value = NAN, .low = 0, .high = 1};
    double z = z95(), p = successes / trials, zz = z * z / trials;
    double centre = (p + zz / 2) / (1 + zz);
    double half = z * sqrt(p * (1 - p) / trials + zz / (4 * trials)) / (1 + zz);
    return (hop_estimate){
        .value = p,
        .low = successes <= 0 ? 0 : fmax(centre - half, 0),
        .high = successes >= trials ? 1 : fmin(centre + half, 1),
    };
}

hop_estimate hop_statistics_slope(const double *x, const double *y, size_t count) {
    double c0 = 0, c1 = 0, c00 = 0, c01 = 0, c11 = 0, rest = 0;
    bool spread = false;
    for (size_t i = 1; i < count; i++) spread = spread || x[i] != x[0];
    if (!spread) return (hop_estimate){.value = NAN, .low = -INFINITY, .high = INFINITY};
    gsl_fit_linear(x, 1, y, 1, count, &c0, &c1, &c00, &c01, &c11, &rest);
    if (count < 3) return (hop_estimate){.value = c1, .low = -INFINITY, .high = INFINITY};
    double half = gsl_cdf_tdist_Pinv(0.975, (double)count - 2) * sqrt(c11);
    return (hop_estimate){.value = c1, .low = c1 - half, .high = c1 + half};
}

double hop_statistics_quantile(const double *sorted, size_t count, double q) {
    return gsl_stats_quantile_from_sorted_data(sorted, 1, count, q);
}

void hop_statistics_sort(double *values, size_t count) {
    gsl_sort(values, 1, count);
}

/* ---- the logistic curve: logit P = a - b u, u = (x - centre) / scale ---- */

typedef struct curve {
    double a, b;
    double aa, ab, bb; /* covariance of a and b */
} curve;

typedef struct frame {
    double centre, scale;
} frame;

/* The tallies that are looked at: those between low and high. */
typedef struct view {
    const hop_tally *tallies;
    size_t count;
    double low, high;
} view;

static bool seen(const view *v, size_t i) {
    return v->tallies[i].x >= v->low && v->tallies[i].x <= v->high;
}

/* Units in which x is of order one, so that a and b are too. */
static frame frame_of(const hop_tally *t, size_t count) {
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < count; i++) {
        low = fmin(low, t[i].x);
        high = fmax(high, t[i].x);
    }
    return (frame){.centre = (low + high) / 2, .scale = high > low ? (high - low) / 2 : 1};
}

static double probability(const curve *c, double u) {
    return 1 / (1 + exp(-(c->a - c->b * u)));
}

/* The information of a and b at the curve; its inverse goes into the curve.  False if singular. */
static bool invert_information(const view *v, frame f, curve *c) {
    const hop_tally *t = v->tallies;
    double aa = 0, ab = 0, bb = 0;
    for (size_t i = 0; i < v->count; i++) {
        if (!seen(v, i)) continue;
        double u = (t[i].x - f.centre) / f.scale, p = probability(c, u);
        double w = t[i].trials * p * (1 - p);
        aa += w;
        ab -= w * u;
        bb += w * u * u;
    }
    double determinant = aa * bb - ab * ab;
    if (!(determinant > 1e-12 * aa * bb) || !(aa > 0)) return false;
    c->aa = bb / determinant;
    c->ab = -ab / determinant;
    c->bb = aa / determinant;
    return true;
}

enum { ITERATIONS = 200 };

/* Fisher scoring of the score with Firth's term: half a success and half a failure, shared out by
 * leverage. */
static bool fit(const view *v, frame f, curve *c) {
    const hop_tally *t = v->tallies;
    for (int i = 0; i < ITERATIONS; i++) {
        double score_a = 0, score_b = 0;
        if (!invert_information(v, f, c)) return false;
        for (size_t k = 0; k < v->count; k++) {
            if (!seen(v, k)) continue;
            double u = (t[k].x - f.centre) / f.scale, p = probability(c, u);
            double w = t[k].trials * p * (1 - p);
            double leverage = w * (c->aa - 2 * u * c->ab + u * u * c->bb);
            double rest = t[k].successes - t[k].trials * p + leverage * (0.5 - p);
            score_a += rest;
            score_b -= u * rest;
        }
        double da = c->aa * score_a + c->ab * score_b, db = c->ab * score_a + c->bb * score_b;
        double longest = fmax(fabs(da), fabs(db)), shorten = longest > 2 ? 2 / longest : 1;
        c->a += da * shorten;
        c->b += db * shorten;
        if (longest < 1e-10 * (1 + fabs(c->a) + fabs(c->b))) break;
    }
    return invert_information(v, f, c);
}

static double dispersion(const view *v, frame f, const curve *c) {
    const hop_tally *t = v->tallies;
    double chi = 0, places = 0;
    for (size_t i = 0; i < v->count; i++) {
        if (!seen(v, i)) continue;
        double p = probability(c, (t[i].x - f.centre) / f.scale);
        double expected = t[i].trials * p, variance = expected * (1 - p);
        /* Pearson's measure means something only where both outcomes are expected. */
        if (expected < 5 || t[i].trials - expected < 5) continue;
        chi += (t[i].successes - expected) * (t[i].successes - expected) / variance;
        places++;
    }
    return places > 2 ? chi / (places - 2) : 1;
}

/* Where a - b u = 0 lies, by Fieller's theorem: u with (a - b u)^2 <= z^2 Var(a - b u). */
static hop_estimate fieller(const curve *c, double spread) {
    double zz = z95() * z95() * spread;
    double qa = c->b * c->b - zz * c->bb, qb = -2 * (c->a * c->b - zz * c->ab);
    double qc = c->a * c->a - zz * c->aa, root = qb * qb - 4 * qa * qc;
    hop_estimate u = {.value = c->a / c->b, .low = -INFINITY, .high = INFINITY};
    if (qa > 0 && root >= 0) {
        u.low = (-qb - sqrt(root)) / (2 * qa);
        u.high = (-qb + sqrt(root)) / (2 * qa);
    }
    return u;
}

/* How far from the middle, in widths, trials count: a success curve is a logistic one near its
 * middle only (P from .12 to .88). */
static const double NEAR = 2;

/* A view of what is near the middle of the curve; false if that is less than three places, or not
 * on both sides. */
static bool look_near(const view *all, frame f, const curve *c, view *near) {
    double middle = f.centre + f.scale * c->a / c->b, reach = NEAR * f.scale / fabs(c->b);
    size_t below = 0, above = 0;
    *near = *all;
    near->low = middle - reach;
    near->high = middle + reach;
    for (size_t i = 0; i < all->count; i++) {
        below += seen(near, i) && all->tallies[i].x <= middle ? 1 : 0;
        above += seen(near, i) && all->tallies[i].x > middle ? 1 : 0;
    }
    return below > 0 && above > 0 && below + above > 2;
}

hop_logistic hop_statistics_logistic(const hop_tally *tallies, size_t count) {
    hop_logistic none = {.middle = {NAN, -INFINITY, INFINITY}, .width = NAN, .dispersion = 1};
    frame f = frame_of(tallies, count);
    view all = {.tallies = tallies, .count = count, .low = -INFINITY, .high = INFINITY}, near;
    curve c = {.a = 0, .b = 0};
    if (count < 2 || !fit(&all, f, &c) || c.b == 0) return none;
    curve closer = c;
    if (look_near(&all, f, &c, &near) && fit(&near, f, &closer) && closer.b * c.b > 0) {
        c = closer;
        all = near;
    }
    hop_logistic found = {.found = true, .dispersion = dispersion(&all, f, &c)};
    hop_estimate u = fieller(&c, fmax(found.dispersion, 1));
    found.width = f.scale / c.b;
    found.middle = (hop_estimate){.value = f.centre + f.scale * u.value,
                                  .low = f.centre + f.scale * u.low,
                                  .high = f.centre + f.scale * u.high};
    return found;
}
