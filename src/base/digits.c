/* Digits, their products in plain C, and the choice among the variants.
 * SPDX-License-Identifier: MIT */
#include "digits_kernels.h"

#include <math.h>
#include <string.h>

enum { ROUND = HOP_DIGITS_ROUND, HALF = HOP_DIGITS_BASE / 2 };

/* Up to ROUND numbers.  The last digit is what is left when n is moved to -64 ... 63; without it, n
 * is a multiple of the base. */
HOP_CLONES static void write_round(const double *v, size_t count, double unit, size_t places,
                                   size_t stride, signed char *digits) {
    int32_t n[ROUND];
    for (size_t j = 0; j < count; j++) n[j] = (int32_t)(v[j] / unit + (v[j] < 0 ? -0.5 : 0.5));
    for (size_t k = places; k-- > 1;)
        for (size_t j = 0; j < count; j++) {
            int32_t digit = ((n[j] + HALF) & (HOP_DIGITS_BASE - 1)) - HALF;
            digits[k * stride + j] = (signed char)digit;
            n[j] = (n[j] - digit) / HOP_DIGITS_BASE;
        }
    for (size_t j = 0; j < count; j++) digits[j] = (signed char)n[j];
}

double hop_digits_write(const double *v, size_t dim, size_t places, signed char *digits) {
    size_t stride = hop_digits_stride(dim);
    double largest = 0, most = HALF;
    memset(digits, 0, places * stride);
    for (size_t j = 0; j < dim; j++) largest = fabs(v[j]) > largest ? fabs(v[j]) : largest;
    for (size_t k = 1; k < places; k++) most *= HOP_DIGITS_BASE;
    double unit = largest / most;
    if (!(unit > 0) || !isfinite(1 / unit)) return 0;
    for (size_t j = 0; j < dim; j += ROUND)
        write_round(v + j, dim - j < ROUND ? dim - j : ROUND, unit, places, stride, digits + j);
    return unit;
}

double hop_digits_value(const signed char *digits, size_t dim, size_t places, double unit,
                        size_t j) {
    size_t stride = hop_digits_stride(dim);
    long n = 0;
    for (size_t k = 0; k < places; k++) n = n * HOP_DIGITS_BASE + digits[k * stride + j];
    return unit * (double)n;
}

double hop_digits_sum(const signed char *digits, size_t dim, size_t places, double unit) {
    size_t stride = hop_digits_stride(dim);
    long sum = 0;
    for (size_t k = 0; k < places; k++) {
        int32_t own = 0;
        for (size_t j = 0; j < dim; j++) own += digits[k * stride + j];
        sum = sum * HOP_DIGITS_BASE + own;
    }
    return unit * (double)sum;
}

/* ---- products in plain C ---- */

/* Vectors abreast, and digits of each at a time, in 16 bits: compilers know a multiply-and-add of
 * pairs of those. */
enum { ABREAST = 3, PIECE = 1024 };

typedef struct piece {
    int16_t digits[ABREAST][PIECE];
    size_t size;
} piece;

/* Digits from j on of up to ABREAST vectors; those that are not there are 0. */
static void widen(const signed char *digits, size_t j, size_t dim, size_t vectors, piece *p) {
    p->size = dim - j < PIECE ? dim - j : PIECE;
    for (size_t v = 0; v < ABREAST; v++)
        for (size_t k = 0; k < p->size; k++)
            p->digits[v][k] = v < vectors ? digits[v * hop_digits_stride(dim) + j + k] : 0;
}

static void multiply(const unsigned char *bytes, const piece *p, int32_t sums[ABREAST]) {
    int32_t a = 0, b = 0, c = 0;
    for (size_t k = 0; k < p->size; k++) {
        int16_t byte = bytes[k];
        a += byte * p->digits[0][k];
        b += byte * p->digits[1][k];
        c += byte * p->digits[2][k];
    }
    sums[0] = a, sums[1] = b, sums[2] = c;
}

static void multiply_some(const unsigned char *rows, size_t count, size_t dim,
                          const signed char *digits, size_t vectors, int32_t *products) {
    piece p;
    for (size_t j = 0; j < dim; j += PIECE) {
        widen(digits, j, dim, vectors, &p);
        for (size_t i = 0; i < count; i++) {
            int32_t sums[ABREAST];
            multiply(rows + i * dim + j, &p, sums);
            for (size_t v = 0; v < vectors; v++) {
                int32_t *product = &products[v * count + i];
                *product = j == 0 ? sums[v] : *product + sums[v];
            }
        }
    }
}

void hop_digits_products_plain(const unsigned char *rows, size_t count, size_t dim,
                               const signed char *digits, size_t vectors, int32_t *products) {
    size_t stride = hop_digits_stride(dim);
    for (size_t v = 0; v < vectors; v += ABREAST) {
        size_t part = vectors - v < ABREAST ? vectors - v : ABREAST;
        multiply_some(rows, count, dim, digits + v * stride, part, products + v * count);
    }
}

static hop_digits_kernel *choose(void) {
#ifdef HOP_HAS_CLONES
    if (hop_digits_has_avx512()) return hop_digits_products_avx512;
    if (hop_digits_has_avx2()) return hop_digits_products_avx2;
#endif
    return hop_digits_products_plain;
}

bool hop_digits_are_fast(void) {
    return choose() != hop_digits_products_plain;
}

void hop_digits_products(const unsigned char *rows, size_t count, size_t dim,
                         const signed char *digits, size_t vectors, int32_t *products) {
    choose()(rows, count, dim, digits, vectors, products);
}

/* Bytes that are asked for ahead of the row at hand, in whole rows: as many lines as are under way
 * at once, and longer rows are soon recognised as streams. */
enum { LINE = 64, ASKED = 1 << 13, ASKED_OF_ROW = 1 << 12 };

static void ask_for(const unsigned char *row, size_t dim) {
    const size_t size = dim < ASKED_OF_ROW ? dim : ASKED_OF_ROW;
    for (size_t j = 0; j < size; j += LINE) __builtin_prefetch(row + j);
    __builtin_prefetch(row + size - 1); /* a row may end one line later */
}

void hop_digits_products_at(const unsigned char *const *rows, size_t count, size_t dim,
                            const signed char *digits, size_t vectors, int32_t *products) {
    hop_digits_kernel *kernel = choose();
    const size_t ahead = 1 + ASKED / dim;
    for (size_t i = 0; i < ahead && i < count; i++) ask_for(rows[i], dim);
    for (size_t i = 0; i < count; i++) {
        int32_t own[HOP_DIGITS_PLACES];
        if (i + ahead < count) ask_for(rows[i + ahead], dim);
        kernel(rows[i], 1, dim, digits, vectors, own);
        for (size_t v = 0; v < vectors; v++) products[v * count + i] = own[v];
    }
}
