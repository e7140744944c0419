/* Extrapolation in size.
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include <hopfield/random.h>

#include "support/support.h"
#include <hopfield/statistics.h>

static const double SIZES[] = {250, 500, 1000, 2000, 4000};
enum { COUNT = 5 };

static void make(hop_sized *sized, double exponent, double error, hop_random *random) {
    for (size_t i = 0; i < COUNT; i++) {
        sized[i] = (hop_sized){.size = SIZES[i], .error = error};
        sized[i].value = 0.1379 + 0.9 * pow(SIZES[i], -exponent);
        if (random) sized[i].value += error * hop_random_normal(random);
    }
}

static void exact_values_give_the_limit_and_the_exponent(void **state) {
    (void)state;
    hop_sized sized[COUNT];
    hop_extrapolation fit;
    make(sized, 0.5, 1e-3, NULL);
    assert_int_equal(hop_statistics_extrapolate(sized, COUNT, 0.5, &fit), HOP_OK);
    assert_near(fit.limit.value, 0.1379, 1e-12);
    assert_near(fit.slope, 0.9, 1e-10);
    assert_int_equal(hop_statistics_extrapolate(sized, COUNT, NAN, &fit), HOP_OK);
    assert_near(fit.exponent, 0.5, 0.005);
    assert_near(fit.limit.value, 0.1379, 1e-3);
    assert_true(fit.limit.low < 0.1379 && fit.limit.high > 0.1379);
}

static size_t coverage(double given, double truth) {
    size_t held = 0;
    for (uint64_t run = 0; run < 400; run++) {
        hop_sized sized[COUNT];
        hop_extrapolation fit;
        hop_random random;
        hop_random_init(&random, 5, run);
        make(sized, truth, 3e-4, &random);
        assert_int_equal(hop_statistics_extrapolate(sized, COUNT, given, &fit), HOP_OK);
        held += fit.limit.low <= 0.1379 && fit.limit.high >= 0.1379;
    }
    return held;
}

static void intervals_hold_the_limit_as_often_as_they_say(void **state) {
    (void)state;
    /* 380 of 400 with a standard deviation of 4.4. */
    assert_in_range(coverage(0.5, 0.5), 366, 394);
    assert_in_range(coverage(NAN, 0.6), 366, 400);
    /* A wrong exponent must show, or the test above shows nothing. */
    assert_true(coverage(1, 0.5) < 100);
}

static void too_few_sizes_or_impossible_errors_are_refused(void **state) {
    (void)state;
    hop_sized sized[COUNT];
    hop_extrapolation fit = {.slope = 7};
    make(sized, 0.5, 1e-3, NULL);
    assert_int_equal(hop_statistics_extrapolate(sized, 2, 0.5, &fit), HOP_E_EMPTY);
    assert_int_equal(hop_statistics_extrapolate(sized, 3, NAN, &fit), HOP_E_EMPTY);
    sized[1].error = 0;
    assert_int_equal(hop_statistics_extrapolate(sized, COUNT, 0.5, &fit), HOP_E_VALUE);
    assert_contains(hop_status_detail(), "size 1");
    assert_near(fit.slope, 7, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exact_values_give_the_limit_and_the_exponent),
        cmocka_unit_test(intervals_hold_the_limit_as_often_as_they_say),
        cmocka_unit_test(too_few_sizes_or_impossible_errors_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
