/* Bounded differences of bytes by AVX-512: both saturating differences, one of them 0, their
 * smaller value with the bound, and sums of eight bytes in one instruction.  Four states meet a row
 * while it is in the first-level cache. SPDX-License-Identifier: MIT */
#include "gaps.h"

#ifdef HOP_GAPS_X86

#include <immintrin.h>

#define TARGET __attribute__((target("avx512f,avx512bw")))

enum { STATES = 4, BYTES = 64 };

typedef __m512i bytes;

TARGET static inline bytes load(const unsigned char *from, size_t count) {
    if (count >= BYTES) return _mm512_loadu_si512(from);
    return _mm512_maskz_loadu_epi8((UINT64_C(1) << count) - 1, from);
}

/* `states` and `masked` are constants where it is called. */
TARGET static inline __attribute__((always_inline)) void
sum_row(const hop_gaps_work *work, size_t i, size_t k, size_t states, bool masked) {
    const unsigned char *row = work->rows + k * work->dim;
    const bytes bound = _mm512_set1_epi8((char)work->bound);
    bytes sums[STATES];
    for (size_t a = 0; a < states; a++) sums[a] = _mm512_setzero_si512();
    for (size_t j = 0; j < work->dim; j += BYTES) {
        size_t left = work->dim - j;
        bytes x = load(row + j, left);
        for (size_t a = 0; a < states; a++) {
            bytes y = load(work->states + (i + a) * work->dim + j, left);
            bytes gap = _mm512_or_si512(_mm512_subs_epu8(x, y), _mm512_subs_epu8(y, x));
            gap = _mm512_min_epu8(gap, bound);
            if (masked)
                gap = _mm512_and_si512(gap, load(work->known + (i + a) * work->dim + j, left));
            sums[a] = _mm512_add_epi64(sums[a], _mm512_sad_epu8(gap, _mm512_setzero_si512()));
        }
    }
    for (size_t a = 0; a < states; a++)
        work->sums[(i + a) * work->row_count + k] = (int32_t)_mm512_reduce_add_epi64(sums[a]);
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
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw");
}

#else

static bool runs_here(void) {
    return false;
}

static void sum(const hop_gaps_work *work) {
    hop_gaps_plain.sum(work);
}

#endif

const hop_gaps_kernel hop_gaps_avx512 = {
    .name = "AVX-512",
    .runs_here = runs_here,
    .sum = sum,
};
