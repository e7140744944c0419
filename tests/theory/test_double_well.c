/* Two patterns on a line: the minimum, the barrier, and the time to cross it.
 * SPDX-License-Identifier: MIT */
#include "theory/double_well.h"

#include <math.h>

#include "support/support.h"

static void the_minimum_is_where_the_energy_does_not_change(void **state) {
    (void)state;
    for (double b = 1.1; b < 20; b *= 1.5) {
        const double y = hop_double_well_minimum(b), d = 1e-4;
        assert_near(y, tanh(b * y), 1e-9);
        assert_true(hop_double_well(b, y) < hop_double_well(b, y - d));
        assert_true(hop_double_well(b, y) < hop_double_well(b, y + d));
    }
    assert_true(hop_double_well_minimum(1) == 0);
    assert_true(hop_double_well_minimum(0.5) == 0);
}

static void the_barrier_of_distant_patterns_is_half_of_b_less_a_logarithm(void **state) {
    (void)state;
    const double b = 30, y = hop_double_well_minimum(b);
    assert_near(hop_double_well(b, 0) - hop_double_well(b, y), -M_LN2 + b / 2, 1e-9);
}

/* Kramers' law is right up to a few T / barrier. */
static void the_time_comes_to_kramers_law_where_it_is_cold(void **state) {
    (void)state;
    const double b = 2, y = hop_double_well_minimum(b);
    const double barrier = hop_double_well(b, 0) - hop_double_well(b, y);
    const double slope = 1 - b / pow(cosh(b * y), 2);
    double before = INFINITY;
    for (double heat = 5; heat <= 40; heat *= 2) {
        const double kramers = 2 * M_PI / sqrt(slope * (b - 1)) * exp(heat);
        const double off = fabs(hop_double_well_time(b, y, barrier / heat) / kramers - 1);
        assert_true(off < 0.7 * before && off < 4 / heat);
        before = off;
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_minimum_is_where_the_energy_does_not_change),
        cmocka_unit_test(the_barrier_of_distant_patterns_is_half_of_b_less_a_logarithm),
        cmocka_unit_test(the_time_comes_to_kramers_law_where_it_is_cold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
