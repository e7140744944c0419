/* The fork of the mean state: a memory, the softmax step near the mean of its patterns, and where
 * theory puts the states that leave it.
 *
 * At the mean of centred patterns the Jacobian of the step is beta Cov X, so the mean is stable up
 * to beta_c = 1 / lambda_max(Cov X) and no further.  A state that stayed on the line of the
 * eigenvector v of lambda_max, at xi = a v, would rest where
 *
 *     a = K'(beta a),    K(t) = ln (1/N) sum exp(t v.x_i),
 *
 * the theory beside the data: exact at beta_c, an approximation beyond.  Where the patterns come
 * with their negatives K is even, K' = lambda t + kappa lambda^2 t^3 / 6 + ..., kappa the excess
 * kurtosis of v.x.  So by kappa:
 *   kappa < 0: two equal prongs open as a square root, a^2 = 6 lambda (beta/beta_c - 1) / -kappa;
 *   kappa > 0: the state jumps at beta_c, and coming back it stays away from the mean down to a
 *              smaller beta: hysteresis, as at a transition of first order.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_EXPERIMENT_FORK_H
#define HOP_EXPERIMENT_FORK_H

#include <hopfield/memory.h>

#include "../base/watch.h"

typedef struct hop_fork {
    size_t dim, count;
    bool mirror;          /* every pattern's negative is there too */
    double beta;          /* set by the caller */
    double critical;      /* beta_c */
    double extent;        /* root mean square distance of patterns from their mean */
    double kurtosis;      /* kappa, excess */
    double far;           /* component along v of the pattern farthest on the side that jumps */
    double *patterns;     /* [count x dim], centred */
    double *direction;    /* [dim]: v */
    double *weights;      /* [count] */
    double *along;        /* [count]: v.x_i */
    double *state, *next; /* [dim] */
    hop_watch *watch;
} hop_fork;

/* Of patterns as they are, centred.  HOP_E_VALUE if all are the same; HOP_E_SUPPORT of too many
 * (hop_moments_largest()); HOP_E_MEMORY.  Cleared by the caller, after a failure too. */
hop_status hop_fork_create(const hop_memory *memory, bool mirror, hop_watch *watch, hop_fork *fork);
void hop_fork_clear(hop_fork *fork);

/* One softmax step of `state`, in double; how far it moved. */
double hop_fork_step(hop_fork *fork);

/* Where theory has a state that left the mean: the smallest root above 0 beyond beta_c, else 0. */
double hop_fork_inner(const hop_fork *fork);

/* Where theory has a state that came from far away: the root of largest size, or 0. */
double hop_fork_outer(const hop_fork *fork);

/* The square root's law; NAN where there is none: below beta_c, kappa >= 0, patterns not mirrored.
 */
double hop_fork_opening(const hop_fork *fork);

#endif
