/* Loads, and theory's largest.
 * SPDX-License-Identifier: MIT */
#include "experiment/load.h"

#include <math.h>

#include "experiment/fixture.h"

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

/* S = N Gamma(d/2) (2/(b d))^(d/2-1) e^(-b d) I(b d) = 1, summed directly: the mean of
 * e^(b x.y - b d) over the sphere by a plain integral. */
static double spherical_by_integral(double d, double b) {
    enum { STEPS = 200000 };
    double sum = 0, all = 0;
    for (size_t i = 0; i < STEPS; i++) {
        double t = 3.14159265358979 * ((double)i + 0.5) / STEPS;
        double weight = pow(sin(t), d - 2);
        sum += weight * exp(b * d * (cos(t) - 1));
        all += weight;
    }
    return -log(sum / all) / d;
}

static void softmax_capacities_agree_with_their_formulas(void **state) {
    (void)state;
    hop_energy lse = energy_of("lse:beta=1");
    for (double d = 8; d <= 64; d *= 2) {
        hop_load_theory theory =
            hop_load_capacity(&lse, HOP_LOAD_AUTO, HOP_PATTERN_SPHERICAL, d, 1, 0);
        assert_near(theory.load, spherical_by_integral(d, 1), 1e-6);
    }
    /* As d grows: b - g of Lucibello and Mezard, .6226 at b = 1. */
    assert_near(hop_load_capacity(&lse, HOP_LOAD_AUTO, HOP_PATTERN_SPHERICAL, 20000, 1, 0).load,
                0.6226, 5e-4);
    assert_near(hop_load_capacity(&lse, HOP_LOAD_AUTO, HOP_PATTERN_BIPOLAR, 20, 1, 0).load,
                1 - log(cosh(1)), 1e-12);
    assert_near(hop_load_capacity(&lse, HOP_LOAD_AUTO, HOP_PATTERN_GAUSSIAN, 20, 0.5, 0).load,
                0.375, 1e-12);
    assert_near(hop_load_capacity(&lse, HOP_LOAD_AUTO, HOP_PATTERN_GAUSSIAN, 20, 3, 0).load, 0.5,
                1e-12);
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
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_scale_goes_there_and_back),
        cmocka_unit_test(softmax_capacities_agree_with_their_formulas),
        cmocka_unit_test(the_classical_capacity_solves_its_equation),
        cmocka_unit_test(where_there_is_no_theory_none_is_claimed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
