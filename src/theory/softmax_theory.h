/* Where softmax, of weights softmax(beta x.xi), ceases to hold random patterns of variance 1: loads
 * (ln N)/d.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_THEORY_SOFTMAX_THEORY_H
#define HOP_THEORY_SOFTMAX_THEORY_H

#include "load.h"

/* The largest load at dimension `dim` at which a state that starts at its pattern settles beside
 * it, with at least half of the weight on it.  Derived in softmax_theory.c.  Beside simulations
 * (`hopfield capacity`, beta .1 to 2) it is within 3 % where that load is some hundred patterns or
 * more, and too high for fewer: by 8 % at 11 patterns, 28 % at six.  It is too low where beta is so
 * large that a few chance neighbours are the noise.  NAN for Gaussian patterns, and for spherical
 * ones of fewer than three dimensions. */
double hop_softmax_lost(hop_pattern_kind kind, double dim, double beta);

/* The same for d to infinity, where it is the load at which the noise of all other patterns equals
 * the signal: Lucibello and Mezard 2024 (doi 10.1103/PhysRevLett.132.077301), alpha_1. */
double hop_softmax_limit(hop_pattern_kind kind, double beta);

/* The one of the two that is known for these patterns, at this d if it can be. */
double hop_softmax_held(hop_pattern_kind kind, double dim, double beta);

#endif
