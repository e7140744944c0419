/* Rows of numbers, eight side by side: plain loops that a compiler turns into vectors of whatever
 * width the processor has.  Sums and largest numbers are kept for each of eight lanes and joined at
 * the end, always in the same order; nothing but products and sums, so the bits are the same on
 * every processor.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_ATTENTION_LANES_H
#define HOP_ATTENTION_LANES_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { LANES = 8 };

/* Inlined, so that each is compiled for the processor of the function that calls it. */
#define LANE_FUNCTION static inline __attribute__((always_inline))

/* exp(x) for x <= 0, within 2 units in the last place; 0 where it would be below the normal
 * numbers.  x = n ln 2 + r with |r| <= ln(2)/2, ln 2 in two parts so that n ln 2 is exact
 * (Cody and Waite 1980); exp(r) by its series, whose 14th term is below 2^-57. */
LANE_FUNCTION double lanes_exp(double x) {
    const double LOWEST = -708, PER_LN2 = 0x1.71547652b82fep+0;
    const double LN2_HIGH = 0x1.62e42feep-1, LN2_LOW = 0x1.a39ef35793c76p-33;
    /* Adding it leaves a whole number in the low bits. */
    const double WHOLE = 0x1.8p52;
    double shifted = x * PER_LN2 + WHOLE, n = shifted - WHOLE;
    double r = (x - n * LN2_HIGH) - n * LN2_LOW, sum = r * (1. / 6227020800) + 1. / 479001600;
    sum = sum * r + 1. / 39916800;
    sum = sum * r + 1. / 3628800;
    sum = sum * r + 1. / 362880;
    sum = sum * r + 1. / 40320;
    sum = sum * r + 1. / 5040;
    sum = sum * r + 1. / 720;
    sum = sum * r + 1. / 120;
    sum = sum * r + 1. / 24;
    sum = sum * r + 1. / 6;
    sum = sum * r + 1. / 2;
    sum = sum * r + 1;
    sum = sum * r + 1;
    /* 2^n: its exponent, biased, in place. */
    uint64_t bits;
    double power;
    memcpy(&bits, &shifted, sizeof bits);
    bits = (bits + 1023) << 52;
    memcpy(&power, &bits, sizeof power);
    return x > LOWEST ? sum * power : 0;
}

LANE_FUNCTION double lanes_sum(const double *row, size_t count) {
    double sum[LANES] = {0};
    size_t whole = count / LANES * LANES;
    for (size_t j = 0; j < whole; j += LANES)
        for (size_t i = 0; i < LANES; i++) sum[i] += row[j + i];
    for (size_t j = whole; j < count; j++) sum[j - whole] += row[j];
    return ((sum[0] + sum[1]) + (sum[2] + sum[3])) + ((sum[4] + sum[5]) + (sum[6] + sum[7]));
}

/* -infinity for an empty row; NaN is passed over. */
LANE_FUNCTION double lanes_largest(const double *row, size_t count) {
    double largest[LANES];
    size_t whole = count / LANES * LANES;
    for (size_t i = 0; i < LANES; i++) largest[i] = -INFINITY;
    for (size_t j = 0; j < whole; j += LANES)
        for (size_t i = 0; i < LANES; i++)
            largest[i] = row[j + i] > largest[i] ? row[j + i] : largest[i];
    for (size_t j = whole; j < count; j++)
        if (row[j] > largest[0]) largest[0] = row[j];
    for (size_t i = 1; i < LANES; i++)
        if (largest[i] > largest[0]) largest[0] = largest[i];
    return largest[0];
}

/* How many numbers are not in low ... high; NaN never is. */
LANE_FUNCTION uint64_t lanes_outside(const double *row, size_t count, double low, double high) {
    uint64_t outside = 0;
    for (size_t j = 0; j < count; j++) outside += !((row[j] >= low) & (row[j] <= high));
    return outside;
}

#endif
