/* Sums over the patterns of a dense memory, in whole numbers: the loops of
 * experiment/flip_kernel.c. SPDX-License-Identifier: MIT */
#ifndef HOP_BASE_MASKED_H
#define HOP_BASE_MASKED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What follows from one overlap, in a common unit: at most 2^24 each, without sign. */
typedef struct hop_masked_entry {
    int32_t slope, level;
} hop_masked_entry;

/* Sums over patterns, and the largest slope without its sign. */
typedef struct hop_masked_sums {
    int64_t slope, level;
    int32_t largest;
} hop_masked_sums;

typedef struct hop_masked_ends {
    int32_t low, high;
} hop_masked_ends;

/* The sum of slopes [64 words] where `column` [words] has a 1. */
int64_t hop_masked_sum(const uint64_t *column, const int32_t *slopes, size_t words);

/* places [64 words] += step where `column` has a 1, -= step elsewhere. */
void hop_masked_move(const uint64_t *column, int32_t step, int32_t *places, size_t words);

/* The smallest and largest of places [count]; count > 0. */
hop_masked_ends hop_masked_ends_of(const int32_t *places, size_t count);

/* Entries that a table holds beyond its last, to be read and not used. */
enum { HOP_MASKED_PART = 32 };

/* slopes [count, up to whole words] of places [count] between `ends`, and the sums. */
hop_masked_sums hop_masked_look(const hop_masked_entry *table, hop_masked_ends ends,
                                const int32_t *places, size_t count, int32_t *slopes);

/* ---- by plain C, and by AVX-512 (masked_avx512.c) where it runs ---- */

/* Parts of a table, and patterns, up to which the latter looks up. */
enum { HOP_MASKED_PARTS = 4, HOP_MASKED_FEW = 1024 };

bool hop_masked_runs_here(void);
int64_t hop_masked_sum_plain(const uint64_t *column, const int32_t *slopes, size_t words);
int64_t hop_masked_sum_avx512(const uint64_t *column, const int32_t *slopes, size_t words);
hop_masked_sums hop_masked_look_plain(const hop_masked_entry *table, const int32_t *places,
                                      size_t count, int32_t *slopes);

/* Of places low ... low + parts HOP_MASKED_PART - 1. */
hop_masked_sums hop_masked_look_avx512(const hop_masked_entry *table, int32_t low, size_t parts,
                                       const int32_t *places, size_t count, int32_t *slopes);

#endif
