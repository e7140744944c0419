/* Crosstalk: the noise that other patterns make at a neuron is a sum of independent terms, all
 * alike and as often positive as negative.  How often it exceeds the signal is exact here, at any
 * size.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_THEORY_CROSSTALK_H
#define HOP_THEORY_CROSSTALK_H

#include <stddef.h>

#include <hopfield/status.h>

/* One term is +values[k] or -values[k], either with half of chances[k]. */
typedef struct hop_crosstalk {
    const double *values;  /* [count], whole numbers; a scratch of the caller's */
    const double *chances; /* [count], sum 1 */
    size_t count;
} hop_crosstalk;

/* P(sum of `terms` terms > signal) + ties P(sum = signal): ties 0 where a tie does not count, 1
 * where it does, 1/2 where chance decides.  Inversion of the characteristic function
 * phi(u)^terms, phi(u) = sum chances cos(u values):
 *
 *     P(> x) + P(= x) / 2 = 1/2 - (1/pi) integral sin(u x) (h/2) cot(u h/2) phi(u)^terms du
 *
 * from 0 to pi/h for a sum on a lattice of spacing h (Gil-Pelaez 1951, doi
 * 10.1093/biomet/38.3-4.481, with 1/u summed over the lattice's periods); cut off where phi^terms
 * is below 1e-16 of a normal variable's, for some dozens of terms and more.  HOP_E_MEMORY,
 * HOP_E_VALUE where the integral does not converge. */
hop_status hop_crosstalk_tail(const hop_crosstalk *crosstalk, double terms, double signal,
                              double ties, double *tail);

/* chances [dim + 1] of overlaps -dim, -dim + 2 ... dim of two random states of -1 and 1. */
void hop_crosstalk_overlaps(size_t dim, double *chances);

#endif
