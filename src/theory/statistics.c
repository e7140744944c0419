/* Intervals, slopes, quantiles.
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
