/* Joint counts by AVX2: half a byte is looked up in a register that holds the counts of all sixteen
 * (Mula, Kurz, Lemire 2018, 1611.07612), and counts stay bytes until they might overflow.
 * SPDX-License-Identifier: MIT */
#include "counts.h"

#ifdef HOP_COUNTS_X86

#include <immintrin.h>

#define TARGET __attribute__((target("avx2")))

enum { GROUP = HOP_COUNTS_GROUP, HALF = GROUP / 2, WORD = 64, REGISTER = 32 };

/* A word adds 8 at most to a byte, so that 31 of them stay below 256. */
enum { WORDS_MOST = 31 };

TARGET static inline __m256i count_bytes(__m256i x) {
    const __m256i low = _mm256_set1_epi8(15);
    const __m256i ones = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1,
                                          2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
    __m256i below = _mm256_shuffle_epi8(ones, _mm256_and_si256(x, low));
    __m256i above = _mm256_shuffle_epi8(ones, _mm256_and_si256(_mm256_srli_epi16(x, 4), low));
    return _mm256_add_epi8(below, above);
}

/* One plane of four rows with one of a state. */
TARGET static inline void joint_half(const hop_counts_work *work, const uint64_t *row,
                                     const uint64_t *state, int32_t *counts) {
    __m256i sums = _mm256_setzero_si256();
    for (size_t from = work->from, to = 0; from < work->to; from = to) {
        __m256i bytes = _mm256_setzero_si256();
        to = work->to - from < WORDS_MOST ? work->to : from + WORDS_MOST;
        for (size_t w = from; w < to; w++) {
            __m256i four = _mm256_loadu_si256((const __m256i *)(const void *)(row + w * GROUP));
            __m256i word = _mm256_set1_epi64x((long long)state[w]);
            bytes = _mm256_add_epi8(bytes, count_bytes(_mm256_and_si256(four, word)));
        }
        sums = _mm256_add_epi64(sums, _mm256_sad_epu8(bytes, _mm256_setzero_si256()));
    }
    __m256i even = _mm256_permutevar8x32_epi32(sums, _mm256_setr_epi32(0, 2, 4, 6, 0, 2, 4, 6));
    _mm_storeu_si128((__m128i *)(void *)counts, _mm256_castsi256_si128(even));
}

TARGET static void joint(const hop_counts_work *work) {
    int32_t *counts = work->counts;
    for (size_t i = 0; i < work->state_count; i++)
        for (size_t g = 0; g < work->group_count; g++)
            for (size_t a = 0; a < work->row_planes; a++)
                for (size_t b = 0; b < work->state_planes; b++, counts += GROUP) {
                    const uint64_t *row =
                        work->groups + (g * work->row_planes + a) * work->words * GROUP;
                    const uint64_t *state =
                        work->states + (i * work->state_planes + b) * work->words;
                    joint_half(work, row, state, counts);
                    joint_half(work, row + HALF, state, counts + HALF);
                }
}

/* 1 for bytes above the bound: a byte is not above it where the smaller of both is the byte. */
TARGET static inline uint32_t above_bound(const unsigned char *values, __m256i bound) {
    __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)values);
    __m256i not_above = _mm256_cmpeq_epi8(_mm256_min_epu8(bytes, bound), bytes);
    return ~(uint32_t)_mm256_movemask_epi8(not_above);
}

TARGET static void pack(const unsigned char *values, size_t dim, const unsigned char *above,
                        size_t plane_count, size_t stride, uint64_t *planes) {
    size_t words = hop_counts_words(dim);
    for (size_t w = 0; w < words; w++) {
        unsigned char last[WORD] = {0};
        const unsigned char *here = values + w * WORD;
        size_t left = dim - w * WORD;
        for (size_t j = 0; left < WORD && j < left; j++) last[j] = here[j];
        if (left < WORD) here = last;
        uint64_t mask = left < WORD ? (UINT64_C(1) << left) - 1 : ~UINT64_C(0);
        for (size_t k = 0; k < plane_count; k++) {
            __m256i bound = _mm256_set1_epi8((char)above[k]);
            uint64_t high = above_bound(here + REGISTER, bound);
            planes[(k * words + w) * stride] = (high << REGISTER | above_bound(here, bound)) & mask;
        }
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

static void joint(const hop_counts_work *work) {
    hop_counts_plain.joint(work);
}

static void pack(const unsigned char *values, size_t dim, const unsigned char *above,
                 size_t plane_count, size_t stride, uint64_t *planes) {
    hop_counts_plain.pack(values, dim, above, plane_count, stride, planes);
}

#endif

const hop_counts_kernel hop_counts_avx2 = {
    .name = "AVX2",
    .runs_here = runs_here,
    .joint = joint,
    .pack = pack,
};
