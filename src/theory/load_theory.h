/* What theory says of the largest load, or damage, at which half of the trials succeed: by energy,
 * patterns, damage and criterion of success, each where it holds and nowhere else.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_THEORY_LOAD_THEORY_H
#define HOP_THEORY_LOAD_THEORY_H

#include "criteria.h"
#include "load.h"

/* What is asked about. */
typedef struct hop_load_case {
    const hop_energy *energy;
    hop_load_scale scale;
    hop_pattern_kind kind;
    hop_criterion criterion;
    double dim, beta; /* beta: NAN for none */
    double flips;     /* fraction of the values that are flipped at the start */
} hop_load_case;

/* Loads are NAN where none is known. */
typedef struct hop_load_theories {
    hop_load_theory theory;   /* proven, or derived and published */
    hop_load_theory estimate; /* at this d, where theory is a bound or of large d; by simulations
                                 within 5 % or so from d = 24 on */
    bool suffices;            /* theory is proven to be held: more may be */
} hop_load_theories;

/* The largest load, on the case's scale:
 *
 *     hebb         overlap   .137906, d to infinity, for starts nearer to the pattern than the
 *                            state recalled there (m = .967); Amit, Gutfreund, Sompolinsky 1987
 *                  hamming   .1263, where that theory's m is .99
 *                  exact     1 / (2 ln d), starts less than d/2 away; McEliece et al. 1987
 *     polynomial   hamming   a_n with .5 % of the bits unstable; Krotov and Hopfield 2016
 *                  exact     1 / (2 (2n-3)!! ln d), twice that where rectified; the same
 *     exponential  any       I(1-2r)/2, sufficient; Demircigil et al. 2017
 *     softmax      overlap   where the fixed point is lost (softmax_theory.h), undamaged
 *
 * Estimates: of exact recall that every bit is stable, P(one is not) = 1 - 2^(-1/d); of exponential
 * memories (but for squares, which other patterns may meet too) that of N random patterns one is as
 * near to the start as the target, which tends to I(1-2r). */
hop_load_theories hop_load_capacity(const hop_load_case *asked);

/* The largest damage, a fraction of the values, with so many patterns; flips and scale are not
 * looked at.  Known of exponential memories: the same two formulas, solved for r. */
hop_load_theories hop_load_basin(const hop_load_case *asked, double patterns);

#endif
