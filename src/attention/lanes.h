/* Eight doubles at a time, whatever the processor: the compiler makes of them what it can.  Only
 * plain products and sums, so the bits are the same on every kind.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_ATTENTION_LANES_H
#define HOP_ATTENTION_LANES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { LANES = 8 };

/* Aligned as any double pair is: the kernels work in registers, and what is more strictly aligned is
 * handed over differently from one compiler to the next. */
typedef double lanes __attribute__((vector_size(LANES * sizeof(double)), aligned(16)));
typedef uint64_t lane_bits __attribute__((vector_size(LANES * sizeof(uint64_t)), aligned(16)));

/* Inlined, so that each is compiled for the processor of the function that calls it; how a call
 * would hand the lanes over, which differs from one processor to another, is then of no matter. */
#pragma GCC diagnostic ignored "-Wpsabi"
#define LANE_FUNCTION static inline __attribute__((always_inline))

/* Lanes beyond `count` hold `fill`. */
LANE_FUNCTION lanes lanes_load(const double *from, size_t count, double fill) {
    lanes out = {fill, fill, fill, fill, fill, fill, fill, fill};
    /* A copy of fixed size is one instruction, of another a call. */
    if (count >= LANES)
        memcpy(&out, from, sizeof out);
    else
        memcpy(&out, from, count * sizeof *from);
    return out;
}

LANE_FUNCTION void lanes_store(lanes value, double *to, size_t count) {
    if (count >= LANES)
        memcpy(to, &value, sizeof value);
    else
        memcpy(to, &value, count * sizeof *to);
}

/* a where the condition's bits are set, else b. */
LANE_FUNCTION lanes lanes_choose(lane_bits condition, lanes a, lanes b) {
    return (lanes)(((lane_bits)a & condition) | ((lane_bits)b & ~condition));
}

LANE_FUNCTION lanes lanes_larger(lanes a, lanes b) {
    return lanes_choose((lane_bits)(a > b), a, b);
}

/* Whether a condition holds in every lane. */
LANE_FUNCTION bool lanes_all(lane_bits condition) {
    uint64_t all = condition[0];
    for (int i = 1; i < LANES; i++) all &= condition[i];
    return all != 0;
}

LANE_FUNCTION double lanes_largest(lanes a) {
    double largest = a[0];
    for (int i = 1; i < LANES; i++)
        if (a[i] > largest) largest = a[i];
    return largest;
}

LANE_FUNCTION double lanes_sum(lanes a) {
    return ((a[0] + a[1]) + (a[2] + a[3])) + ((a[4] + a[5]) + (a[6] + a[7]));
}

/* exp(x) for x <= 0, within 2 units in the last place; 0 where it would be below the normal
 * numbers.  x = n ln 2 + r with |r| <= ln(2)/2, ln 2 in two parts so that n ln 2 is exact
 * (Cody and Waite 1980); exp(r) by its series, whose 14th term is below 2^-57. */
LANE_FUNCTION lanes lanes_exp(lanes x) {
    const double LOWEST = -708, PER_LN2 = 0x1.71547652b82fep+0;
    const double LN2_HIGH = 0x1.62e42feep-1, LN2_LOW = 0x1.a39ef35793c76p-33;
    /* Adding it leaves a whole number in the low bits. */
    const double WHOLE = 0x1.8p52;
    static const double SERIES[] = {1. / 6227020800,
                                    1. / 479001600,
                                    1. / 39916800,
                                    1. / 3628800,
                                    1. / 362880,
                                    1. / 40320,
                                    1. / 5040,
                                    1. / 720,
                                    1. / 120,
                                    1. / 24,
                                    1. / 6,
                                    1. / 2,
                                    1,
                                    1};
    lanes shifted = x * PER_LN2 + WHOLE, n = shifted - WHOLE;
    lanes r = (x - n * LN2_HIGH) - n * LN2_LOW;
    lanes sum = r * SERIES[0] + SERIES[1];
    for (size_t i = 2; i < sizeof SERIES / sizeof *SERIES; i++) sum = sum * r + SERIES[i];
    /* 2^n: its exponent, biased, in place. */
    lanes power = (lanes)(((lane_bits)shifted + 1023) << 52);
    return lanes_choose((lane_bits)(x > LOWEST), sum * power, (lanes){0});
}

#endif
