/* Sums over the patterns of a dense memory, in whole numbers: the loops of flip_kernel.c.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_EXPERIMENT_FLIP_SUM_H
#define HOP_EXPERIMENT_FLIP_SUM_H

#include <stddef.h>
#include <stdint.h>

/* What follows from one overlap, in a common unit: at most 2^24 each, without sign. */
typedef struct hop_flip_entry {
    int32_t slope, level;
} hop_flip_entry;

/* Sums over patterns, and the largest slope without its sign. */
typedef struct hop_flip_sums {
    int64_t slope, level;
    int32_t largest;
} hop_flip_sums;

typedef struct hop_flip_ends {
    int32_t low, high;
} hop_flip_ends;

/* The sum of slopes [64 words] where `column` [words] has a 1. */
int64_t hop_flip_sum(const uint64_t *column, const int32_t *slopes, size_t words);

/* places [64 words] += step where `column` has a 1, -= step elsewhere. */
void hop_flip_move(const uint64_t *column, int32_t step, int32_t *places, size_t words);

/* The smallest and largest of places [count]; count > 0. */
hop_flip_ends hop_flip_ends_of(const int32_t *places, size_t count);

/* slopes [count] of places [count], and the sums. */
hop_flip_sums hop_flip_look(const hop_flip_entry *table, const int32_t *places, size_t count,
                            int32_t *slopes);

#endif
