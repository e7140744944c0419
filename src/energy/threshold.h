/* The threshold that sparse families share.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_ENERGY_THRESHOLD_H
#define HOP_ENERGY_THRESHOLD_H

#include <stddef.h>

/* The largest of s [count]. */
double hop_energy_peak(const double *s, size_t count);

/* tau in [-1, 0] with sum [u_i - tau]_+^power = 1, where u_i = scale (s_i - peak) and peak is the
 * largest s; -infinity is a masked similarity.  power > 0.
 *
 * For power >= 1 by Newton's method from below, which on a convex function never overshoots and on
 * a piecewise linear one ends exactly; for power < 1 by bisection.  A fixed number of rounds at
 * most, so the time is in proportion to `count`: nothing is sorted. */
double hop_energy_threshold(const double *s, size_t count, double peak, double scale, double power);

#endif
