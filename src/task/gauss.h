/* Gaussian mathematics for tasks whose oracle is a normal distribution: covariances, conditional
 * expectations, principal components, two-sample statistics.  Matrices row-major, in double.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TASK_GAUSS_H
#define HOP_TASK_GAUSS_H

#include <hopfield/random.h>
#include <hopfield/status.h>

/* mean [dim] and covariance [dim x dim] of rows [count x dim], by 1/count. */
void hop_gauss_moments(const double *rows, size_t count, size_t dim, double *mean,
                       double *covariance);

/* Fills in what is not known (known[c] == 0) of row [dim]: mu_m + S_mo S_oo^-1 (x_o - mu_o), and,
 * unless random is NULL, draws around it with S_mm - S_mo S_oo^-1 S_om.  HOP_E_VALUE where S_oo is
 * not positive definite; HOP_E_MEMORY. */
hop_status hop_gauss_fill(const double *mean, const double *covariance, size_t dim,
                          const double *known, hop_random *random, double *row);

/* Probabilistic PCA with `components` (Tipping and Bishop 1999, eq. 7): the covariance whose other
 * eigenvalues are replaced by their mean. */
hop_status hop_gauss_ppca(const double *covariance, size_t dim, size_t components, double *out);

/* The largest principal angle, degrees, between the spans of orthonormal rows a, b [count x dim].
 */
hop_status hop_gauss_angle(const double *a, const double *b, size_t count, size_t dim,
                           double *degrees);

/* The largest difference of two empirical distribution functions (Kolmogorov and Smirnov); sorts
 * a [count_a] and b [count_b]. */
double hop_gauss_kolmogorov(double *a, size_t count_a, double *b, size_t count_b);

/* Two samples a, b [count x dim]: the energy distance (Szekely and Rizzo 2004) and its permutation
 * p, and the part of points whose nearest neighbour is of their own sample (near 1/2 where both are
 * of one distribution). */
hop_status hop_gauss_two_samples(const double *a, const double *b, size_t count, size_t dim,
                                 size_t permutations, hop_random *random, double *distance,
                                 double *p, double *own);

#endif
