/* What is known of a falling success curve of any shape.  SPDX-License-Identifier: MIT */
#ifndef HOP_THEORY_CROSSING_STEPS_H
#define HOP_THEORY_CROSSING_STEPS_H

#include "crossing_curve.h"

/* Sorts tallies [count] by place, puts those of one place together, leaves out those without
 * trials; returns how many are left. */
size_t hop_crossing_merge(hop_tally *tallies, size_t count);

/* The most likely success at each place, p [count], if it never rises (Ayer et al. 1955).
 * weights [count] is scratch, and so is lengths. */
void hop_crossing_steps(const hop_places *places, double *p, double *weights, size_t *lengths);

/* Places between which success crosses one half, whatever its shape: the innermost that are so,
 * alone or with those next to them towards the middle, beyond chance: by `sure` standard
 * deviations, which should be more than for one test, since many are made.  above: the last place
 * where p is at least a half.  Infinite where none is so. */
void hop_crossing_bounds(const hop_places *places, size_t above, double sure, double *low,
                         double *high);

#endif
