/* Digits by vpmaddubsw of AVX2, which adds two products of bytes up in 16 bits, 2 * 255 * 64 at
 * most, and vpmaddwd, which adds two such sums up in 32.  Some rows at a time meet some vectors, 32
 * bytes by 32; the eight parts of a sum are added up in the end.
 * SPDX-License-Identifier: MIT */
#include "digits_kernels.h"

#ifdef HOP_HAS_CLONES

#include <immintrin.h>
#include <string.h>

#define AVX2       __attribute__((target("avx2")))
#define AVX2_INNER __attribute__((target("avx2"), always_inline))

/* Bytes to a register; rows and vectors abreast. */
enum { BYTES = 32, ROWS = 2, VECTORS = 4 };

bool hop_digits_has_avx2(void) {
    return __builtin_cpu_supports("avx2");
}

AVX2_INNER static inline __m256i load(const void *from) {
    return _mm256_loadu_si256(from);
}

AVX2_INNER static inline __m256i add_products(__m256i sum, __m256i bytes,
                                              const signed char *digits) {
    const __m256i ones = _mm256_set1_epi16(1);
    __m256i pairs = _mm256_maddubs_epi16(bytes, load(digits));
    return _mm256_add_epi32(sum, _mm256_madd_epi16(pairs, ones));
}

/* The last dim % 32 bytes of a row, and zeros; nothing beyond the row is read. */
AVX2_INNER static inline __m256i load_rest(const unsigned char *row, size_t dim) {
    unsigned char rest[BYTES] = {0};
    memcpy(rest, row + (dim - dim % BYTES), dim % BYTES);
    return load(rest);
}

/* The sums of four registers. */
AVX2_INNER static inline __m128i add_up(const __m256i sum[VECTORS]) {
    __m256i low = _mm256_hadd_epi32(sum[0], sum[1]), high = _mm256_hadd_epi32(sum[2], sum[3]);
    __m256i all = _mm256_hadd_epi32(low, high);
    return _mm_add_epi32(_mm256_castsi256_si128(all), _mm256_extracti128_si256(all, 1));
}

/* Memory is asked for rows some time before they are needed, many lines at once: asked line by
 * line, or left to guess, it brings them at half the speed.  Asking beyond the rows does nothing.
 */
enum { AHEAD = 8, ASKED_MOST = 4096, LINE = 64 };

AVX2_INNER static inline void ask_for(const unsigned char *rows, size_t ahead, size_t size) {
    const uintptr_t from = (uintptr_t)rows + ahead;
    if (size > ASKED_MOST) size = ASKED_MOST;
    for (size_t j = 0; j < size; j += LINE) _mm_prefetch((const char *)(from + j), _MM_HINT_T0);
}

/* `abreast` rows with `vectors` vectors. */
AVX2_INNER static inline void multiply(const unsigned char *rows, const size_t abreast, size_t dim,
                                       const signed char *digits, const size_t vectors, size_t step,
                                       int32_t *products) {
    const size_t stride = hop_digits_stride(dim), whole = dim - dim % BYTES;
    __m256i sum[ROWS][VECTORS];
#pragma GCC unroll 2
    for (size_t i = 0; i < ROWS; i++) {
        __m256i bytes =
            dim > whole && i < abreast ? load_rest(rows + i * dim, dim) : _mm256_setzero_si256();
#pragma GCC unroll 4
        for (size_t v = 0; v < VECTORS; v++)
            sum[i][v] = v < vectors && dim > whole ? add_products(_mm256_setzero_si256(), bytes,
                                                                  digits + v * stride + whole)
                                                   : _mm256_setzero_si256();
    }
    for (size_t j = 0; j < whole; j += BYTES)
#pragma GCC unroll 2
        for (size_t i = 0; i < abreast; i++) {
            __m256i bytes = load(rows + i * dim + j);
#pragma GCC unroll 4
            for (size_t v = 0; v < vectors; v++)
                sum[i][v] = add_products(sum[i][v], bytes, digits + v * stride + j);
        }
#pragma GCC unroll 2
    for (size_t i = 0; i < abreast; i++) {
        int32_t sums[VECTORS];
        _mm_storeu_si128((__m128i *)sums, add_up(sum[i]));
        for (size_t v = 0; v < vectors; v++) products[v * step + i] = sums[v];
    }
}

#define DEFINE_MULTIPLY(vectors)                                                                \
    AVX2 static void multiply_##vectors(const unsigned char *rows, size_t count, size_t dim,    \
                                        const signed char *digits, bool ask, size_t step,       \
                                        int32_t *products) {                                    \
        size_t i = 0;                                                                           \
        for (; i + ROWS <= count; i += ROWS) {                                                  \
            if (ask) ask_for(rows + i * dim, AHEAD * dim, ROWS * dim);                          \
            multiply(rows + i * dim, ROWS, dim, digits, (vectors), step, products + i);         \
        }                                                                                       \
        if (i < count) multiply(rows + i * dim, 1, dim, digits, (vectors), step, products + i); \
    }
DEFINE_MULTIPLY(1)
DEFINE_MULTIPLY(2)
DEFINE_MULTIPLY(3)
DEFINE_MULTIPLY(4)
#undef DEFINE_MULTIPLY

/* Four vectors at a time, or three where that leaves none over. */
static size_t part_of(size_t vectors) {
    if (vectors <= VECTORS) return vectors;
    return vectors % VECTORS != 0 && vectors % (VECTORS - 1) == 0 ? VECTORS - 1 : VECTORS;
}

static void multiply_all(const unsigned char *rows, size_t count, size_t dim,
                         const signed char *digits, size_t vectors, size_t step,
                         int32_t *products) {
    static void (*const MULTIPLY[])(const unsigned char *, size_t, size_t, const signed char *,
                                    bool, size_t,
                                    int32_t *) = {multiply_1, multiply_2, multiply_3, multiply_4};
    for (size_t v = 0, part = 0; v < vectors; v += part) {
        part = part_of(vectors - v);
        MULTIPLY[part - 1](rows, count, dim, digits + v * hop_digits_stride(dim), v == 0, step,
                           products + v * step);
    }
}

/* Rows that stay in the first-level cache while all vectors meet them, in bytes. */
enum { NEAR = 1 << 13 };

void hop_digits_products_avx2(const unsigned char *rows, size_t count, size_t dim,
                              const signed char *digits, size_t vectors, int32_t *products) {
    const size_t near = NEAR / dim < ROWS ? ROWS : NEAR / dim / ROWS * ROWS;
    for (size_t i = 0; i < count; i += near)
        multiply_all(rows + i * dim, count - i < near ? count - i : near, dim, digits, vectors,
                     count, products + i);
}
#endif
