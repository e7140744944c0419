/* Random patterns, and memories of them.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TRIAL_DRAW_H
#define HOP_TRIAL_DRAW_H

#include <hopfield/memory.h>
#include <hopfield/random.h>

#include "../theory/load.h"

/* Draws a pattern [dim] of variance 1. */
void hop_draw_pattern(hop_pattern_kind kind, size_t dim, hop_random *random, double *pattern);

/* A memory of `count` of them, as vectors of double.  HOP_E_LIMIT, HOP_E_MEMORY. */
hop_status hop_draw_memory(hop_pattern_kind kind, size_t dim, size_t count, hop_random *random,
                           hop_memory **memory);

/* A memory of `count` different patterns of another, in random order, of its shape and type;
 * count <= its patterns.  HOP_E_LIMIT, HOP_E_MEMORY. */
hop_status hop_draw_subset(const hop_memory *from, size_t count, hop_random *random,
                           hop_memory **memory);

#endif
