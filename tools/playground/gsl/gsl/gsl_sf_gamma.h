/* See gsl_cdf.h.
 * SPDX-License-Identifier: MIT */
#ifndef PLAY_GSL_SF_GAMMA_H
#define PLAY_GSL_SF_GAMMA_H

#include <math.h>

static inline double gsl_sf_lngamma(double x) {
    return lgamma(x);
}

#endif
