/* Loads, and theory's largest.
 * SPDX-License-Identifier: MIT */
#include "experiment/load.h"

#include <math.h>

#include "experiment/fixture.h"
#include "experiment/softmax_theory.h"

static hop_energy energy_of(const char *spec) {
    hop_energy energy;
    assert_ok(hop_energy_parse(spec, &energy));
    return energy;
}

static void every_scale_goes_there_and_back(void **state) {
    (void)state;
    hop_energy hebb = energy_of("hebb"), lse = energy_of("lse:beta=1");
    assert_near(hop_load_patterns(HOP_LOAD_AUTO, &hebb, 500, 0.138), 69, 0);
    assert_near(hop_load_of(HOP_LOAD_AUTO, &hebb, 500, 69), 0.138, 1e-15);
    assert_near(hop_load_patterns(HOP_LOAD_AUTO, &lse, 20, 0.5), round(exp(10)), 0);
    assert_near(hop_load_of(HOP_LOAD_AUTO, &lse, 20, exp(10)), 0.5, 1e-12);
    assert_near(hop_load_patterns(HOP_LOAD_LINEAR, &lse, 20, 0.5), 10, 0);
    assert_near(hop_load_patterns(HOP_LOAD_LINEAR, &hebb, 10, 0), 1, 0);
    assert_int_equal(hop_load_resolve(HOP_LOAD_AUTO, &hebb), HOP_LOAD_LINEAR);
    assert_int_equal(hop_load_resolve(HOP_LOAD_AUTO, &lse), HOP_LOAD_EXPONENTIAL);
}

static hop_load_theory softmax_capacity(hop_pattern_kind kind, double flips) {
    hop_energy lse = energy_of("lse:beta=1");
    return hop_load_capacity(&lse, HOP_LOAD_AUTO, kind, 20, 1, flips);
}

static void softmax_capacities_are_those_of_their_patterns_and_say_at_which_d(void **state) {
    (void)state;
    hop_load_theory spherical = softmax_capacity(HOP_PATTERN_SPHERICAL, 0);
    assert_near(spherical.load, hop_softmax_lost(HOP_PATTERN_SPHERICAL, 20, 1), 0);
    assert_contains(spherical.source, "at this d");
    assert_string_equal(spherical.name, "theory at this d");
    hop_load_theory bipolar = softmax_capacity(HOP_PATTERN_BIPOLAR, 0);
    assert_near(bipolar.load, hop_softmax_lost(HOP_PATTERN_BIPOLAR, 20, 1), 0);
    hop_load_theory gaussian = softmax_capacity(HOP_PATTERN_GAUSSIAN, 0);
    assert_near(gaussian.load, 0.5, 0);
    assert_contains(gaussian.source, "d to infinity");
}

static void the_classical_capacity_solves_its_equation(void **state) {
    (void)state;
    hop_energy hebb = energy_of("hebb");
    double capacity =
        hop_load_capacity(&hebb, HOP_LOAD_AUTO, HOP_PATTERN_BIPOLAR, 500, NAN, 0).load;
    /* z (sqrt(2 a) + 2/sqrt(pi) e^(-z^2)) = erf z has a root z > 0.5 below it, and none above. */
    for (int side = -1; side <= 1; side += 2) {
        double a = capacity + side * 2e-6, most = -1;
        for (double z = 0.5; z < 4; z += 1e-4)
            most =
                fmax(most, erf(z) - z * (sqrt(2 * a) + 2 / sqrt(3.14159265358979) * exp(-z * z)));
        assert_true(side < 0 ? most >= 0 : most < 0);
    }
}

static void where_there_is_no_theory_none_is_claimed(void **state) {
    (void)state;
    hop_energy hebb = energy_of("hebb"), lse = energy_of("lse");
    assert_true(
        isnan(hop_load_capacity(&hebb, HOP_LOAD_EXPONENTIAL, HOP_PATTERN_BIPOLAR, 9, NAN, 0).load));
    assert_true(
        isnan(hop_load_capacity(&lse, HOP_LOAD_AUTO, HOP_PATTERN_SPHERICAL, 9, NAN, 0).load));
    assert_true(isnan(softmax_capacity(HOP_PATTERN_SPHERICAL, 0.1).load));
    assert_true(isnan(softmax_capacity(HOP_PATTERN_GAUSSIAN, 0.1).load));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_scale_goes_there_and_back),
        cmocka_unit_test(softmax_capacities_are_those_of_their_patterns_and_say_at_which_d),
        cmocka_unit_test(the_classical_capacity_solves_its_equation),
        cmocka_unit_test(where_there_is_no_theory_none_is_claimed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
