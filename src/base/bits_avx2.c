/* Bits by AVX2: half a byte is looked up in a register that holds the counts of all sixteen (Mula,
 * Kurz, Lemire 2018, 1611.07612), and counts stay bytes until they might overflow.
 * SPDX-License-Identifier: MIT */
#include "bits.h"

#ifdef HOP_BITS_X86

#include <immintrin.h>

#define TARGET __attribute__((target("avx2")))

enum { GROUP = HOP_BITS_GROUP, HALF = GROUP / 2, STATES = 2 };

/* A word adds 8 at most to a byte, so that 31 of them stay below 256. */
enum { WORDS_MOST = 31 };

/* Ones in each byte. */
TARGET static inline __m256i count_bytes(__m256i x) {
    const __m256i low = _mm256_set1_epi8(15);
    const __m256i ones = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1,
                                          2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
    __m256i below = _mm256_shuffle_epi8(ones, _mm256_and_si256(x, low));
    __m256i above = _mm256_shuffle_epi8(ones, _mm256_and_si256(_mm256_srli_epi16(x, 4), low));
    return _mm256_add_epi8(below, above);
}

/* Places that differ, for four rows: words from ... to-1. */
TARGET static inline __attribute__((always_inline)) void
count_run(const uint64_t *half, const uint64_t *state, size_t words, size_t from, size_t to,
          size_t states, __m256i *differ) {
    __m256i bytes[STATES];
    for (size_t a = 0; a < states; a++) bytes[a] = _mm256_setzero_si256();
    for (size_t w = from; w < to; w++) {
        __m256i rows = _mm256_loadu_si256((const __m256i *)(const void *)(half + w * GROUP));
        for (size_t a = 0; a < states; a++) {
            __m256i word = _mm256_set1_epi64x((long long)state[a * words + w]);
            bytes[a] = _mm256_add_epi8(bytes[a], count_bytes(_mm256_xor_si256(word, rows)));
        }
    }
    for (size_t a = 0; a < states; a++)
        differ[a] = _mm256_add_epi64(differ[a], _mm256_sad_epu8(bytes[a], _mm256_setzero_si256()));
}

/* Numbers of 64 bits to four of 32: dim - 2 differ. */
TARGET static inline void put(__m256i differ, size_t dim, int32_t *products) {
    __m256i even = _mm256_permutevar8x32_epi32(differ, _mm256_setr_epi32(0, 2, 4, 6, 0, 2, 4, 6));
    __m128i twice = _mm_slli_epi32(_mm256_castsi256_si128(even), 1);
    _mm_storeu_si128((__m128i *)(void *)products, _mm_sub_epi32(_mm_set1_epi32((int)dim), twice));
}

TARGET static inline __attribute__((always_inline)) void
multiply_half(const hop_bits_work *work, size_t i, const uint64_t *half, size_t at, size_t states) {
    const size_t words = work->words;
    __m256i differ[STATES];
    for (size_t a = 0; a < states; a++) differ[a] = _mm256_setzero_si256();
    for (size_t from = 0; from < words; from += WORDS_MOST) {
        size_t to = words - from < WORDS_MOST ? words : from + WORDS_MOST;
        count_run(half, work->states + i * words, words, from, to, states, differ);
    }
    for (size_t a = 0; a < states; a++)
        put(differ[a], work->dim, work->products + (i + a) * work->stride + at);
}

TARGET static void multiply(const hop_bits_work *work) {
    for (size_t i = 0; i < work->state_count; i += STATES)
        for (size_t h = 0; h < 2 * work->group_count; h++) {
            const uint64_t *half = work->groups + h / 2 * work->words * GROUP + h % 2 * HALF;
            if (i + STATES <= work->state_count)
                multiply_half(work, i, half, h * HALF, STATES);
            else
                multiply_half(work, i, half, h * HALF, 1);
        }
}

static bool runs_here(void) {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2");
}

#else

static bool runs_here(void) {
    return false;
}

static void multiply(const hop_bits_work *work) {
    hop_bits_plain.multiply(work);
}

#endif

const hop_bits_kernel hop_bits_avx2 = {
    .name = "AVX2",
    .runs_here = runs_here,
    .multiply = multiply,
};
