/* Products of bytes with numbers that are written in digits of seven bits, exact in integers.
 *
 * A vector v [dim] becomes whole numbers n_j = round(v_j / unit), and those their digits to the
 * base 128, each from -64 to 63 (the first up to 64).  A row of bytes times v is then
 *
 *     sum_j x_j v_j ~ unit * sum_k 128^(places - 1 - k) sum_j x_j digit_kj,
 *
 * and the inner sums are exact, with the same result on every processor.  Digits have seven bits
 * because the byte product of AVX2 adds two of them up in 16 bits.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_BASE_DIGITS_H
#define HOP_BASE_DIGITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    HOP_DIGITS_BASE = 128,
    HOP_DIGITS_PLACES = 3,        /* at most: 21 bits and a sign */
    HOP_DIGITS_DIM_MAX = 1 << 17, /* up to here a sum of bytes times digits fits 32 bits */
};

enum { HOP_DIGITS_ROUND = 64 };

/* `dim` rounded up to what a vector of digits takes. */
static inline size_t hop_digits_stride(size_t dim) {
    return (dim + HOP_DIGITS_ROUND - 1) / HOP_DIGITS_ROUND * HOP_DIGITS_ROUND;
}

/* Digits of v [dim], finite, into `digits` [places x stride], first digits first, filled up with
 * zeros; returns the unit, or 0 for a vector of zeros (or so small that its unit would be 0). */
double hop_digits_write(const double *v, size_t dim, size_t places, signed char *digits);

/* The number that the digits of position j stand for. */
double hop_digits_value(const signed char *digits, size_t dim, size_t places, double unit,
                        size_t j);

/* The sum of all those numbers. */
double hop_digits_sum(const signed char *digits, size_t dim, size_t places, double unit);

/* Whether this processor has instructions for the products: else they are no faster than in float.
 */
bool hop_digits_are_fast(void);

/* products [vectors x count] of rows [count x dim] of bytes with digits [vectors x stride];
 * dim <= HOP_DIGITS_DIM_MAX.  Chosen at run time: AVX-512 VNNI, AVX2 or plain C (digits_kernels.h).
 * Digits had better begin at a multiple of 64 bytes: otherwise every load of them costs two.
 * Up to 12 vectors are made for rows that come from memory once; more for blocks of 128 to 1,000
 * rows that stay in the second-level cache, best 64 vectors at a time.  A count that is a multiple
 * of 1,024 puts all products of a row into one set of the cache, which costs a third. */
void hop_digits_products(const unsigned char *rows, size_t count, size_t dim,
                         const signed char *digits, size_t vectors, int32_t *products);

/* The same of rows that lie anywhere, vectors <= HOP_DIGITS_PLACES: memory is asked for them some
 * rows ahead. */
void hop_digits_products_at(const unsigned char *const *rows, size_t count, size_t dim,
                            const signed char *digits, size_t vectors, int32_t *products);

#endif
