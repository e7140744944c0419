/* Sums over patterns by AVX-512: sixteen numbers are added under a mask, or looked up in two
 * registers, by one instruction.
 * SPDX-License-Identifier: MIT */
#include "masked.h"

#if defined(__x86_64__) && defined(__GNUC__) && !defined(HOP_CORE_ONLY)

#include <immintrin.h>

#define TARGET __attribute__((target("avx512f")))
#define INLINE static inline __attribute__((always_inline))

enum { WORD = 64, LANES = 16, ALL = 0xFFFF };

/* Words, and patterns, after which sums of 32 bits are moved to 64: 2^6 numbers of 2^24. */
enum { PIECE = 16, PATTERNS = PIECE * WORD };

/* Parts of a table that registers hold. */
enum { PARTS = 4 };

TARGET INLINE int64_t sum_register(__m512i x) {
    __m512i low = _mm512_cvtepi32_epi64(_mm512_castsi512_si256(x));
    return _mm512_reduce_add_epi64(
        _mm512_add_epi64(low, _mm512_cvtepi32_epi64(_mm512_extracti64x4_epi64(x, 1))));
}

TARGET static int64_t add(const uint64_t *column, const int32_t *slopes, size_t words) {
    int64_t sum = 0;
    for (size_t first = 0; first < words; first += PIECE) {
        size_t end = words - first < PIECE ? words : first + PIECE;
        __m512i a = _mm512_setzero_si512(), b = a, c = a, d = a;
        for (size_t w = first; w < end; w++) {
            const int32_t *at = slopes + w * WORD;
            uint64_t bits = column[w];
            a = _mm512_mask_add_epi32(a, (__mmask16)bits, a, _mm512_loadu_si512(at));
            b = _mm512_mask_add_epi32(b, (__mmask16)(bits >> 16), b, _mm512_loadu_si512(at + 16));
            c = _mm512_mask_add_epi32(c, (__mmask16)(bits >> 32), c, _mm512_loadu_si512(at + 32));
            d = _mm512_mask_add_epi32(d, (__mmask16)(bits >> 48), d, _mm512_loadu_si512(at + 48));
        }
        sum += sum_register(_mm512_add_epi32(_mm512_add_epi32(a, b), _mm512_add_epi32(c, d)));
    }
    return sum;
}

/* A table in registers: entries 0 ... 31 of a part in two of them. */
typedef struct part {
    __m512i slopes[2], levels[2];
} part;

TARGET INLINE void load(const hop_masked_table *table, size_t parts, part *held) {
    for (size_t p = 0; p < parts; p++)
        for (size_t half = 0; half < 2; half++) {
            size_t at = p * HOP_MASKED_PART + half * LANES;
            held[p].slopes[half] = _mm512_loadu_si512(table->slopes + at);
            held[p].levels[half] = _mm512_loadu_si512(table->levels + at);
        }
}

/* Of the lanes `here`; `at` counts from the table's low, and is any number. */
TARGET INLINE __m512i look_up(__m512i at, __mmask16 here, size_t parts, const part *held,
                              __m512i *level) {
    __m512i slope = _mm512_setzero_si512(), number = _mm512_srli_epi32(at, 5);
    *level = slope;
    for (size_t p = 0; p < parts; p++) {
        __mmask16 in = parts == 1
                           ? here
                           : _mm512_mask_cmpeq_epi32_mask(here, number, _mm512_set1_epi32((int)p));
        slope = _mm512_mask_mov_epi32(
            slope, in, _mm512_permutex2var_epi32(held[p].slopes[0], at, held[p].slopes[1]));
        *level = _mm512_mask_mov_epi32(
            *level, in, _mm512_permutex2var_epi32(held[p].levels[0], at, held[p].levels[1]));
    }
    return slope;
}

TARGET INLINE __m512i moved(__m512i places, __mmask16 ones, __m512i step) {
    places = _mm512_mask_add_epi32(places, ones, places, step);
    return _mm512_mask_sub_epi32(places, (__mmask16)~ones, places, step);
}

/* How places change: where there is no column, they stay. */
typedef struct motion {
    const uint64_t *column;
    int32_t step, *places;
} motion;

/* `parts`, and whether there is a column, are known where it is called; it is compiled for each. */
TARGET INLINE hop_masked_sums pass(const hop_masked_table *table, size_t parts, motion change,
                                   const int32_t *places, size_t count, int32_t *slopes) {
    const __m512i first = _mm512_set1_epi32(table->low), step = _mm512_set1_epi32(change.step);
    __m512i low = _mm512_set1_epi32(INT32_MAX), high = _mm512_set1_epi32(INT32_MIN);
    hop_masked_sums sums = {0};
    part held[PARTS];
    load(table, parts, held);
    for (size_t from = 0; from < count; from += PATTERNS) {
        size_t end = count - from < PATTERNS ? count : from + PATTERNS;
        __m512i slope_sum = _mm512_setzero_si512(), level_sum = slope_sum, level;
        for (size_t i = from; i < end; i += LANES) {
            __mmask16 here = (__mmask16)(end - i < LANES ? (1u << (end - i)) - 1 : ALL);
            __m512i at = _mm512_loadu_si512(places + i);
            if (change.column) {
                at = moved(at, (__mmask16)(change.column[i / WORD] >> i % WORD), step);
                _mm512_storeu_si512(change.places + i, at);
            }
            __m512i slope = look_up(_mm512_sub_epi32(at, first), here, parts, held, &level);
            _mm512_storeu_si512(slopes + i, slope);
            slope_sum = _mm512_add_epi32(slope_sum, slope);
            level_sum = _mm512_add_epi32(level_sum, level);
            low = _mm512_mask_min_epi32(low, here, low, at);
            high = _mm512_mask_max_epi32(high, here, high, at);
        }
        sums.slope += sum_register(slope_sum);
        sums.level += sum_register(level_sum);
    }
    sums.low = _mm512_reduce_min_epi32(low);
    sums.high = _mm512_reduce_max_epi32(high);
    return sums;
}

/* As many registers as the table takes; too wide a table is left to plain C. */
TARGET INLINE bool pass_any(const hop_masked_table *table, motion change, const int32_t *places,
                            size_t count, int32_t *slopes, hop_masked_sums *sums) {
    switch ((table->high - table->low) / HOP_MASKED_PART) {
    case 0: *sums = pass(table, 1, change, places, count, slopes); return true;
    case 1: *sums = pass(table, 2, change, places, count, slopes); return true;
    case 2: *sums = pass(table, 3, change, places, count, slopes); return true;
    case 3: *sums = pass(table, PARTS, change, places, count, slopes); return true;
    default: return false;
    }
}

TARGET static hop_masked_sums look(const hop_masked_table *table, const int32_t *places,
                                   size_t count, int32_t *slopes) {
    hop_masked_sums sums;
    if (pass_any(table, (motion){0}, places, count, slopes, &sums)) return sums;
    return hop_masked_plain.look(table, places, count, slopes);
}

TARGET static hop_masked_sums turn(const hop_masked_table *table, const uint64_t *column,
                                   int32_t step, int32_t *places, size_t count, int32_t *slopes) {
    hop_masked_sums sums;
    motion change = {column, step, places};
    if (pass_any(table, change, places, count, slopes, &sums)) return sums;
    return hop_masked_plain.turn(table, column, step, places, count, slopes);
}

static bool runs_here(void) {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx512f");
}

#else

static bool runs_here(void) {
    return false;
}

static int64_t add(const uint64_t *column, const int32_t *slopes, size_t words) {
    return hop_masked_plain.add(column, slopes, words);
}

static hop_masked_sums look(const hop_masked_table *table, const int32_t *places, size_t count,
                            int32_t *slopes) {
    return hop_masked_plain.look(table, places, count, slopes);
}

static hop_masked_sums turn(const hop_masked_table *table, const uint64_t *column, int32_t step,
                            int32_t *places, size_t count, int32_t *slopes) {
    return hop_masked_plain.turn(table, column, step, places, count, slopes);
}

#endif

const hop_masked_kernel hop_masked_avx512 = {
    .name = "AVX-512",
    .runs_here = runs_here,
    .add = add,
    .look = look,
    .turn = turn,
};
