/* The loops over patterns, sixteen at a time.
 * SPDX-License-Identifier: MIT */
#include "flip_sum.h"

#include "../base/bits.h"
#include "../base/simd.h"

enum { WORD = HOP_BITS_WORD, LANES = 16, REGISTERS = WORD / LANES };

typedef int32_t ints __attribute__((vector_size(64)));
typedef int32_t ints_anywhere __attribute__((vector_size(64), aligned(4), may_alias));

/* Words after which sums of 32 bits are moved to 64: 2^6 numbers of 2^24. */
enum { PIECE = 64 };

/* Bits 0 ... 15, and 16 ... 31. */
#define PLACES(first)                                                                          \
    {                                                                                          \
        1u << (first), 2u << (first), 4u << (first), 8u << (first), 16u << (first),            \
            32u << (first), 64u << (first), 128u << (first), 256u << (first), 512u << (first), \
            1024u << (first), 2048u << (first), 4096u << (first), 8192u << (first),            \
            16384u << (first), 32768u << (first)                                               \
    }
typedef uint32_t units __attribute__((vector_size(64)));
static const units LOW = PLACES(0), HIGH = PLACES(16);

/* All lanes where bits first ... first+15 of a word are 1. */
#define MASK(word, first) \
    ((ints)(((((uint32_t)((word) >> ((first)&32))) - (units){0}) & ((first)&16 ? HIGH : LOW)) != 0))

HOP_CLONES int64_t hop_flip_sum(const uint64_t *column, const int32_t *slopes, size_t words) {
    int64_t sum = 0;
    for (size_t first = 0; first < words; first += PIECE) {
        size_t end = words - first < PIECE ? words : first + PIECE;
        ints lanes[REGISTERS] = {{0}};
        for (size_t w = first; w < end; w++) {
            const int32_t *at = slopes + w * WORD;
            lanes[0] += *(const ints_anywhere *)at & MASK(column[w], 0);
            lanes[1] += *(const ints_anywhere *)(at + LANES) & MASK(column[w], 16);
            lanes[2] += *(const ints_anywhere *)(at + 2 * LANES) & MASK(column[w], 32);
            lanes[3] += *(const ints_anywhere *)(at + 3 * LANES) & MASK(column[w], 48);
        }
        for (size_t r = 0; r < REGISTERS; r++)
            for (size_t lane = 0; lane < LANES; lane++) sum += lanes[r][lane];
    }
    return sum;
}

HOP_CLONES void hop_flip_move(const uint64_t *column, int32_t step, int32_t *places, size_t words) {
    const ints down = (ints){0} - step, both = (ints){0} + 2 * step;
    for (size_t w = 0; w < words; w++) {
        int32_t *at = places + w * WORD;
        *(ints_anywhere *)at += down + (both & MASK(column[w], 0));
        *(ints_anywhere *)(at + LANES) += down + (both & MASK(column[w], 16));
        *(ints_anywhere *)(at + 2 * LANES) += down + (both & MASK(column[w], 32));
        *(ints_anywhere *)(at + 3 * LANES) += down + (both & MASK(column[w], 48));
    }
}

HOP_CLONES hop_flip_ends hop_flip_ends_of(const int32_t *places, size_t count) {
    int32_t low = places[0], high = places[0];
    for (size_t i = 1; i < count; i++) {
        low = places[i] < low ? places[i] : low;
        high = places[i] > high ? places[i] : high;
    }
    return (hop_flip_ends){low, high};
}

HOP_CLONES hop_flip_sums hop_flip_look(const hop_flip_entry *table, const int32_t *places,
                                       size_t count, int32_t *slopes) {
    int64_t slope = 0, level = 0;
    int32_t largest = 0;
    for (size_t i = 0; i < count; i++) {
        hop_flip_entry entry = table[places[i]];
        int32_t size = entry.slope < 0 ? -entry.slope : entry.slope;
        slopes[i] = entry.slope;
        slope += entry.slope;
        level += entry.level;
        largest = size > largest ? size : largest;
    }
    return (hop_flip_sums){slope, level, largest};
}
