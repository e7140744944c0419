/* Statistics of trials that succeed or fail.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_STATISTICS_H
#define HOPFIELD_STATISTICS_H

#include <stdbool.h>
#include <stddef.h>

#include <hopfield/status.h>

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

/* P(success) = 1 / (1 + exp((x - middle) / width)): falling where width > 0. */
typedef struct hop_logistic {
    hop_estimate middle; /* 95 % interval of Fieller 1954; infinite ends where none is known */
    double width;
    double dispersion; /* Pearson's chi^2 by degrees of freedom; 1 where the curve fits */
    bool found;        /* false: the trials do not tell where the middle is */
} hop_logistic;

/* Fits the curve by maximum likelihood with Firth's correction (1993), which keeps it finite where
 * successes and failures do not overlap; then again by the trials within two widths of the middle,
 * since success is logistic there at most.  Intervals are widened by the dispersion where it is
 * above
 * 1.  tallies [count]. */
hop_logistic hop_statistics_logistic(const hop_tally *tallies, size_t count);

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

#endif
