/* Sums over patterns by AVX-512: sixteen numbers are added under a mask, or looked up in two
 * registers, by one instruction.
 * SPDX-License-Identifier: MIT */
#include "masked.h"

#if defined(__x86_64__) && defined(__GNUC__) && !defined(HOP_CORE_ONLY)

#include <immintrin.h>

#define TARGET __attribute__((target("avx512f")))

enum { WORD = 64, LANES = 16 };

/* Words after which sums of 32 bits are moved to 64: four times 2^4 numbers of 2^24. */
enum { PIECE = 16 };

TARGET static inline int64_t sum_register(__m512i x) {
    __m512i low = _mm512_cvtepi32_epi64(_mm512_castsi512_si256(x));
    return _mm512_reduce_add_epi64(
        _mm512_add_epi64(low, _mm512_cvtepi32_epi64(_mm512_extracti64x4_epi64(x, 1))));
}

TARGET static int64_t add_masked(const uint64_t *column, const int32_t *slopes, size_t words) {
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

/* Of places low ... low + parts * HOP_MASKED_PART - 1. */
TARGET static hop_masked_sums look_up(const hop_masked_entry *table, int32_t low, size_t parts,
                                      const int32_t *places, size_t count, int32_t *slopes) {
    const __m512i even =
        _mm512_setr_epi32(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
    const __m512i odd = _mm512_add_epi32(even, _mm512_set1_epi32(1));
    __m512i slope[HOP_MASKED_PARTS][2], level[HOP_MASKED_PARTS][2];
    for (size_t r = 0; r < 2 * parts; r++) {
        const hop_masked_entry *at = table + low + r * LANES;
        __m512i first = _mm512_loadu_si512(at), second = _mm512_loadu_si512(at + LANES / 2);
        slope[r / 2][r % 2] = _mm512_permutex2var_epi32(first, even, second);
        level[r / 2][r % 2] = _mm512_permutex2var_epi32(first, odd, second);
    }
    __m512i slope_sum = _mm512_setzero_si512(), level_sum = slope_sum, largest = slope_sum;
    for (size_t i = 0; i < count; i += LANES) {
        __mmask16 here = count - i < LANES ? (__mmask16)((1u << (count - i)) - 1) : 0xFFFF;
        __m512i at = _mm512_sub_epi32(_mm512_loadu_si512(places + i), _mm512_set1_epi32(low));
        __m512i part = _mm512_srli_epi32(at, 5), s = _mm512_setzero_si512(), l = s;
        for (size_t p = 0; p < parts; p++) {
            __mmask16 in = _mm512_mask_cmpeq_epi32_mask(here, part, _mm512_set1_epi32((int)p));
            s = _mm512_mask_mov_epi32(s, in,
                                      _mm512_permutex2var_epi32(slope[p][0], at, slope[p][1]));
            l = _mm512_mask_mov_epi32(l, in,
                                      _mm512_permutex2var_epi32(level[p][0], at, level[p][1]));
        }
        _mm512_storeu_si512(slopes + i, s);
        slope_sum = _mm512_add_epi32(slope_sum, s);
        level_sum = _mm512_add_epi32(level_sum, l);
        largest = _mm512_max_epi32(largest, _mm512_abs_epi32(s));
    }
    return (hop_masked_sums){sum_register(slope_sum), sum_register(level_sum),
                             _mm512_reduce_max_epi32(largest)};
}

bool hop_masked_runs_here(void) {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx512f");
}

int64_t hop_masked_sum_avx512(const uint64_t *column, const int32_t *slopes, size_t words) {
    return add_masked(column, slopes, words);
}

hop_masked_sums hop_masked_look_avx512(const hop_masked_entry *table, int32_t low, size_t parts,
                                       const int32_t *places, size_t count, int32_t *slopes) {
    return look_up(table, low, parts, places, count, slopes);
}

#else

bool hop_masked_runs_here(void) {
    return false;
}

int64_t hop_masked_sum_avx512(const uint64_t *column, const int32_t *slopes, size_t words) {
    return hop_masked_sum_plain(column, slopes, words);
}

hop_masked_sums hop_masked_look_avx512(const hop_masked_entry *table, int32_t low, size_t parts,
                                       const int32_t *places, size_t count, int32_t *slopes) {
    (void)low, (void)parts;
    return hop_masked_look_plain(table, places, count, slopes);
}

#endif
