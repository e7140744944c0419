/* The step of similarities of the difference form.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_RECALL_CENTRE_H
#define HOP_RECALL_CENTRE_H

#include "recall_private.h"

/* Doubles that hop_recall_centre() needs for up to `patterns` of them. */
size_t hop_recall_centre_scratch(size_t patterns);

/* next_j = argmin_y sum_k weights_k rho(y - x_kj) for the patterns near [count], weights > 0, and
 * the state's own value where it is a minimiser.  next [dim] may not be `state`. */
void hop_recall_centre(const hop_recall *recall, const size_t *near, const double *weights,
                       size_t count, const double *state, double *next, double *scratch);

/* A weight below this share of all is none: what it would add to an energy is below the rounding of
 * the rest. */
#define HOP_NO_WEIGHT 0x1p-60

#endif
