/* The exponential against the C library's, and its variants against each other.
 * SPDX-License-Identifier: MIT */
#include "base/exp.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "support/support.h"

/* The plain variant, under another name. */
#define HOP_NO_CLONES
#define hop_exp_weights plain_weights
#define hop_exp_peak    plain_peak
double plain_weights(float scale, float peak, float *values, size_t count);
float plain_peak(const float *values, size_t count);
#include "base/exp.c"
#undef hop_exp_weights
#undef hop_exp_peak

enum { BATCH = 1000 };

static float float_of(uint32_t bits) {
    float value = 0;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* Fails unless exp of `count` arguments is within 2 units in the last place, 0 below FLT_MIN, and
 * the same bytes without vector instructions. */
static void assert_exp(const float *arguments, size_t count) {
    float fast[BATCH], plain[BATCH];
    memcpy(fast, arguments, count * sizeof *fast);
    memcpy(plain, arguments, count * sizeof *plain);
    double sum = hop_exp_weights(1, 0, fast, count);
    assert_true(sum == plain_weights(1, 0, plain, count));
    assert_memory_equal(fast, plain, count * sizeof *fast);
    for (size_t i = 0; i < count; i++) {
        double exact = exp((double)arguments[i]);
        double unit = ldexp(FLT_EPSILON, ilogb(exact));
        bool cut = exact < FLT_MIN * (1 + 4 * FLT_EPSILON) && fast[i] == 0;
        if (!cut && !(fabs((double)fast[i] - exact) <= 2 * unit))
            fail_msg("exp(%.9g) is %.9g, not %.9g", (double)arguments[i], (double)fast[i], exact);
        assert_true(fast[i] == 0 || fast[i] >= FLT_MIN);
    }
}

/* Floats of one sign are in the order of their bits. */
static void assert_range(float from, float to, uint32_t step) {
    uint32_t first = 0, last = 0;
    memcpy(&first, &from, sizeof first);
    memcpy(&last, &to, sizeof last);
    float batch[BATCH];
    size_t count = 0;
    for (uint64_t bits = first; bits <= last; bits += step) {
        batch[count++] = float_of((uint32_t)bits);
        if (count == BATCH || bits + step > last) {
            assert_exp(batch, count);
            count = 0;
        }
    }
}

static void it_is_within_two_units_over_all_negative_floats(void **state) {
    (void)state;
    assert_range(-0.0F, -FLT_MAX, 997);
    assert_range(-1e-3F, -100, 53);
}

/* Every float there: the reduction's worst cases are at its seams. */
static void it_is_within_two_units_for_every_float_of_a_binade(void **state) {
    (void)state;
    assert_range(-8, -8.5F, 1);
    assert_range(-86.5F, -87.5F, 1);
}

static void masked_patterns_weigh_nothing_and_what_is_no_number_shows(void **state) {
    (void)state;
    float values[] = {-INFINITY, 3, 1, NAN};
    assert_true(hop_exp_weights(2, 3, values, 3) == 1 + (double)values[2]);
    assert_true(values[0] == 0 && values[1] == 1);
    assert_near(values[2], exp(-4), 2 * FLT_EPSILON * exp(-4));
    assert_true(isnan(hop_exp_weights(2, 3, values + 3, 1)));
    assert_true(isnan(values[3]));
    assert_true(hop_exp_weights(1, 0, NULL, 0) == 0);
}

static void the_peak_is_found_wherever_it_is(void **state) {
    (void)state;
    float values[70];
    for (size_t count = 1; count <= 70; count++)
        for (size_t at = 0; at < count; at++) {
            for (size_t i = 0; i < count; i++) values[i] = -(float)i;
            values[at] = 5;
            assert_true(hop_exp_peak(values, count) == 5);
            assert_true(plain_peak(values, count) == 5);
        }
    values[0] = NAN, values[1] = -INFINITY;
    assert_true(hop_exp_peak(values, 2) == -INFINITY);
    assert_true(hop_exp_peak(values, 0) == -INFINITY);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_within_two_units_over_all_negative_floats),
        cmocka_unit_test(it_is_within_two_units_for_every_float_of_a_binade),
        cmocka_unit_test(masked_patterns_weigh_nothing_and_what_is_no_number_shows),
        cmocka_unit_test(the_peak_is_found_wherever_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
