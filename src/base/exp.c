/* exp(x) = 2^n exp(r), n the whole number nearest to x / ln 2 and |r| <= ln 2 / 2, where a
 * polynomial of degree 7 is exact to a twentieth of a rounding (its Taylor series would be good to
 * a fifth).  ln 2 is taken in two parts, of which the first times n is exact.  Cody and Waite 1980.
 * SPDX-License-Identifier: MIT */
#include "exp.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "simd.h"

/* Below this the result is below FLT_MIN. */
static const float LEAST = -87.5F;

/* Added to a number of moderate size, it leaves the nearest whole one in the last bits. */
static const float ROUNDER = 12582912.0F; /* 1.5 * 2^23 */

static const float PER_LN2 = 1.44269504F, LN2_HIGH = 0.693359375F, LN2_LOW = -2.12194440e-4F;

/* The coefficients of r^2 ... r^7. */
static const float C2 = 0.5F, C3 = 1.66666667e-1F, C4 = 4.16666667e-2F, C5 = 8.33333333e-3F,
                   C6 = 1.38888889e-3F, C7 = 1.98412698e-4F;

static inline float exp_of(float x) {
    x = x < LEAST ? LEAST : x;
    float shifted = x * PER_LN2 + ROUNDER, whole = shifted - ROUNDER;
    float r = (x - whole * LN2_HIGH) - whole * LN2_LOW;
    float tail = r * r * (C2 + r * (C3 + r * (C4 + r * (C5 + r * (C6 + r * C7)))));
    float power = 1 + (r + tail);
    uint32_t bits = 0, exponent = 0;
    memcpy(&bits, &power, sizeof bits);
    memcpy(&exponent, &shifted, sizeof exponent);
    bits += exponent << 23;
    memcpy(&power, &bits, sizeof power);
    return power < FLT_MIN ? 0 : power;
}

/* Sixteen floats as two times eight doubles, added to the sums of `lanes`. */
static inline void add_wide(const float *values, hop_doubles *lanes) {
    typedef float eight __attribute__((vector_size(32), aligned(4), may_alias));
    lanes[0] += __builtin_convertvector(*(const eight *)values, hop_doubles);
    lanes[1] += __builtin_convertvector(*(const eight *)(values + HOP_FLOATS / 2), hop_doubles);
}

HOP_CLONES static double weigh(float scale, float peak, float *values, size_t count) {
    hop_doubles lanes[2] = {{0}};
    size_t whole = count - count % HOP_FLOATS;
    double total = 0;
    for (size_t i = 0; i < count; i++) values[i] = exp_of(scale * (values[i] - peak));
    for (size_t i = 0; i < whole; i += HOP_FLOATS) add_wide(values + i, lanes);
    for (size_t i = whole; i < count; i++) total += (double)values[i];
    lanes[0] += lanes[1];
    for (size_t lane = 0; lane < HOP_FLOATS / 2; lane++) total += lanes[0][lane];
    return total;
}

/* The larger of each two; NAN is never larger. */
static inline void raise_peaks(const float *values, hop_floats *peaks) {
    typedef int sixteen __attribute__((vector_size(64)));
    hop_floats fresh = *(const hop_floats *)values;
    sixteen larger = fresh > *peaks;
    *peaks = (hop_floats)(((sixteen)fresh & larger) | ((sixteen)*peaks & ~larger));
}

HOP_CLONES static float find_peak(const float *values, size_t count) {
    hop_floats peaks[2];
    float peak = -INFINITY;
    size_t i = 0;
    for (size_t lane = 0; lane < HOP_FLOATS; lane++) peaks[0][lane] = peak, peaks[1][lane] = peak;
    for (; i + 2 * HOP_FLOATS <= count; i += 2 * HOP_FLOATS) {
        raise_peaks(values + i, &peaks[0]);
        raise_peaks(values + i + HOP_FLOATS, &peaks[1]);
    }
    raise_peaks((const float *)&peaks[1], &peaks[0]);
    for (; i < count; i++) peak = values[i] > peak ? values[i] : peak;
    for (size_t lane = 0; lane < HOP_FLOATS; lane++)
        peak = peaks[0][lane] > peak ? peaks[0][lane] : peak;
    return peak;
}

/* gcc shows functions that it clones in a shared library, hidden or not, unless they are static. */

double hop_exp_weights(float scale, float peak, float *values, size_t count) {
    return weigh(scale, peak, values, count);
}

float hop_exp_peak(const float *values, size_t count) {
    return find_peak(values, count);
}
