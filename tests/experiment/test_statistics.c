/* Intervals and fits, against known values and by their coverage.
 * SPDX-License-Identifier: MIT */
#include <hopfield/statistics.h>

#include <math.h>

#include <hopfield/random.h>

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

static double success(double x, double middle, double width) {
    return 1 / (1 + exp((x - middle) / width));
}

static hop_tally draw(hop_random *random, double x, double trials, double p) {
    hop_tally tally = {.x = x, .trials = trials};
    for (double i = 0; i < trials; i++) tally.successes += hop_random_uniform(random) < p ? 1 : 0;
    return tally;
}

static void a_curve_without_noise_is_found_again(void **state) {
    (void)state;
    hop_tally tallies[21];
    for (size_t i = 0; i < 21; i++) {
        double x = 3 + 0.1 * (double)i;
        tallies[i] = (hop_tally){x, 1e6, 1e6 * success(x, 4.1, 0.25)};
    }
    hop_logistic fit = hop_statistics_logistic(tallies, 21);
    assert_true(fit.found);
    assert_near(fit.middle.value, 4.1, 1e-5);
    assert_near(fit.width, 0.25, 1e-4);
}

static void nineteen_of_twenty_intervals_hold_the_middle(void **state) {
    (void)state;
    enum { RUNS = 1000, PLACES = 7 };
    size_t held = 0;
    for (uint64_t run = 0; run < RUNS; run++) {
        hop_tally tallies[PLACES];
        hop_random random;
        hop_random_init(&random, 11, run);
        for (size_t i = 0; i < PLACES; i++) {
            double x = 0.05 + 0.05 * (double)i;
            tallies[i] = draw(&random, x, 60, success(x, 0.21, 0.06));
        }
        hop_logistic fit = hop_statistics_logistic(tallies, PLACES);
        assert_true(fit.found);
        held += fit.middle.low <= 0.21 && fit.middle.high >= 0.21;
    }
    /* Binomial: 950 of 1000 with a standard deviation of 7; wider than that by no more than the
     * dispersion's widening. */
    assert_in_range(held, 928, 990);
}

static void success_and_failure_that_do_not_overlap_still_give_a_middle(void **state) {
    (void)state;
    const hop_tally tallies[] = {{1, 20, 20}, {2, 20, 20}, {3, 20, 0}, {4, 20, 0}};
    hop_logistic fit = hop_statistics_logistic(tallies, 4);
    assert_true(fit.found);
    assert_near(fit.middle.value, 2.5, 1e-6);
    assert_true(isfinite(fit.width) && fit.width > 0);
}

static void trials_that_tell_nothing_give_no_middle(void **state) {
    (void)state;
    const hop_tally one[] = {{1, 20, 10}};
    const hop_tally same[] = {{1, 20, 10}, {1, 20, 12}};
    assert_false(hop_statistics_logistic(one, 1).found);
    assert_false(hop_statistics_logistic(same, 2).found);
}

static void trials_more_scattered_than_chance_widen_the_interval(void **state) {
    (void)state;
    hop_tally even[9], wild[9];
    for (size_t i = 0; i < 9; i++) {
        double x = (double)i, p = success(x, 4, 2);
        even[i] = (hop_tally){x, 1000, round(1000 * p)};
        wild[i] = (hop_tally){x, 1000, round(1000 * fmin(p + (i % 2 ? 0.08 : -0.04), 1))};
    }
    hop_logistic calm = hop_statistics_logistic(even, 9);
    hop_logistic rough = hop_statistics_logistic(wild, 9);
    assert_true(rough.dispersion > 4);
    assert_true(rough.middle.high - rough.middle.low > 2 * (calm.middle.high - calm.middle.low));
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
        cmocka_unit_test(a_curve_without_noise_is_found_again),
        cmocka_unit_test(nineteen_of_twenty_intervals_hold_the_middle),
        cmocka_unit_test(success_and_failure_that_do_not_overlap_still_give_a_middle),
        cmocka_unit_test(trials_that_tell_nothing_give_no_middle),
        cmocka_unit_test(trials_more_scattered_than_chance_widen_the_interval),
        cmocka_unit_test(quantiles_interpolate),
        cmocka_unit_test(a_slope_has_the_interval_of_its_scatter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
