/* What of GSL the page's theory asks for, where GSL itself is not built: quantiles of the normal
 * distribution, by Newton's method on erfc (a few rounds suffice).  Its licence stays the page's.
 * SPDX-License-Identifier: MIT */
#ifndef PLAY_GSL_CDF_H
#define PLAY_GSL_CDF_H

#include <math.h>

/* z with P(Z > z) = q, 0 < q < 1. */
static inline double gsl_cdf_ugaussian_Qinv(double q) {
    double z = 0;
    for (int k = 0; k < 60; k++) {
        double off = erfc(z / M_SQRT2) / 2 - q;
        double slope = exp(-z * z / 2) / sqrt(2 * M_PI);
        z += fmax(fmin(off / slope, 1), -1);
    }
    return z;
}

static inline double gsl_cdf_ugaussian_Pinv(double p) {
    return gsl_cdf_ugaussian_Qinv(1 - p);
}

#endif
