/* Phase boundaries, against numbers that others have.
 * SPDX-License-Identifier: MIT */
#include "experiment/phase_theory.h"

#include "experiment/findings.h"
#include "experiment/fixture.h"

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

static void the_spherical_boundary_is_the_published_one(void **state) {
    (void)state;
    static const double BETA[] = {0.5, 1, 2, 4}, LOAD[] = {0.3870, 0.6226, 0.9088, 1.2244};
    for (size_t i = 0; i < 4; i++) assert_true(fabs(hop_phase_spherical(BETA[i]) - LOAD[i]) < 5e-5);
}

static const hop_energy *softmax(hop_energy *energy) {
    assert_ok(hop_energy_parse("lse", energy));
    return energy;
}

static void the_boundary_at_finite_d_goes_to_the_published_one(void **state) {
    (void)state;
    hop_energy e;
    double far = INFINITY;
    for (double d = 32; d < 5000; d *= 4) {
        double off = hop_phase_spherical(0.5) - hop_phase_settled(softmax(&e), d, 0.5);
        /* From below, as ln d / d. */
        assert_true(off > 0 && off < far / 2);
        far = off;
    }
    assert_true(far < 0.005);
    assert_true(isnan(hop_phase_settled(softmax(&e), 2, 0.5)));
}

/* Recall from the pattern itself keeps it just within the boundary, and loses it just beyond. */
static double overlap_at(double beta, double load) {
    char settings[160];
    snprintf(settings, sizeof settings, "dim=16 trials=60 beta=%g load=%g", beta, load);
    hop_experiment *e = fixture_experiment("phase", settings, 1);
    hop_results results = fixture_sweep(e, 2, NULL);
    hop_findings findings = {0};
    assert_ok(hop_findings_make(e, &results, &findings));
    double overlap = findings.map.values[0];
    hop_findings_clear(&findings);
    hop_results_clear(&results);
    hop_experiment_destroy(e);
    return overlap;
}

static void measured_recall_is_lost_at_the_boundary_of_its_d(void **state) {
    (void)state;
    static const double BETA[] = {0.3, 0.5, 0.7};
    hop_energy e;
    for (size_t i = 0; i < 3; i++) {
        double load = hop_phase_settled(softmax(&e), 16, BETA[i]);
        /* Two fluctuations of the noise on either side; what was taken for the boundary before, the
         * noise as large as the signal, is twice as far beyond. */
        assert_true(overlap_at(BETA[i], load - 0.04) > 0.9);
        assert_true(overlap_at(BETA[i], load + 0.04) < 0.5);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_classical_boundary_at_temperature_0_is_the_known_capacity),
        cmocka_unit_test(without_load_retrieval_ends_at_temperature_1),
        cmocka_unit_test(the_classical_boundary_falls_with_temperature),
        cmocka_unit_test(at_the_boundary_the_order_parameter_is_lost),
        cmocka_unit_test(the_spherical_boundary_is_the_published_one),
        cmocka_unit_test(the_boundary_at_finite_d_goes_to_the_published_one),
        cmocka_unit_test(measured_recall_is_lost_at_the_boundary_of_its_d),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
