/* Polynomial interactions.
 * SPDX-License-Identifier: MIT */
#include <hopfield/energy.h>

#include <float.h>
#include <math.h>

#include "support/support.h"

static hop_energy parse(const char *spec) {
    hop_energy energy;
    assert_int_equal(hop_energy_parse(spec, &energy), HOP_OK);
    return energy;
}

static double potential(const char *spec, const double *s, size_t count) {
    hop_energy energy = parse(spec);
    double q = NAN;
    assert_int_equal(hop_energy_potential(&energy, s, count, &q), HOP_OK);
    return q;
}

static void powers_are_summed_negative_ones_only_if_not_rectified(void **state) {
    (void)state;
    double s[] = {3, -1, -2};
    assert_near(potential("polynomial:degree=3", s, 3), 27 / 3.0, 1e-14);
    assert_near(potential("polynomial:degree=3,rectified=no", s, 3), (27 - 1 - 8) / 3.0, 1e-14);
    assert_near(potential("polynomial:degree=2,rectified=no", s, 3), (9 + 1 + 4) / 2.0, 1e-14);
}

static void weights_are_powers_one_lower_with_their_signs(void **state) {
    (void)state;
    hop_energy even = parse("polynomial:degree=4,rectified=no"),
               flat = parse("polynomial:degree=4");
    double s[] = {2, -1, 1}, p[3];
    assert_int_equal(hop_energy_weights(&even, s, 3, p), HOP_OK);
    assert_near(p[0], 0.8, 1e-15);
    assert_near(p[1], -0.1, 1e-15);
    assert_int_equal(hop_energy_weights(&flat, s, 3, p), HOP_OK);
    assert_near(p[0], 8.0 / 9, 1e-15);
    assert_true(p[1] == 0);
}

static void nothing_alike_has_no_weight_and_no_energy(void **state) {
    (void)state;
    hop_energy energy = parse("polynomial");
    double s[] = {-2, 0, -5}, p[3] = {7, 7, 7};
    assert_int_equal(hop_energy_weights(&energy, s, 3, p), HOP_OK);
    assert_true(p[0] == 0 && p[1] == 0 && p[2] == 0 && potential("polynomial", s, 3) == 0);
    float tile[] = {-2, 0, -5};
    hop_fold fold = {.peak = -INFINITY};
    assert_true(energy.family->fold(energy.parameter, tile, 3, &fold) == 1);
    assert_true(fold.total == 0 && tile[0] == 0 &&
                energy.family->folded(energy.parameter, &fold) == 0);
}

static void only_odd_powers_that_are_not_rectified_are_not_convex(void **state) {
    (void)state;
    hop_energy energy = parse("polynomial:degree=3");
    assert_true(hop_energy_is_convex(&energy));
    energy = parse("polynomial:degree=4,rectified=no");
    assert_true(hop_energy_is_convex(&energy));
    energy = parse("polynomial:degree=3,rectified=no");
    assert_false(hop_energy_is_convex(&energy));
}

/* 784^14 is more than a float holds. */
static void folding_holds_where_float_powers_overflow(void **state) {
    (void)state;
    hop_energy energy = parse("polynomial:degree=30");
    float tile[] = {28, 784, 756};
    hop_fold fold = {.peak = -INFINITY};
    energy.family->fold(energy.parameter, tile, 1, &fold);
    energy.family->fold(energy.parameter, tile + 1, 2, &fold);
    double ratio = pow(756.0 / 784, 29);
    assert_near((double)tile[2] / fold.total, ratio / (1 + ratio), 1e-5);
    double s[] = {28, 784, 756}, q = potential("polynomial:degree=30", s, 3);
    assert_near(energy.family->folded(energy.parameter, &fold) / q, 1, 60 * FLT_EPSILON);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(powers_are_summed_negative_ones_only_if_not_rectified),
        cmocka_unit_test(weights_are_powers_one_lower_with_their_signs),
        cmocka_unit_test(nothing_alike_has_no_weight_and_no_energy),
        cmocka_unit_test(only_odd_powers_that_are_not_rectified_are_not_convex),
        cmocka_unit_test(folding_holds_where_float_powers_overflow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
