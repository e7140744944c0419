/* Bounded differences of bytes by AVX2: both saturating differences, one of them 0, their smaller
 * value with the bound, and sums of eight bytes in one instruction.  Four states meet a row while
 * it is in the first-level cache.
 * SPDX-License-Identifier: MIT */
#include "gaps.h"

#ifdef HOP_GAPS_X86

#include <immintrin.h>

#define TARGET __attribute__((target("avx2")))

enum { STATES = 4, BYTES = 32 };

typedef __m256i bytes;

TARGET static inline bytes load(const unsigned char *from, size_t count) {
    unsigned char last[BYTES] = {0};
    if (count >= BYTES) return _mm256_loadu_si256((const bytes *)(const void *)from);
    for (size_t k = 0; k < count; k++) last[k] = from[k];
    return _mm256_loadu_si256((const bytes *)(const void *)last);
}

TARGET static inline int32_t total(bytes sums) {
    __m128i two = _mm_add_epi64(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
    return (int32_t)(_mm_cvtsi128_si64(two) + _mm_extract_epi64(two, 1));
}

/* `states` and `masked` are constants where it is called. */
TARGET static inline __attribute__((always_inline)) void
sum_row(const hop_gaps_work *work, size_t i, size_t k, size_t states, bool masked) {
    const unsigned char *row = work->rows + k * work->dim;
    const bytes bound = _mm256_set1_epi8((char)work->bound);
    bytes sums[STATES];
    for (size_t a = 0; a < states; a++) sums[a] = _mm256_setzero_si256();
    for (size_t j = 0; j < work->dim; j += BYTES) {
        size_t left = work->dim - j;
        bytes x = load(row + j, left);
        for (size_t a = 0; a < states; a++) {
            bytes y = load(work->states + (i + a) * work->dim + j, left);
            bytes gap = _mm256_or_si256(_mm256_subs_epu8(x, y), _mm256_subs_epu8(y, x));
            gap = _mm256_min_epu8(gap, bound);
            if (masked)
                gap = _mm256_and_si256(gap, load(work->known + (i + a) * work->dim + j, left));
            sums[a] = _mm256_add_epi64(sums[a], _mm256_sad_epu8(gap, _mm256_setzero_si256()));
        }
    }
    for (size_t a = 0; a < states; a++) work->sums[(i + a) * work->row_count + k] = total(sums[a]);
}

TARGET static void sum(const hop_gaps_work *work) {
    size_t i = 0;
    bool masked = work->known;
    for (; i + STATES <= work->state_count; i += STATES)
        for (size_t k = 0; k < work->row_count; k++)
            if (masked)
                sum_row(work, i, k, STATES, true);
            else
                sum_row(work, i, k, STATES, false);
    for (; i < work->state_count; i++)
        for (size_t k = 0; k < work->row_count; k++) sum_row(work, i, k, 1, masked);
}

static bool runs_here(void) {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2");
}

#else

static bool runs_here(void) {
    return false;
}

static void sum(const hop_gaps_work *work) {
    hop_gaps_plain.sum(work);
}

#endif

const hop_gaps_kernel hop_gaps_avx2 = {
    .name = "AVX2",
    .runs_here = runs_here,
    .sum = sum,
};
