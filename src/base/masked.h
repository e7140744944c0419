/* Sums over the patterns of a dense memory, in whole numbers: the loops of
 * trial/flip_kernel.c.  A pattern has a place, which counts the neurons in which the state
 * agrees with it; what follows from a place is looked up.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_BASE_MASKED_H
#define HOP_BASE_MASKED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Entries that a table has room for beyond its last, to be read and not used. */
enum { HOP_MASKED_PART = 32 };

/* What follows from the places low ... high, in a common unit: at most 2^24 each, without sign. */
typedef struct hop_masked_table {
    int32_t low, high;
    int32_t *slopes, *levels; /* [high - low + 1, and HOP_MASKED_PART] */
    bool rising;              /* no slope is negative */
} hop_masked_table;

/* Sums over patterns, and the smallest and the largest place among them. */
typedef struct hop_masked_sums {
    int64_t slope, level;
    int32_t low, high;
} hop_masked_sums;

/* Columns are bits, one a pattern; places and slopes have room for whole words of them, and slopes
 * beyond the patterns are 0. */
typedef struct hop_masked_kernel {
    const char *name;
    bool (*runs_here)(void); /* whether this build and this processor have what it needs */

    /* The sum of slopes where `column` [words] has a 1. */
    int64_t (*add)(const uint64_t *column, const int32_t *slopes, size_t words);

    /* slopes [count] of places [count], and the sums; count > 0.  Where a place is none of the
     * table's, the slopes and their sums are of no meaning; low and high tell. */
    hop_masked_sums (*look)(const hop_masked_table *table, const int32_t *places, size_t count,
                            int32_t *slopes);

    /* The same, after places += step where `column` has a 1, -= step elsewhere. */
    hop_masked_sums (*turn)(const hop_masked_table *table, const uint64_t *column, int32_t step,
                            int32_t *places, size_t count, int32_t *slopes);
} hop_masked_kernel;

extern const hop_masked_kernel hop_masked_avx512; /* masked_avx512.c */
extern const hop_masked_kernel hop_masked_plain;  /* masked_plain.c */

/* The fastest that runs here. */
const hop_masked_kernel *hop_masked_kernel_best(void);

#endif
