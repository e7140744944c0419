/* The exponential of many floats at once.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_BASE_EXP_H
#define HOP_BASE_EXP_H

#include <stddef.h>

/* values[i] = exp(scale * (values[i] - peak)) for values at most `peak` and scale > 0, or 0 where
 * that is below FLT_MIN; returns their sum.  Within 2 units in the last place of exp() of the
 * float argument; -infinity gives 0, NAN stays.  The same bytes on every processor. */
double hop_exp_weights(float scale, float peak, float *values, size_t count);

/* The largest of values [count], or -infinity; NAN is passed over. */
float hop_exp_peak(const float *values, size_t count);

#endif
