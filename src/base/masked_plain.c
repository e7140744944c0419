/* The loops over patterns, sixteen at a time.
 * SPDX-License-Identifier: MIT */
#include "masked.h"

#include <string.h>

#include "bits.h"
#include "simd.h"

enum { WORD = HOP_BITS_WORD, LANES = 16, REGISTERS = WORD / LANES };

typedef int32_t ints __attribute__((vector_size(64)));
typedef int32_t ints_anywhere __attribute__((vector_size(64), aligned(4), may_alias));

/* Words after which sums of 32 bits are moved to 64: four times 2^4 numbers of 2^24. */
enum { PIECE = 16 };

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

typedef int32_t eight_ints __attribute__((vector_size(32)));
typedef int64_t longs __attribute__((vector_size(64)));
typedef struct halves {
    eight_ints low, high;
} halves;

/* The sum of all lanes, which may be beyond 32 bits. */
static inline __attribute__((always_inline)) int64_t sum_lanes(const ints *lanes) {
    halves half;
    memcpy(&half, lanes, sizeof half);
    longs both =
        __builtin_convertvector(half.low, longs) + __builtin_convertvector(half.high, longs);
    return ((both[0] + both[1]) + (both[2] + both[3])) +
           ((both[4] + both[5]) + (both[6] + both[7]));
}

HOP_CLONES static int64_t add(const uint64_t *column, const int32_t *slopes, size_t words) {
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
        lanes[0] = (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
        sum += sum_lanes(&lanes[0]);
    }
    return sum;
}

HOP_CLONES static void move(const uint64_t *column, int32_t step, int32_t *places, size_t words) {
    const ints down = (ints){0} - step, both = (ints){0} + 2 * step;
    for (size_t w = 0; w < words; w++) {
        int32_t *at = places + w * WORD;
        *(ints_anywhere *)at += down + (both & MASK(column[w], 0));
        *(ints_anywhere *)(at + LANES) += down + (both & MASK(column[w], 16));
        *(ints_anywhere *)(at + 2 * LANES) += down + (both & MASK(column[w], 32));
        *(ints_anywhere *)(at + 3 * LANES) += down + (both & MASK(column[w], 48));
    }
}

HOP_CLONES static void find_ends(const int32_t *places, size_t count, hop_masked_sums *sums) {
    int32_t low = places[0], high = places[0];
    for (size_t i = 1; i < count; i++) {
        low = places[i] < low ? places[i] : low;
        high = places[i] > high ? places[i] : high;
    }
    sums->low = low;
    sums->high = high;
}

static hop_masked_sums look(const hop_masked_table *table, const int32_t *places, size_t count,
                            int32_t *slopes) {
    hop_masked_sums sums = {0};
    find_ends(places, count, &sums);
    if (sums.low < table->low || sums.high > table->high) return sums;
    for (size_t i = 0; i < count; i++) {
        int32_t place = places[i] - table->low;
        slopes[i] = table->slopes[place];
        sums.slope += slopes[i];
        sums.level += table->levels[place];
    }
    return sums;
}

static hop_masked_sums turn(const hop_masked_table *table, const uint64_t *column, int32_t step,
                            int32_t *places, size_t count, int32_t *slopes) {
    move(column, step, places, hop_bits_words(count));
    return look(table, places, count, slopes);
}

static bool runs_anywhere(void) {
    return true;
}

const hop_masked_kernel hop_masked_plain = {
    .name = "plain",
    .runs_here = runs_anywhere,
    .add = add,
    .look = look,
    .turn = turn,
};
