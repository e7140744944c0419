/* A handful of byte patterns beside a few states; see few.c.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_RECALL_FEW_H
#define HOP_RECALL_FEW_H

#include "../base/digits.h"
#include "tiles.h"

/* Patterns at a time: they stay in cache until they are added up. */
enum { HOP_HANDFUL = 32 };

/* States in digits, to be compared with bytes: digits [count x HOP_DIGITS_PLACES x stride]. */
typedef struct hop_few_states {
    const signed char *digits;
    size_t count;
    double unit[HOP_FEW], sum[HOP_FEW]; /* sum: of the values that the digits stand for */
} hop_few_states;

/* Whether the keys of this memory can be taken from its bytes as they lie. */
bool hop_few_takes_bytes(const hop_recall *recall);

/* Writes tiles->states [count x dim] in digits, into tiles->fresh.  A state that is beyond the
 * range of float gets similarities of NAN. */
void hop_few_write(const hop_recall *recall, hop_tiles *tiles, size_t count,
                   hop_few_states *states);

/* Similarities of all states with at most a handful of patterns, s [count x stride]. */
void hop_few_compare(const hop_recall *recall, const hop_few_states *states, hop_range patterns,
                     float *s, size_t stride);

/* sums [dim] += weights . keys for at most a handful of patterns; weights below `cut` in size are
 * left out. */
void hop_few_add(const hop_recall *recall, hop_range patterns, const float *weights, float cut,
                 float *sums);

#endif
