/* Random features: a vector T of fixed length in place of the patterns.  The energy of squared
 * distances is E(q) = -ln S(q) / beta with
 *
 *     S(q) = sum_i exp(-beta |q - x_i|^2 / 2),
 *
 * and random maps phi whose products have this kernel as their mean give S(q) ~ phi(q).T with T =
 * sum_i phi(x_i).  With w ~ N(0, beta I), one draw a frequency:
 *
 *     sincos          phi = (cos w.x, sin w.x)           Rahimi and Recht 2007
 *     positive        phi = exp(w.x - beta |x|^2)         Choromanski et al. 2021
 *
 * divided by the square root of the number of frequencies.  Hoover et al. 2024, arXiv 2410.24153,
 * use both for associative memories.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_THEORY_RANDOM_FEATURES_H
#define HOP_THEORY_RANDOM_FEATURES_H

#include <stddef.h>

#include <hopfield/random.h>
#include <hopfield/status.h>

#include "../base/watch.h"

/* In the order of HOP_FEATURE_KINDS. */
typedef enum hop_feature_kind {
    HOP_FEATURES_SINCOS,
    HOP_FEATURES_POSITIVE,
} hop_feature_kind;
#define HOP_FEATURE_KINDS "sincos|positive"

/* Patterns and the energy's beta. */
typedef struct hop_kernel {
    const double *patterns; /* [count x dim] */
    size_t count, dim;
    double beta;      /* 1 / squared units */
    hop_watch *watch; /* asked while features are drawn; NULL: nobody */
} hop_kernel;

/* How many frequencies a T of `length` numbers has: half as many trigonometric ones. */
size_t hop_features_frequencies(hop_feature_kind kind, size_t length);

/* phi(q).T and its gradient for queries [count x dim], with frequencies drawn from `random`, into
 * sums [count] and gradients [count x dim].  HOP_E_MEMORY,
 * HOP_E_CANCELLED. */
hop_status hop_features_estimate(const hop_kernel *kernel, hop_feature_kind kind,
                                 size_t frequencies, const double *queries, size_t count,
                                 hop_random *random, double *sums, double *gradients);

/* S(q), and its gradient [dim]. */
double hop_features_exact(const hop_kernel *kernel, const double *query, double *gradient);

/* The variance of phi(q).T for one frequency, in closed form: for f frequencies it is 1/f of it.
 * Time grows with count^2; NAN where the watch ended it. */
double hop_features_variance(const hop_kernel *kernel, hop_feature_kind kind, const double *query);

#endif
