/* Bipolar vectors as bits, one a value: 1 for 1 and 0 for -1.  Their products are whole numbers,
 *
 *     x . y = dim - 2 * (places where they differ)
 *
 * and places that differ are an exclusive or and a population count.  Rows are kept in groups of
 * eight, word by word: word w of all eight rows side by side, so that eight rows are compared at
 * once and no sum runs across lanes.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_BASE_BITS_H
#define HOP_BASE_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <hopfield/status.h>

enum { HOP_BITS_GROUP = 8, HOP_BITS_WORD = 64 };

/* Rows [count x dim]; what fills up the last word and the last group is 0. */
typedef struct hop_bits {
    size_t count, dim;
    size_t words;   /* to a row */
    uint64_t *data; /* [groups x words x HOP_BITS_GROUP], on a boundary of 64 bytes */
    void *block;    /* what holds it */
} hop_bits;

/* Words to a row of dim values. */
size_t hop_bits_words(size_t dim);

/* Rows of -1 alone.  HOP_E_LIMIT, HOP_E_MEMORY; to be cleared in any case. */
hop_status hop_bits_create(size_t count, size_t dim, hop_bits *bits);
void hop_bits_clear(hop_bits *bits);

/* values [dim] as one row [words]: 1 for what is above `middle`. */
void hop_bits_pack(const double *values, size_t dim, double middle, uint64_t *row);

/* Row `index` becomes one row [words], which has no bits beyond dim. */
void hop_bits_set(hop_bits *bits, size_t index, const uint64_t *row);

/* Row `index` as values [dim] of -1 and 1. */
void hop_bits_read(const hop_bits *bits, size_t index, float *values);

/* The first `count` rows as columns [dim x words of count]: bit i of column k is value k of row i.
 * What fills up the last word is 0.  bits_turn.c. */
void hop_bits_turn(const hop_bits *bits, size_t count, uint64_t *columns);

/* Where word 0 of a row is; word w is w * HOP_BITS_GROUP words further on. */
static inline size_t hop_bits_place(const hop_bits *bits, size_t index) {
    return index / HOP_BITS_GROUP * bits->words * HOP_BITS_GROUP + index % HOP_BITS_GROUP;
}

/* One value of a row. */
static inline int hop_bits_value(const hop_bits *bits, size_t index, size_t place) {
    uint64_t word =
        bits->data[hop_bits_place(bits, index) + place / HOP_BITS_WORD * HOP_BITS_GROUP];
    return word >> place % HOP_BITS_WORD & 1 ? 1 : -1;
}

/* Rows first ... first+count-1. */
typedef struct hop_bits_range {
    size_t first, count;
} hop_bits_range;

/* products [states x range.count] of states [states x words] with rows, exact. */
void hop_bits_multiply(const hop_bits *bits, hop_bits_range range, const uint64_t *states,
                       size_t state_count, int32_t *products);

/* ---- kernels, one for each set of instructions ---- */

/* products[i * stride + 8 g + lane] for states [state_count x words] and whole groups [group_count
 * x words x HOP_BITS_GROUP]. */
typedef struct hop_bits_work {
    const uint64_t *groups, *states;
    size_t group_count, state_count, words, dim;
    int32_t *products;
    size_t stride;
} hop_bits_work;

typedef struct hop_bits_kernel {
    const char *name;
    bool (*runs_here)(void); /* whether this build and this processor have what it needs */
    void (*multiply)(const hop_bits_work *work);
} hop_bits_kernel;

extern const hop_bits_kernel hop_bits_avx512; /* bits_avx512.c: VPOPCNTDQ */
extern const hop_bits_kernel hop_bits_avx2;   /* bits_avx2.c */
extern const hop_bits_kernel hop_bits_plain;  /* bits.c */

/* The fastest that runs here, and hop_bits_multiply() by a given one. */
const hop_bits_kernel *hop_bits_kernel_best(void);
void hop_bits_multiply_by(const hop_bits_kernel *kernel, const hop_bits *bits, hop_bits_range range,
                          const uint64_t *states, size_t state_count, int32_t *products);

/* Whether the kernels above the plain one are compiled at all. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(HOP_CORE_ONLY)
#define HOP_BITS_X86
#endif

#endif
