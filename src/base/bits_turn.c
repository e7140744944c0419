/* Rows of bits turned into columns, 64 x 64 at a time: in six passes, the halves, quarters ... of
 * blocks change places across the diagonal (Warren 2013, Hacker's Delight, 7-3).  A group of eight
 * rows is one register: three passes exchange registers, three the lanes of one.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "bits.h"
#include "simd.h"

enum { GROUP = HOP_BITS_GROUP, WORD = HOP_BITS_WORD, GROUPS = WORD / GROUP };

typedef uint64_t words __attribute__((vector_size(64)));
typedef uint64_t words_anywhere __attribute__((vector_size(64), aligned(8), may_alias));

#define ALL UINT64_MAX

/* Bits whose place has bit `j` unset. */
#define LOW(j)                        \
    ((j) == 32   ? 0x00000000FFFFFFFF \
     : (j) == 16 ? 0x0000FFFF0000FFFF \
     : (j) == 8  ? 0x00FF00FF00FF00FF \
     : (j) == 4  ? 0x0F0F0F0F0F0F0F0F \
     : (j) == 2  ? 0x3333333333333333 \
                 : 0x5555555555555555ULL)

/* Pass j over rows 8 apart or more. */
#define EXCHANGE(row, j)                                                              \
    for (size_t a = 0; a < GROUPS; a++) {                                             \
        if (a & (j) / GROUP) continue;                                                \
        words other = (((row)[a] >> (j)) ^ (row)[a + (j) / GROUP]) & (LOW(j) - none); \
        (row)[a + (j) / GROUP] ^= other;                                              \
        (row)[a] ^= other << (j);                                                     \
    }

/* Pass j within groups: lane l and lane l ^ j, which is listed; `upper` are those with bit j set.
 */
#define EXCHANGE_LANES(row, j, upper, ...)                                      \
    for (size_t a = 0; a < GROUPS; a++) {                                       \
        words other = __builtin_shufflevector((row)[a], (row)[a], __VA_ARGS__); \
        words low = ((row)[a] & LOW(j)) | ((other & LOW(j)) << (j));            \
        words high = ((row)[a] & ~LOW(j)) | ((other >> (j)) & LOW(j));          \
        (row)[a] = (low & ~(upper)) | (high & (upper));                         \
    }

/* rows [WORD] become columns. */
HOP_CLONES static void turn(uint64_t *rows) {
    static const words UP4 = {0, 0, 0, 0, ALL, ALL, ALL, ALL};
    static const words UP2 = {0, 0, ALL, ALL, 0, 0, ALL, ALL};
    static const words UP1 = {0, ALL, 0, ALL, 0, ALL, 0, ALL};
    const words none = {0};
    words row[GROUPS];
    for (size_t a = 0; a < GROUPS; a++) row[a] = *(words_anywhere *)(rows + a * GROUP);
    EXCHANGE(row, 32)
    EXCHANGE(row, 16)
    EXCHANGE(row, 8)
    EXCHANGE_LANES(row, 4, UP4, 4, 5, 6, 7, 0, 1, 2, 3)
    EXCHANGE_LANES(row, 2, UP2, 2, 3, 0, 1, 6, 7, 4, 5)
    EXCHANGE_LANES(row, 1, UP1, 1, 0, 3, 2, 5, 4, 7, 6)
    for (size_t a = 0; a < GROUPS; a++) *(words_anywhere *)(rows + a * GROUP) = row[a];
}

void hop_bits_turn(const hop_bits *bits, size_t count, uint64_t *columns) {
    size_t stride = hop_bits_words(count), groups = (count + GROUP - 1) / GROUP;
    for (size_t b = 0; b < stride; b++)
        for (size_t w = 0; w < bits->words; w++) {
            uint64_t rows[WORD];
            size_t first = b * GROUPS, here = groups - first < GROUPS ? groups - first : GROUPS;
            size_t width = bits->dim - w * WORD < WORD ? bits->dim - w * WORD : WORD;
            for (size_t g = 0; g < here; g++)
                memcpy(rows + g * GROUP, bits->data + ((first + g) * bits->words + w) * GROUP,
                       GROUP * sizeof *rows);
            for (size_t i = count - b * WORD; i < WORD; i++) rows[i] = 0;
            turn(rows);
            for (size_t j = 0; j < width; j++) columns[(w * WORD + j) * stride + b] = rows[j];
        }
}
