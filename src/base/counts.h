/* Joint counts of the levels of two vectors, as needed for their mutual information: in how many
 * places is the one at level a and the other at level b?
 *
 * A vector of L levels is kept as L - 1 planes of bits; plane k holds a 1 where the level is above
 * k.  A joint count of planes is a population count of their AND,
 *
 *     C_ab = |{ j : row_j > a and state_j > b }|,
 *
 * exact in integers, and the counts of levels are its differences (hop_counts_levels()).  A plane
 * of ones gives the counts of the other alone; a state has one for its known places, so that
 * unknown ones are left out of everything.  Rows are kept in groups of eight, word by word, as in
 * bits.h: eight rows are counted at once and no sum runs across lanes.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_BASE_COUNTS_H
#define HOP_BASE_COUNTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HOP_COUNTS_GROUP = 8, HOP_COUNTS_LEVELS = 16 /* at most */ };

/* Words of 64 places. */
static inline size_t hop_counts_words(size_t dim) {
    return (dim + 63) / 64;
}

/* Planes of values [dim]: bit j of plane k is values_j > above_k, into word w of plane k at
 * planes[(k * words + w) * stride]; what fills up the last word is 0.  stride: HOP_COUNTS_GROUP for
 * a row (`planes` pointing to its lane), 1 for a state. */
void hop_counts_pack(const unsigned char *values, size_t dim, const unsigned char *above,
                     size_t plane_count, size_t stride, uint64_t *planes);

/* The same for rows [count x dim] of a group, at once; count <= HOP_COUNTS_GROUP.  Lanes beyond
 * stay as they were. */
void hop_counts_pack_group(const unsigned char *rows, size_t count, size_t dim,
                           const unsigned char *above, size_t plane_count, uint64_t *planes);

/* counts[((i * group_count + g) * row_planes + a) * state_planes + b) * 8 + lane] for the words
 * from ... to-1 of states [state_count x state_planes x words] and rows [group_count x row_planes x
 * words x 8]. */
typedef struct hop_counts_work {
    const uint64_t *groups, *states;
    size_t group_count, row_planes, state_count, state_planes;
    size_t words, from, to;
    int32_t *counts;
} hop_counts_work;

/* By the fastest kernel that runs here; all give the same numbers. */
void hop_counts_joint(const hop_counts_work *work);

typedef struct hop_counts_kernel {
    const char *name;
    bool (*runs_here)(void); /* whether this build and this processor have what it needs */
    void (*joint)(const hop_counts_work *work);
    void (*pack)(const unsigned char *values, size_t dim, const unsigned char *above,
                 size_t plane_count, size_t stride, uint64_t *planes);
    /* A whole group at once; NULL: row by row is as fast. */
    void (*pack_group)(const unsigned char *rows, size_t dim, const unsigned char *above,
                       size_t plane_count, uint64_t *planes);
} hop_counts_kernel;

extern const hop_counts_kernel hop_counts_avx512; /* counts_avx512.c: BW and VPOPCNTDQ */
extern const hop_counts_kernel hop_counts_avx2;   /* counts_avx2.c */
extern const hop_counts_kernel hop_counts_plain;  /* counts.c */

/* The counts n [(row_planes + 1) x state_planes] of levels of one lane's counts C [row_planes x
 * state_planes x 8], where plane 0 of the state is that of its known places (so that it has
 * state_planes levels) and own [state_planes] are the population counts of its planes. */
void hop_counts_levels(const int32_t *counts, size_t lane, size_t row_planes, size_t state_planes,
                       const int32_t *own, int32_t *n);

/* Whether the kernels above the plain one are compiled at all. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(HOP_CORE_ONLY)
#define HOP_COUNTS_X86
#endif

#endif
