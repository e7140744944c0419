/* One state as a sieve sees it.
 * SPDX-License-Identifier: MIT */
#include "sieve_state.h"

#include <float.h>
#include <math.h>

#include "../base/digits.h"
#include "../base/simd.h"
#include "../base/sum.h"

/* Sixteen roundings of all that is added up, where seven happen. */
static const double ROUNDINGS = 16 * FLT_EPSILON;

bool hop_sieve_is_moderate(const hop_sieve *sieve, const double *state) {
    double norm = sqrt(hop_sum_squares(state, sieve->dim)), width = sqrt((double)sieve->dim);
    double most = UINT8_MAX * width + sieve->gain_most + sieve->offset_most * width;
    return most * norm + sieve->bias_most < (double)FLT_MAX / 4;
}

void hop_sieve_write(const hop_sieve *sieve, const double *state, size_t places,
                     signed char *digits, hop_coarse *c) {
    double unit = (double)(float)hop_digits_write(state, sieve->dim, places, digits);
    double sum = 0, square = 0, missed = 0;
    for (size_t j = 0; j < sieve->dim; j++) {
        double kept = hop_digits_value(digits, sieve->dim, places, unit, j), off = state[j] - kept;
        sum += kept;
        square += kept * kept;
        missed += off * off;
    }
    double terms = sieve->gain_most * sqrt(square) + sieve->offset_most * fabs(sum);
    *c = (hop_coarse){.unit = (float)unit,
                      .sum = (float)sum,
                      .error = hop_sieve_round_up(sqrt(missed) * (1 + 1e-9)),
                      .slack = hop_sieve_round_up(ROUNDINGS * (terms + sieve->bias_most) + FLT_MIN),
                      .peak = -INFINITY,
                      .square = square};
}

/* sums [count]: products [places x count] of a state's digits, put together. */
HOP_CLONES static void join_digits(const int32_t *products, size_t count, size_t places,
                                   float *sums) {
    for (size_t j = 0; j < count; j++) sums[j] = (float)products[j];
    for (size_t k = 1; k < places; k++)
        for (size_t j = 0; j < count; j++)
            sums[j] = HOP_DIGITS_BASE * sums[j] + (float)products[k * count + j];
}

/* What sums [count] with patterns say of their similarities: the most they can be into `upper`, the
 * least into `lower`, which holds the sums. */
HOP_CLONES static void bound(const hop_seen *seen, size_t count, const hop_coarse *c, float *upper,
                             float *lower) {
    const float *gain = seen->gain, *offset = seen->offset, *bias = seen->bias, *norm = seen->norm;
    const float unit = c->unit, sum = c->sum, error = c->error, slack = c->slack;
    for (size_t j = 0; j < count; j++) {
        float s = gain[j] * (lower[j] * unit) + (offset[j] * sum + bias[j]);
        float off = norm[j] * error + slack;
        upper[j] = s + off;
        lower[j] = s - off;
    }
}

void hop_sieve_bound(hop_seen seen, size_t count, size_t places, const int32_t *products,
                     const hop_coarse *state, float *upper, float *lower) {
    join_digits(products, count, places, lower);
    bound(&seen, count, state, upper, lower);
}
