/* The stored pattern nearest to an output.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_RECALL_NEAREST_H
#define HOP_RECALL_NEAREST_H

#include "recall_private.h"

/* nearest [count]: the pattern, as it is shown, at the smallest Euclidean distance from each of
 * outputs [count x dim], exactly, in memory units; the lowest index of ties.  HOP_E_MEMORY. */
hop_status hop_recall_nearest(const hop_recall *recall, const double *outputs, size_t count,
                              size_t *nearest);

/* The same for a recall that has bits. */
hop_status hop_recall_nearest_by_bits(const hop_recall *recall, const double *outputs, size_t count,
                                      size_t *nearest);

/* The same for those of rows [*count], 0, 1, 2 ..., which the recall's index finds; `rows` and
 * `*count` become the others. */
hop_status hop_recall_nearest_indexed(const hop_recall *recall, const double *outputs, size_t *rows,
                                      size_t *count, size_t *nearest);

/* The same for those of rows [*count], increasing, for which a sieve leaves few; `rows` and
 * `*count` become the others. */
hop_status hop_recall_nearest_listed(const hop_recall *recall, const double *outputs, size_t *rows,
                                     size_t *count, size_t *nearest);

#endif
