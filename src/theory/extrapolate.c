/* Extrapolation of what was measured at several sizes: value = limit + slope size^-exponent.
 * SPDX-License-Identifier: MIT */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_fit.h>
#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include <hopfield/statistics.h>

/* Exponents that are looked at where none is given. */
static const double EXPONENT_LOW = 0.2, EXPONENT_STEP = 0.005;
enum { EXPONENTS = 561 }; /* up to 3 */

static double exponent_at(size_t i) {
    return EXPONENT_LOW + EXPONENT_STEP * (double)i;
}

static double fit_at(const hop_sized *sizes, size_t count, double exponent, double *work,
                     hop_extrapolation *fit) {
    double *x = work, *y = work + count, *w = work + 2 * count;
    double limit = 0, slope = 0, cov00 = 0, cov01 = 0, cov11 = 0, chi = 0;
    for (size_t i = 0; i < count; i++) {
        x[i] = pow(sizes[i].size, -exponent);
        y[i] = sizes[i].value;
        w[i] = 1 / (sizes[i].error * sizes[i].error);
    }
    gsl_fit_wlinear(x, 1, w, 1, y, 1, count, &limit, &slope, &cov00, &cov01, &cov11, &chi);
    double half = gsl_cdf_ugaussian_Pinv(0.975) * sqrt(cov00);
    *fit = (hop_extrapolation){
        .limit = {.value = limit, .low = limit - half, .high = limit + half},
        .slope = slope,
        .exponent = exponent,
        .chi_squared = chi,
    };
    return chi;
}

/* Given the best exponent's chi^2, a limit belongs to the interval if some exponent reaches it
 * within 3.84 of that. */
static void profile(const hop_sized *sizes, size_t count, double *work, hop_extrapolation *best) {
    double allowed = best->chi_squared + gsl_cdf_chisq_Pinv(0.95, 1);
    double z = gsl_cdf_ugaussian_Pinv(0.975);
    for (size_t i = 0; i < EXPONENTS; i++) {
        hop_extrapolation at;
        double left = allowed - fit_at(sizes, count, exponent_at(i), work, &at);
        if (left < 0) continue;
        double half = (at.limit.high - at.limit.value) / z * sqrt(left);
        best->limit.low = fmin(best->limit.low, at.limit.value - half);
        best->limit.high = fmax(best->limit.high, at.limit.value + half);
    }
}

hop_status hop_statistics_extrapolate(const hop_sized *sizes, size_t count, double exponent,
                                      hop_extrapolation *extrapolation) {
    bool free_exponent = isnan(exponent);
    size_t needed = free_exponent ? 4 : 3;
    double *work = NULL;
    if (count < needed)
        return hop_fail(HOP_E_EMPTY, "%zu sizes cannot be extrapolated; it takes at least %zu",
                        count, needed);
    for (size_t i = 0; i < count; i++)
        if (!(sizes[i].size > 0) || !(sizes[i].error > 0) || !isfinite(sizes[i].value) ||
            !isfinite(sizes[i].error))
            return hop_fail(HOP_E_VALUE, "size %zu: its size and error must be above 0", i);
    HOP_TRY(hop_alloc(count, 3 * sizeof *work, "an extrapolation", &work));
    hop_extrapolation best;
    if (!free_exponent) {
        fit_at(sizes, count, exponent, work, &best);
    } else {
        fit_at(sizes, count, EXPONENT_LOW, work, &best);
        for (size_t i = 0; i < EXPONENTS; i++) {
            hop_extrapolation at;
            if (fit_at(sizes, count, exponent_at(i), work, &at) < best.chi_squared) best = at;
        }
        profile(sizes, count, work, &best);
    }
    free(work);
    *extrapolation = best;
    return HOP_OK;
}
