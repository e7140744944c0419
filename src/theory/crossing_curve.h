/* The success curve near its middle: logit P = sum of a[i] u^i, u = (t - centre) / scale.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_THEORY_CROSSING_CURVE_H
#define HOP_THEORY_CROSSING_CURVE_H

#include <hopfield/statistics.h>

enum { HOP_CURVE_TERMS = 3 };

typedef struct hop_local_curve {
    double centre, scale;
    double a[HOP_CURVE_TERMS];
    double covariance[HOP_CURVE_TERMS][HOP_CURVE_TERMS];
} hop_local_curve;

/* Places that are looked at, x increasing, every one with trials. */
typedef struct hop_places {
    const hop_tally *all; /* [count] */
    size_t count;
} hop_places;

/* Fits the curve with Firth's correction (1993).  From u^2 on the terms have normal priors around
 * 0, so `scale` should be as far as the places reach: the fewer are looked at, since the curve
 * fitted no more of them, the more it may bend. False if the places do not tell where it falls. */
bool hop_local_curve_fit(const hop_places *places, double centre, double scale,
                         hop_local_curve *curve);

/* logit P and its variance at u. */
double hop_local_curve_logit(const hop_local_curve *curve, double u);
double hop_local_curve_variance(const hop_local_curve *curve, double u);

/* Where logit P = 0 nearest to u = 0; NAN if the curve does not fall through 0 there. */
double hop_local_curve_root(const hop_local_curve *curve);

/* d logit P / du, and its variance. */
double hop_local_curve_slope(const hop_local_curve *curve, double u);
double hop_local_curve_slope_variance(const hop_local_curve *curve, double u);

#endif
