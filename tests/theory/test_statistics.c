/* Intervals and slopes, against known values.
 * SPDX-License-Identifier: MIT */
#include <hopfield/statistics.h>

#include <math.h>

#include "support/support.h"

static void wilson_intervals_have_known_values(void **state) {
    (void)state;
    /* z = 1.959964: centre (p + z^2/2n) / (1 + z^2/n), by hand. */
    hop_estimate half = hop_statistics_wilson(5, 10);
    assert_near(half.value, 0.5, 0);
    assert_near(half.low, 0.236593, 1e-6);
    assert_near(half.high, 0.763407, 1e-6);
    hop_estimate none = hop_statistics_wilson(0, 10);
    assert_near(none.low, 0, 0);
    assert_near(none.high, 0.277533, 1e-6);
    hop_estimate all = hop_statistics_wilson(10, 10);
    assert_near(all.low, 1 - 0.277533, 1e-6);
    assert_near(all.high, 1, 0);
    hop_estimate unknown = hop_statistics_wilson(0, 0);
    assert_true(isnan(unknown.value) && unknown.low == 0 && unknown.high == 1);
}

static void quantiles_interpolate(void **state) {
    (void)state;
    double values[] = {4, 1, 3, 2};
    hop_statistics_sort(values, 4);
    assert_near(hop_statistics_quantile(values, 4, 0.5), 2.5, 1e-15);
    assert_near(hop_statistics_quantile(values, 4, 0), 1, 0);
    assert_near(hop_statistics_quantile(values, 4, 1), 4, 0);
}

static void a_slope_has_the_interval_of_its_scatter(void **state) {
    (void)state;
    const double x[] = {1, 2, 3, 4}, exact[] = {3, 5, 7, 9}, noisy[] = {3, 5.5, 6.5, 9};
    hop_estimate slope = hop_statistics_slope(x, exact, 4);
    assert_near(slope.value, 2, 1e-12);
    assert_near(slope.high - slope.low, 0, 1e-9);
    slope = hop_statistics_slope(x, noisy, 4);
    /* By hand: residuals -.15, .45, -.45, .15; t = 4.302653 for two degrees of freedom. */
    assert_near(slope.value, 1.9, 1e-12);
    assert_near(slope.high - slope.value, 4.302653 * sqrt(0.45 / 2 / 5), 1e-5);
    slope = hop_statistics_slope(x, noisy, 2);
    assert_true(slope.value == 2.5 && isinf(slope.low) && isinf(slope.high));
    assert_true(isnan(hop_statistics_slope(x, noisy, 1).value));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wilson_intervals_have_known_values),
        cmocka_unit_test(quantiles_interpolate),
        cmocka_unit_test(a_slope_has_the_interval_of_its_scatter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
