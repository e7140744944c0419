/* Joint counts by AVX-512: word w of eight rows is one register, and AND, population count and
 * addition are an instruction each.  Blocks of 4 x 4 planes stay in registers.  Measured on two
 * busy cores of 2.6 GHz: see bench/ and docs/DAMAGE.md.
 * SPDX-License-Identifier: MIT */
#include "counts.h"

#ifdef HOP_COUNTS_X86

#include <immintrin.h>

#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512vpopcntdq")))

enum { GROUP = HOP_COUNTS_GROUP, WORD = 64, PLANES = 4 };

/* Planes a ... a+rows-1 of a group with planes b ... b+states-1 of a state; `rows` and `states` are
 * constants where it is called, and the loops over them unrolled. */
TARGET static inline __attribute__((always_inline)) void
joint_block(const hop_counts_work *work, const uint64_t *group, const uint64_t *state,
            int32_t *counts, size_t rows, size_t states) {
    const size_t words = work->words;
    __m512i sums[PLANES][PLANES];
    for (size_t a = 0; a < rows; a++)
        for (size_t b = 0; b < states; b++) sums[a][b] = _mm512_setzero_si512();
    for (size_t w = work->from; w < work->to; w++) {
        __m512i row[PLANES];
        for (size_t a = 0; a < rows; a++)
            row[a] = _mm512_loadu_si512(group + (a * words + w) * GROUP);
        for (size_t b = 0; b < states; b++) {
            __m512i word = _mm512_set1_epi64((long long)state[b * words + w]);
            for (size_t a = 0; a < rows; a++) {
                __m512i both = _mm512_popcnt_epi64(_mm512_and_si512(row[a], word));
                sums[a][b] = _mm512_add_epi64(sums[a][b], both);
            }
        }
    }
    for (size_t a = 0; a < rows; a++)
        for (size_t b = 0; b < states; b++)
            _mm256_storeu_si256((__m256i *)(void *)(counts + (a * work->state_planes + b) * GROUP),
                                _mm512_cvtepi64_epi32(sums[a][b]));
}

TARGET static inline __attribute__((always_inline)) void joint_rows(const hop_counts_work *work,
                                                                    const uint64_t *group,
                                                                    const uint64_t *state,
                                                                    int32_t *counts, size_t rows) {
    size_t b = 0, all = work->state_planes;
    for (; b + PLANES <= all; b += PLANES)
        joint_block(work, group, state + b * work->words, counts + b * GROUP, rows, PLANES);
    for (; b < all; b++)
        joint_block(work, group, state + b * work->words, counts + b * GROUP, rows, 1);
}

TARGET static void joint(const hop_counts_work *work) {
    const size_t row = work->words * GROUP, planes = work->row_planes;
    int32_t *counts = work->counts;
    for (size_t i = 0; i < work->state_count; i++) {
        const uint64_t *state = work->states + i * work->state_planes * work->words;
        for (size_t g = 0; g < work->group_count; g++) {
            const uint64_t *group = work->groups + g * planes * row;
            size_t a = 0, step = work->state_planes * GROUP;
            for (; a + PLANES <= planes; a += PLANES, counts += PLANES * step)
                joint_rows(work, group + a * row, state, counts, PLANES);
            if (planes - a == 3) joint_rows(work, group + a * row, state, counts, 3);
            if (planes - a == 2) joint_rows(work, group + a * row, state, counts, 2);
            if (planes - a == 1) joint_rows(work, group + a * row, state, counts, 1);
            counts += (planes - a) * step;
        }
    }
}

TARGET static void pack(const unsigned char *values, size_t dim, const unsigned char *above,
                        size_t plane_count, size_t stride, uint64_t *planes) {
    size_t words = hop_counts_words(dim);
    for (size_t w = 0; w < words; w++) {
        size_t left = dim - w * WORD;
        __mmask64 here = left < WORD ? (UINT64_C(1) << left) - 1 : ~UINT64_C(0);
        __m512i bytes = _mm512_maskz_loadu_epi8(here, values + w * WORD);
        for (size_t k = 0; k < plane_count; k++)
            planes[(k * words + w) * stride] =
                _mm512_mask_cmpgt_epu8_mask(here, bytes, _mm512_set1_epi8((char)above[k]));
    }
}

/* Row by row every plane's line of the cache would be written eight times. */
TARGET static void pack_group(const unsigned char *rows, size_t dim, const unsigned char *above,
                              size_t plane_count, uint64_t *planes) {
    size_t words = hop_counts_words(dim);
    for (size_t w = 0; w < words; w++) {
        size_t left = dim - w * WORD;
        __mmask64 here = left < WORD ? (UINT64_C(1) << left) - 1 : ~UINT64_C(0);
        __m512i bytes[GROUP];
        for (size_t i = 0; i < GROUP; i++)
            bytes[i] = _mm512_maskz_loadu_epi8(here, rows + i * dim + w * WORD);
        for (size_t k = 0; k < plane_count; k++) {
            __m512i edge = _mm512_set1_epi8((char)above[k]);
            uint64_t *to = planes + (k * words + w) * GROUP;
            for (size_t i = 0; i < GROUP; i++)
                to[i] = _mm512_mask_cmpgt_epu8_mask(here, bytes[i], edge);
        }
    }
}

static bool runs_here(void) {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vpopcntdq");
}

#else

enum { GROUP = HOP_COUNTS_GROUP };

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

static void pack_group(const unsigned char *rows, size_t dim, const unsigned char *above,
                       size_t plane_count, uint64_t *planes) {
    for (size_t i = 0; i < GROUP; i++)
        pack(rows + i * dim, dim, above, plane_count, GROUP, planes + i);
}

#endif

const hop_counts_kernel hop_counts_avx512 = {
    .name = "AVX-512 VPOPCNTDQ",
    .runs_here = runs_here,
    .joint = joint,
    .pack = pack,
    .pack_group = pack_group,
};
