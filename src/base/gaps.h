/* Sums of bounded differences of bytes, sum_j min(|x_j - y_j|, bound): the distance of robust
 * comparisons, and with a bound of 255 that of Manhattan.  Exact in integers.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_BASE_GAPS_H
#define HOP_BASE_GAPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HOP_GAPS_DIM_MAX = 1 << 23 }; /* up to here a sum fits 31 bits */

/* sums [state_count x row_count] over the places where `known` is 255 and not 0. */
typedef struct hop_gaps_work {
    const unsigned char *rows;   /* [row_count x dim] */
    const unsigned char *states; /* [state_count x dim] */
    const unsigned char *known;  /* [state_count x dim] of 0 and 255, or NULL: all are */
    size_t row_count, state_count, dim;
    unsigned char bound;
    int32_t *sums;
} hop_gaps_work;

/* By the fastest kernel that runs here; all give the same numbers.  dim <= HOP_GAPS_DIM_MAX. */
void hop_gaps_sum(const hop_gaps_work *work);

typedef struct hop_gaps_kernel {
    const char *name;
    bool (*runs_here)(void); /* whether this build and this processor have what it needs */
    void (*sum)(const hop_gaps_work *work);
} hop_gaps_kernel;

extern const hop_gaps_kernel hop_gaps_avx512; /* gaps_avx512.c */
extern const hop_gaps_kernel hop_gaps_avx2;   /* gaps_avx2.c */
extern const hop_gaps_kernel hop_gaps_plain;  /* gaps.c */

#if defined(__x86_64__) && defined(__GNUC__) && !defined(HOP_CORE_ONLY)
#define HOP_GAPS_X86
#endif

#endif
