/* How weights are spread over patterns.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_RECALL_SPREAD_H
#define HOP_RECALL_SPREAD_H

#include <stddef.h>

/* The largest of weights [count], largest first, ties by lowest index, into patterns and values
 * [most]; returns how many there are. */
size_t hop_recall_top_weights(const double *weights, size_t count, size_t most, size_t *patterns,
                              double *values);

/* The fewest weights that sum to 0.90 of all.  scratch: [count].  Ramsauer et al. 2020, section 4.
 */
size_t hop_recall_k90(const double *weights, size_t count, double *scratch);

/* How many weights are at least FLT_MIN times the largest, which is above 0; 0 if none is. */
size_t hop_recall_support(const double *weights, size_t count);

#endif
