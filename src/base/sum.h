/* Sums that do not lose digits with their length: short runs in eight lanes, then run by run.  The
 * order is fixed, so the bytes are always the same; and the lanes are what a vector unit wants.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_BASE_SUM_H
#define HOP_BASE_SUM_H

#include <stddef.h>

/* sum a_i b_i over [count]; off by at most some 32 + count / 256 roundings of the absolute sum. */
double hop_sum_products(const double *a, const double *b, size_t count);

/* sum a_i; off by at most two roundings of the absolute sum, however many there are (Kahan 1965).
 */
double hop_sum(const double *a, size_t count);

/* sum a_i^2. */
double hop_sum_squares(const double *a, size_t count);

/* sum (a_i - b_i)^2. */
double hop_sum_squared_differences(const double *a, const double *b, size_t count);

/* sums[3] += sums of w x, w x^2 and x y over `count` values, in eight lanes and then what is left:
 * what a similarity by weighted values asks for, y being weighted already. */
void hop_sum_weighted(const double *x, const double *w, const double *y, size_t count,
                      double sums[3]);

#endif
