/* Digits, and their products in plain C.
 * SPDX-License-Identifier: MIT */
#include "digits.h"

#include <math.h>
#include <string.h>

enum { ROUND = 64, HALF = HOP_DIGITS_BASE / 2 };

size_t hop_digits_stride(size_t dim) {
    return (dim + ROUND - 1) / ROUND * ROUND;
}

double hop_digits_write(const double *v, size_t dim, size_t places, signed char *digits) {
    size_t stride = hop_digits_stride(dim);
    double largest = 0, most = HALF;
    memset(digits, 0, places * stride);
    for (size_t j = 0; j < dim; j++) largest = fabs(v[j]) > largest ? fabs(v[j]) : largest;
    for (size_t k = 1; k < places; k++) most *= HOP_DIGITS_BASE;
    double unit = largest / most;
    if (!(unit > 0) || !isfinite(1 / unit)) return 0;
    for (size_t j = 0; j < dim; j++) {
        long n = lround(v[j] / unit);
        for (size_t k = places; k-- > 0;) {
            /* The last digit, moved to -64 ... 63; what is left is a multiple of the base. */
            long digit = k == 0 ? n : ((n + HALF) & (HOP_DIGITS_BASE - 1)) - HALF;
            digits[k * stride + j] = (signed char)digit;
            n = (n - digit) / HOP_DIGITS_BASE;
        }
    }
    return unit;
}

double hop_digits_value(const signed char *digits, size_t dim, size_t places, double unit,
                        size_t j) {
    size_t stride = hop_digits_stride(dim);
    long n = 0;
    for (size_t k = 0; k < places; k++) n = n * HOP_DIGITS_BASE + digits[k * stride + j];
    return unit * (double)n;
}

void hop_digits_products(const unsigned char *rows, size_t count, size_t dim,
                         const signed char *digits, size_t vectors, int32_t *products) {
    size_t stride = hop_digits_stride(dim);
    for (size_t v = 0; v < vectors; v++)
        for (size_t i = 0; i < count; i++) {
            const unsigned char *row = rows + i * dim;
            const signed char *digit = digits + v * stride;
            int32_t sum = 0;
            for (size_t j = 0; j < dim; j++) sum += row[j] * digit[j];
            products[v * count + i] = sum;
        }
}
