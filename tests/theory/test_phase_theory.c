/* Phase boundaries, against numbers that others have.
 * SPDX-License-Identifier: MIT */
#include "theory/phase_theory.h"

#include "support/experiment.h"

static void the_classical_boundary_at_temperature_0_is_the_known_capacity(void **state) {
    (void)state;
    assert_true(fabs(hop_phase_classical(0) - 0.137906) < 5e-7);
    /* Replica symmetry bends it back a little: Amit, Gutfreund, Sompolinsky 1987, figure 2. */
    assert_true(hop_phase_classical(0.02) > hop_phase_classical(0));
    assert_true(fabs(hop_phase_classical(0.002) - hop_phase_classical(0)) < 1e-4);
}

static void without_load_retrieval_ends_at_temperature_1(void **state) {
    (void)state;
    assert_true(hop_phase_classical(1) == 0 && hop_phase_classical(2) == 0);
    assert_true(hop_phase_classical(0.999) > 0 && hop_phase_classical(0.999) < 1e-6);
    /* There the boundary is T = 1 - 1.95 sqrt(alpha), the same paper. */
    assert_true(fabs((1 - 0.99) / sqrt(hop_phase_classical(0.99)) - 1.95) < 0.01);
}

static void the_classical_boundary_falls_with_temperature(void **state) {
    (void)state;
    double before = hop_phase_classical(0.05);
    for (double t = 0.1; t < 1; t += 0.05) {
        double now = hop_phase_classical(t);
        assert_true(now < before && now > 0);
        before = now;
    }
}

/* At a load just within the boundary the equations themselves are solved by iteration from m = 1
 * with m well above 0; just beyond it, by none. */
static double iterate(double alpha, double temperature) {
    double m = 1, q = 1, noise = sqrt(alpha);
    for (int round = 0; round < 1000; round++) {
        double first = 0, second = 0;
        for (int i = -800; i <= 800; i++) {
            double z = i * 0.01, t = tanh((noise * z + m) / temperature);
            double p = exp(-z * z / 2) * 0.01 / sqrt(2 * M_PI);
            first += p * t;
            second += p * t * t;
        }
        /* Half a step: a whole one oscillates. */
        m = (m + first) / 2, q = (q + second) / 2;
        noise = (noise + sqrt(alpha * q) / (1 - (1 - q) / temperature)) / 2;
    }
    return m;
}

static void at_the_boundary_the_order_parameter_is_lost(void **state) {
    (void)state;
    double alpha = hop_phase_classical(0.3);
    assert_true(iterate(0.995 * alpha, 0.3) > 0.85);
    assert_true(fabs(iterate(1.005 * alpha, 0.3)) < 1e-3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_classical_boundary_at_temperature_0_is_the_known_capacity),
        cmocka_unit_test(without_load_retrieval_ends_at_temperature_1),
        cmocka_unit_test(the_classical_boundary_falls_with_temperature),
        cmocka_unit_test(at_the_boundary_the_order_parameter_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
