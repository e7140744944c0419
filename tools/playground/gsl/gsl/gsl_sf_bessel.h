/* See gsl_cdf.h.  The page stores bipolar patterns, whose theory has no Bessel function; of others
 * it says that none is known.
 * SPDX-License-Identifier: MIT */
#ifndef PLAY_GSL_SF_BESSEL_H
#define PLAY_GSL_SF_BESSEL_H

#include <math.h>

static inline double gsl_sf_bessel_Inu_scaled(double order, double x) {
    (void)order, (void)x;
    return NAN;
}

#endif
