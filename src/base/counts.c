/* Joint counts in plain C, and the choice among the variants.
 * SPDX-License-Identifier: MIT */
#include "counts.h"

enum { GROUP = HOP_COUNTS_GROUP, WORD = 64 };

static void pack_plain(const unsigned char *values, size_t dim, const unsigned char *above,
                       size_t plane_count, size_t stride, uint64_t *planes) {
    size_t words = hop_counts_words(dim);
    for (size_t k = 0; k < plane_count; k++)
        for (size_t w = 0; w < words; w++) {
            size_t count = dim - w * WORD < WORD ? dim - w * WORD : WORD;
            uint64_t word = 0;
            for (size_t j = 0; j < count; j++)
                word |= (uint64_t)(values[w * WORD + j] > above[k]) << j;
            planes[(k * words + w) * stride] = word;
        }
}

/* Ones in a word.  Warren 2013, Hacker's Delight, section 5-1. */
static inline int32_t ones(uint64_t x) {
    x -= x >> 1 & 0x5555555555555555U;
    x = (x & 0x3333333333333333U) + (x >> 2 & 0x3333333333333333U);
    x = (x + (x >> 4)) & 0x0F0F0F0F0F0F0F0FU;
    return (int32_t)(x * 0x0101010101010101U >> 56);
}

static void joint_plain(const hop_counts_work *work) {
    int32_t *counts = work->counts;
    for (size_t i = 0; i < work->state_count; i++)
        for (size_t g = 0; g < work->group_count; g++)
            for (size_t a = 0; a < work->row_planes; a++)
                for (size_t b = 0; b < work->state_planes; b++, counts += GROUP) {
                    const uint64_t *row =
                        work->groups + (g * work->row_planes + a) * work->words * GROUP;
                    const uint64_t *state =
                        work->states + (i * work->state_planes + b) * work->words;
                    for (size_t lane = 0; lane < GROUP; lane++) counts[lane] = 0;
                    for (size_t w = work->from; w < work->to; w++)
                        for (size_t lane = 0; lane < GROUP; lane++)
                            counts[lane] += ones(row[w * GROUP + lane] & state[w]);
                }
}

static bool runs_anywhere(void) {
    return true;
}

const hop_counts_kernel hop_counts_plain = {
    .name = "plain",
    .runs_here = runs_anywhere,
    .joint = joint_plain,
    .pack = pack_plain,
};

static const hop_counts_kernel *best(void) {
    if (hop_counts_avx512.runs_here()) return &hop_counts_avx512;
    if (hop_counts_avx2.runs_here()) return &hop_counts_avx2;
    return &hop_counts_plain;
}

void hop_counts_joint(const hop_counts_work *work) {
    best()->joint(work);
}

void hop_counts_pack(const unsigned char *values, size_t dim, const unsigned char *above,
                     size_t plane_count, size_t stride, uint64_t *planes) {
    best()->pack(values, dim, above, plane_count, stride, planes);
}

void hop_counts_pack_group(const unsigned char *rows, size_t count, size_t dim,
                           const unsigned char *above, size_t plane_count, uint64_t *planes) {
    const hop_counts_kernel *kernel = best();
    if (count == GROUP && kernel->pack_group) {
        kernel->pack_group(rows, dim, above, plane_count, planes);
        return;
    }
    for (size_t i = 0; i < count; i++)
        kernel->pack(rows + i * dim, dim, above, plane_count, GROUP, planes + i);
}

void hop_counts_levels(const int32_t *counts, size_t lane, size_t row_planes, size_t state_planes,
                       const int32_t *own, int32_t *n) {
    /* above[a][b] = |{row >= a, state >= b}|: row 0 is `own`, what is beyond the last is 0. */
    for (size_t a = 0; a <= row_planes; a++)
        for (size_t b = 0; b < state_planes; b++) {
            const int32_t *here = counts + (a * state_planes + b) * GROUP + lane;
            const int32_t *before = here - state_planes * GROUP;
            int32_t low = a > 0 ? *before : own[b], high = a < row_planes ? *here : 0;
            if (b + 1 < state_planes) {
                low -= a > 0 ? before[GROUP] : own[b + 1];
                high -= a < row_planes ? here[GROUP] : 0;
            }
            n[a * state_planes + b] = low - high;
        }
}
