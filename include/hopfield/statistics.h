/* Statistics of trials that succeed or fail.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_STATISTICS_H
#define HOPFIELD_STATISTICS_H

#include <stdbool.h>
#include <stddef.h>

#include <hopfield/export.h>
#include <hopfield/status.h>

HOP_BEGIN_DECLS

/* An estimate and its 95 % interval. */
typedef struct hop_estimate {
    double value, low, high;
} hop_estimate;

/* The probability behind `successes` of `trials`; 0 ... 1 for no trials.  Wilson 1927
 * (doi 10.1080/01621459.1927.10502953). */
hop_estimate hop_statistics_wilson(double successes, double trials);

/* Trials at one place x. */
typedef struct hop_tally {
    double x, trials, successes;
} hop_tally;

/* Where success falls through one half, and the curve near there:
 * logit P = sum of logit[i] u^i, u = (t - centre) / scale, t = x or ln x. */
typedef struct hop_crossing {
    hop_estimate place; /* low is -infinity and high infinity where the trials set no limit */
    double likely_low, likely_high; /* between them, whatever the shape (2.8 standard deviations) */
    double first, last;             /* success at the ends, if it never rises; NAN without trials */
    double from, to; /* the x that the curve was fitted to, and means something for */
    double centre, scale, logit[3];
    double width;      /* of the curve at its crossing, in t: 1 / (slope of the logit) */
    double steepness;  /* the slope at the crossing, in its own standard errors */
    double dispersion; /* Pearson's chi^2 by degrees of freedom; 1 where the curve fits */
    bool logarithmic;  /* t = ln x */
    bool curved;       /* a curve was fitted; else the place is interpolated */
    bool found;        /* false: success does not fall through one half among the places */
} hop_crossing;

/* Locates where success, falling with x, is one half, from tallies [count] in any order; of success
 * near there only, so that nothing rests on the shape of the whole curve.
 *
 * A falling step function (Ayer et al. 1955) says about where.  The places around it that succeed
 * between about .2 and .8 are fitted by a logistic curve that may bend, by likelihood with Firth's
 * correction (1993); where that does not fit, by ever fewer of them, and what scatter is left
 * widens the interval.  The 95 % interval is Fieller's (1954), of the places x whose logit is not
 * told from 0; it ends at the latest where successes, or failures, are in the majority beyond
 * chance.
 *
 * logarithmic: the curve is one of ln x (x > 0), as it is for numbers of patterns.  HOP_E_MEMORY.
 */
hop_status hop_statistics_crossing(const hop_tally *tallies, size_t count, bool logarithmic,
                                   hop_crossing *crossing);

/* P at x by the fitted curve; only where it is curved. */
double hop_statistics_crossing_curve(const hop_crossing *crossing, double x);

/* A value measured at one size, and its standard error. */
typedef struct hop_sized {
    double size, value, error;
} hop_sized;

/* value(size) = limit + slope size^-exponent, by weighted least squares. */
typedef struct hop_extrapolation {
    hop_estimate limit; /* as size goes to infinity */
    double slope, exponent, chi_squared;
} hop_extrapolation;

/* Extrapolates sizes [count], count >= 3.  exponent > 0, or NAN to fit that too (count >= 4): the
 * interval then covers every exponent that the data allow (profile likelihood).  HOP_E_EMPTY for
 * fewer sizes, HOP_E_VALUE for an error or size that is not positive. */
hop_status hop_statistics_extrapolate(const hop_sized *sizes, size_t count, double exponent,
                                      hop_extrapolation *extrapolation);

/* The slope of y over x [count] by least squares, with the interval that the scatter around the
 * line implies (Student's t); NAN for fewer than two places, an infinite interval for two. */
hop_estimate hop_statistics_slope(const double *x, const double *y, size_t count);

/* The q-quantile of sorted values [count], by interpolation. */
double hop_statistics_quantile(const double *sorted, size_t count, double q);

/* Sorts values [count], rising; NaN must not be among them. */
void hop_statistics_sort(double *values, size_t count);

HOP_END_DECLS

#endif
