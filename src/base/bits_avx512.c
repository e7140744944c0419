/* Bits by AVX-512 with VPOPCNTDQ: word w of eight rows is one register, and exclusive or,
 * population count and addition are an instruction each.  Blocks of 4 states x 2 groups, so that
 * what is loaded is used more than once.
 * SPDX-License-Identifier: MIT */
#include "bits.h"

#ifdef HOP_BITS_X86

#include <immintrin.h>

#define TARGET __attribute__((target("avx512f,avx512vl,avx512vpopcntdq")))

enum { GROUP = HOP_BITS_GROUP, STATES = 4, GROUPS = 2 };

/* products = dim - 2 differ, for eight rows. */
TARGET static inline void put(__m512i differ, __m256i dim, int32_t *products) {
    __m256i twice = _mm256_slli_epi32(_mm512_cvtepi64_epi32(differ), 1);
    _mm256_storeu_si256((__m256i *)(void *)products, _mm256_sub_epi32(dim, twice));
}

/* `states` and `groups` are constants where it is called, and the loops over them unrolled. */
TARGET static inline __attribute__((always_inline)) void
multiply_block(const hop_bits_work *work, size_t i, size_t g, size_t states, size_t groups) {
    const size_t words = work->words;
    const uint64_t *state = work->states + i * words;
    const uint64_t *group = work->groups + g * words * GROUP;
    const __m256i dim = _mm256_set1_epi32((int)work->dim);
    __m512i differ[STATES][GROUPS];
    for (size_t a = 0; a < states; a++)
        for (size_t b = 0; b < groups; b++) differ[a][b] = _mm512_setzero_si512();
    for (size_t w = 0; w < words; w++) {
        __m512i rows[GROUPS];
        for (size_t b = 0; b < groups; b++)
            rows[b] = _mm512_loadu_si512(group + (b * words + w) * GROUP);
        for (size_t a = 0; a < states; a++) {
            __m512i word = _mm512_set1_epi64((long long)state[a * words + w]);
            for (size_t b = 0; b < groups; b++) {
                __m512i count = _mm512_popcnt_epi64(_mm512_xor_si512(word, rows[b]));
                differ[a][b] = _mm512_add_epi64(differ[a][b], count);
            }
        }
    }
    for (size_t a = 0; a < states; a++)
        for (size_t b = 0; b < groups; b++)
            put(differ[a][b], dim, work->products + (i + a) * work->stride + (g + b) * GROUP);
}

TARGET static void multiply(const hop_bits_work *work) {
    size_t i = 0;
    for (; i + STATES <= work->state_count; i += STATES) {
        size_t g = 0;
        for (; g + GROUPS <= work->group_count; g += GROUPS)
            multiply_block(work, i, g, STATES, GROUPS);
        for (; g < work->group_count; g++) multiply_block(work, i, g, STATES, 1);
    }
    for (; i < work->state_count; i++) {
        size_t g = 0;
        for (; g + GROUPS <= work->group_count; g += GROUPS) multiply_block(work, i, g, 1, GROUPS);
        for (; g < work->group_count; g++) multiply_block(work, i, g, 1, 1);
    }
}

static bool runs_here(void) {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512vpopcntdq");
}

#else

static bool runs_here(void) {
    return false;
}

static void multiply(const hop_bits_work *work) {
    hop_bits_plain.multiply(work);
}

#endif

const hop_bits_kernel hop_bits_avx512 = {
    .name = "AVX-512 VPOPCNTDQ",
    .runs_here = runs_here,
    .multiply = multiply,
};
