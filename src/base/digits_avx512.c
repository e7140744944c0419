/* Digits by vpdpbusd of AVX-512 VNNI, which adds four products of bytes to each of sixteen sums.
 *
 * Many vectors: their digits are laid out so that a register holds four digits of each of sixteen
 * vectors, and meets four bytes of one row, copied sixteen times as they are loaded.  Four rows
 * times four such registers are sixteen sums at work, and nothing is added up across a register.
 * Few vectors: 64 digits of one meet 64 bytes of a row, and the sixteen parts are added up in the
 * end; the rows are read once, as they come.
 * SPDX-License-Identifier: MIT */
#include "digits_kernels.h"

#ifdef HOP_HAS_CLONES

#include <immintrin.h>
#include <string.h>

#define VNNI       __attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni")))
#define VNNI_INNER __attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni"), always_inline))

/* Digits to a word, words to a register, bytes to a register. */
enum { WORD = 4, LANES = 16, BYTES = 64 };

bool hop_digits_has_avx512(void) {
    return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512vnni");
}

/* Word j of register i becomes word i of register j. */
VNNI_INNER static inline void transpose(__m512i r[LANES]) {
    __m512i t[LANES];
    for (int i = 0; i < LANES; i += 2) {
        t[i] = _mm512_unpacklo_epi32(r[i], r[i + 1]);
        t[i + 1] = _mm512_unpackhi_epi32(r[i], r[i + 1]);
    }
    for (int i = 0; i < LANES; i += 4) {
        r[i] = _mm512_unpacklo_epi64(t[i], t[i + 2]);
        r[i + 1] = _mm512_unpackhi_epi64(t[i], t[i + 2]);
        r[i + 2] = _mm512_unpacklo_epi64(t[i + 1], t[i + 3]);
        r[i + 3] = _mm512_unpackhi_epi64(t[i + 1], t[i + 3]);
    }
    /* Quarters of registers from here on: 0x88 takes the even ones of both, 0xdd the odd ones. */
    for (int i = 0; i < 4; i++) {
        t[i] = _mm512_shuffle_i32x4(r[i], r[i + 4], 0x88);
        t[i + 4] = _mm512_shuffle_i32x4(r[i], r[i + 4], 0xdd);
        t[i + 8] = _mm512_shuffle_i32x4(r[i + 8], r[i + 12], 0x88);
        t[i + 12] = _mm512_shuffle_i32x4(r[i + 8], r[i + 12], 0xdd);
    }
    for (int i = 0; i < 8; i++) {
        r[i] = _mm512_shuffle_i32x4(t[i], t[i + 8], 0x88);
        r[i + 8] = _mm512_shuffle_i32x4(t[i], t[i + 8], 0xdd);
    }
}

/* Memory is asked for rows some time before they are needed, many lines at once: asked line by
 * line, or left to guess, it brings them at half the speed.  Asking beyond the rows does nothing.
 */
enum { ASKED_MOST = 4096 };

VNNI_INNER static inline void ask_for(const unsigned char *rows, size_t ahead, size_t size) {
    const uintptr_t from = (uintptr_t)rows + ahead;
    if (size > ASKED_MOST) size = ASKED_MOST;
    for (size_t j = 0; j < size; j += BYTES) _mm_prefetch((const char *)(from + j), _MM_HINT_T0);
}

/* ---- many vectors ---- */

/* Registers abreast, and digits of a vector that are laid out at a time: 28 KB in all. */
enum { GROUPS = 4, VECTORS = GROUPS * LANES, PIECE = 448 };

/* One piece of the digits of some vectors, and the rows that it meets. */
typedef struct piece {
    __m512i laid[GROUPS][PIECE / WORD];
    const unsigned char *rows; /* where the piece begins in row 0 */
    size_t dim, size;          /* bytes from row to row, and in the piece */
    size_t vectors, count;     /* count: from products to products */
    int32_t *products;         /* of the first vector with row 0 */
    bool first;                /* products begin with this piece */
} piece;

/* digits: where the piece begins in the first vector. */
VNNI static void lay_out(piece *p, const signed char *digits, size_t stride) {
    for (size_t g = 0; g * LANES < p->vectors; g++)
        for (size_t j = 0; j < p->size; j += BYTES) {
            __m512i words[LANES];
            for (size_t v = 0; v < LANES; v++)
                words[v] = g * LANES + v < p->vectors
                               ? _mm512_loadu_si512(digits + (g * LANES + v) * stride + j)
                               : _mm512_setzero_si512();
            transpose(words);
            size_t fill = p->size - j < BYTES ? (p->size - j + WORD - 1) / WORD : LANES;
            for (size_t w = 0; w < fill; w++) p->laid[g][j / WORD + w] = words[w];
        }
}

/* Up to four bytes, copied sixteen times. */
VNNI_INNER static inline __m512i spread(const unsigned char *from, size_t size) {
    uint32_t word = 0;
    if (size == WORD)
        memcpy(&word, from, sizeof word);
    else
        for (size_t k = 0; k < size; k++) word |= (uint32_t)from[k] << (8 * k);
    return _mm512_set1_epi32((int)word);
}

/* `abreast` rows from `row` on with `groups` registers of vectors into `sums`.  The last word,
 * which may be short, comes first: the loop that matters is then all there is between zero and
 * store. */
VNNI_INNER static inline void multiply(const piece *p, size_t row, const size_t abreast,
                                       const size_t groups, __m512i sums[GROUPS][LANES]) {
    const unsigned char *from = p->rows + row * p->dim;
    const size_t words = (p->size - 1) / WORD, rest = p->size - words * WORD;
    __m512i sum[8][GROUPS];
#pragma GCC unroll 8
    for (size_t i = 0; i < abreast; i++) {
        __m512i bytes = spread(from + i * p->dim + words * WORD, rest);
#pragma GCC unroll 4
        for (size_t g = 0; g < groups; g++)
            sum[i][g] = _mm512_dpbusd_epi32(_mm512_setzero_si512(), bytes, p->laid[g][words]);
    }
    for (size_t w = 0; w < words; w++)
#pragma GCC unroll 8
        for (size_t i = 0; i < abreast; i++) {
            __m512i bytes = spread(from + i * p->dim + w * WORD, WORD);
#pragma GCC unroll 4
            for (size_t g = 0; g < groups; g++)
                sum[i][g] = _mm512_dpbusd_epi32(sum[i][g], bytes, p->laid[g][w]);
        }
#pragma GCC unroll 8
    for (size_t i = 0; i < abreast; i++)
#pragma GCC unroll 4
        for (size_t g = 0; g < groups; g++) sums[g][row % LANES + i] = sum[i][g];
}

#define DEFINE_MULTIPLY(groups, rows)                                                        \
    VNNI static void multiply_##groups(const piece *p, size_t row, size_t end,               \
                                       __m512i sums[GROUPS][LANES]) {                        \
        for (; row + (rows) <= end; row += (rows)) multiply(p, row, (rows), (groups), sums); \
        for (; row < end; row++) multiply(p, row, 1, (groups), sums);                        \
    }
DEFINE_MULTIPLY(1, 8)
DEFINE_MULTIPLY(2, 8)
DEFINE_MULTIPLY(3, 4)
DEFINE_MULTIPLY(4, 4)
#undef DEFINE_MULTIPLY

/* Sums of up to sixteen rows go where they belong, vector by vector. */
VNNI static void store(const piece *p, size_t row, size_t end, __m512i sums[GROUPS][LANES]) {
    const __mmask16 mask = (__mmask16)((1U << (end - row)) - 1);
    for (size_t g = 0; g * LANES < p->vectors; g++) {
        transpose(sums[g]);
        for (size_t v = 0; v < LANES && g * LANES + v < p->vectors; v++) {
            int32_t *to = p->products + (g * LANES + v) * p->count + row;
            __m512i before = _mm512_maskz_loadu_epi32(p->first ? 0 : mask, to);
            _mm512_mask_storeu_epi32(to, mask, _mm512_add_epi32(before, sums[g][v]));
        }
    }
}

VNNI static void multiply_piece(const piece *p) {
    static void (*const MULTIPLY[])(const piece *, size_t, size_t, __m512i[GROUPS][LANES]) = {
        multiply_1, multiply_2, multiply_3, multiply_4};
    __m512i sums[GROUPS][LANES];
    memset(sums, 0, sizeof sums);
    for (size_t row = 0; row < p->count; row += LANES) {
        size_t end = p->count - row < LANES ? p->count : row + LANES;
        for (size_t i = 0; i < LANES; i++)
            ask_for(p->rows + (row + i) * p->dim, LANES * p->dim, p->size);
        MULTIPLY[(p->vectors - 1) / LANES](p, row, end, sums);
        store(p, row, end, sums);
    }
}

VNNI static void many(const unsigned char *rows, size_t count, size_t dim,
                      const signed char *digits, size_t vectors, int32_t *products) {
    piece p;
    p.dim = dim, p.vectors = vectors, p.count = count, p.products = products;
    for (size_t j = 0; j < dim; j += PIECE) {
        p.size = dim - j < PIECE ? dim - j : PIECE;
        p.rows = rows + j;
        p.first = j == 0;
        lay_out(&p, digits + j, hop_digits_stride(dim));
        multiply_piece(&p);
    }
}

/* ---- few vectors ---- */

/* The sums of four registers. */
VNNI_INNER static inline __m128i add_up(const __m512i r[4]) {
    __m512i a =
        _mm512_add_epi32(_mm512_unpacklo_epi32(r[0], r[1]), _mm512_unpackhi_epi32(r[0], r[1]));
    __m512i b =
        _mm512_add_epi32(_mm512_unpacklo_epi32(r[2], r[3]), _mm512_unpackhi_epi32(r[2], r[3]));
    __m512i c = _mm512_add_epi32(_mm512_unpacklo_epi64(a, b), _mm512_unpackhi_epi64(a, b));
    __m256i d = _mm256_add_epi32(_mm512_castsi512_si256(c), _mm512_extracti64x4_epi64(c, 1));
    return _mm_add_epi32(_mm256_castsi256_si128(d), _mm256_extracti128_si256(d, 1));
}

/* Vectors that are compared in one reading of a row, and rows whose sums are added up together. */
enum { FEW = 4, ROWS = 4 };

/* `abreast` rows, one after another as memory comes fastest, with `vectors` vectors. */
VNNI_INNER static inline void few(const unsigned char *rows, const size_t abreast, size_t dim,
                                  const signed char *digits, const size_t vectors, size_t step,
                                  int32_t *products) {
    const size_t stride = hop_digits_stride(dim);
    const __mmask64 last = ~0ULL >> (stride - dim);
    __m512i sum[FEW][ROWS];
#pragma GCC unroll 4
    for (size_t i = 0; i < ROWS; i++) {
        const unsigned char *row = rows + i * dim;
#pragma GCC unroll 4
        for (size_t v = 0; v < vectors; v++) sum[v][i] = _mm512_setzero_si512();
        if (i >= abreast) continue;
        size_t j = 0;
        do {
            __mmask64 mask = j + BYTES < stride ? ~0ULL : last;
            __m512i bytes = _mm512_maskz_loadu_epi8(mask, row + j);
#pragma GCC unroll 4
            for (size_t v = 0; v < vectors; v++)
                sum[v][i] = _mm512_dpbusd_epi32(sum[v][i], bytes,
                                                _mm512_loadu_si512(digits + v * stride + j));
            j += BYTES;
        } while (j < stride);
    }
#pragma GCC unroll 4
    for (size_t v = 0; v < vectors; v++)
        _mm_mask_storeu_epi32(products + v * step, (__mmask8)((1U << abreast) - 1), add_up(sum[v]));
}

/* Rows that are asked for ahead, where there are many: a few are all that is wanted. */
enum { AHEAD = 8, ASKED_LEAST = 32 };

/* Up to so many vectors are few. */
enum { MANY = 12 };

#define DEFINE_FEW(vectors)                                                                        \
    VNNI static void few_##vectors(const unsigned char *rows, size_t count, size_t dim,            \
                                   const signed char *digits, bool ask, size_t step,               \
                                   int32_t *products) {                                            \
        size_t i = 0;                                                                              \
        for (; i + ROWS <= count; i += ROWS) {                                                     \
            if (ask) ask_for(rows + i * dim, AHEAD * dim, ROWS * dim);                             \
            few(rows + i * dim, ROWS, dim, digits, (vectors), step, products + i);                 \
        }                                                                                          \
        for (; i < count; i++) few(rows + i * dim, 1, dim, digits, (vectors), step, products + i); \
    }
DEFINE_FEW(1)
DEFINE_FEW(2)
DEFINE_FEW(3)
DEFINE_FEW(4)
#undef DEFINE_FEW

/* Rows that stay in the first-level cache while all vectors meet them, in bytes. */
enum { NEAR = 1 << 13 };

/* Some vectors after others, `step` from products to products. */
static void few_by_few(const unsigned char *rows, size_t count, size_t dim,
                       const signed char *digits, size_t vectors, bool ask, size_t step,
                       int32_t *products) {
    static void (*const FEW_OF[])(const unsigned char *, size_t, size_t, const signed char *, bool,
                                  size_t, int32_t *) = {few_1, few_2, few_3, few_4};
    for (size_t v = 0, part = 0; v < vectors; v += part) {
        size_t left = vectors - v;
        part = left <= FEW ? left : left % FEW == 0 ? FEW : FEW - 1;
        FEW_OF[part - 1](rows, count, dim, digits + v * hop_digits_stride(dim), ask && v == 0, step,
                         products + v * step);
    }
}

void hop_digits_products_avx512(const unsigned char *rows, size_t count, size_t dim,
                                const signed char *digits, size_t vectors, int32_t *products) {
    size_t near = NEAR / dim < ROWS ? ROWS : NEAR / dim / ROWS * ROWS, v = 0;
    for (; vectors - v > MANY; v += VECTORS < vectors - v ? VECTORS : vectors - v)
        many(rows, count, dim, digits + v * hop_digits_stride(dim),
             VECTORS < vectors - v ? VECTORS : vectors - v, products + v * count);
    if (v == vectors) return;
    for (size_t i = 0; i < count; i += near)
        few_by_few(rows + i * dim, count - i < near ? count - i : near, dim,
                   digits + v * hop_digits_stride(dim), vectors - v, count >= ASKED_LEAST, count,
                   products + v * count + i);
}
#endif
