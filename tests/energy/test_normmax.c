/* gamma-normmax: the optimum of its definition, its limits and its margin.
 * SPDX-License-Identifier: MIT */
#include "sparse.h"

static double objective(const double *p, const double *z, size_t count, double gamma) {
    double inner = 0, power = 0;
    for (size_t i = 0; i < count; i++) inner += p[i] * z[i], power += pow(p[i], gamma);
    return inner - pow(power, 1 / gamma) + 1;
}

static void no_other_point_of_the_simplex_is_better(void **state) {
    (void)state;
    static const double GAMMA[] = {1.3, 2, 5};
    hop_random random;
    hop_random_init(&random, 6, 0);
    for (size_t g = 0; g < 3; g++)
        for (size_t turn = 0; turn < 200; turn++) {
            double z[6], p[6], other[6], sum = 0, best = 0;
            hop_energy energy = family_of("normmax:beta=1");
            energy.parameter[1] = GAMMA[g];
            draw_normal(&random, 0.5, z, 6);
            hop_energy_weights(&energy, z, 6, p);
            hop_energy_potential(&energy, z, 6, &best);
            assert_near(best, objective(p, z, 6, GAMMA[g]), 1e-12);
            for (size_t i = 0; i < 6; i++) sum += other[i] = hop_random_uniform(&random);
            for (size_t i = 0; i < 6; i++) other[i] = 0.9 * p[i] + 0.1 * other[i] / sum;
            assert_true(objective(other, z, 6, GAMMA[g]) <= best + 1e-12);
        }
}

static void a_lead_of_one_over_beta_takes_all(void **state) {
    (void)state;
    double weights[2];
    weigh("normmax:beta=5,gamma=3", (double[]){1, 0.7999}, 2, weights);
    assert_true(weights[0] == 1 && weights[1] == 0);
    weigh("normmax:beta=5,gamma=3", (double[]){1, 0.85}, 2, weights);
    assert_true(weights[1] > 0);
}

static void a_high_order_is_even_among_those_that_have_a_weight(void **state) {
    (void)state;
    double weights[4];
    weigh("normmax:beta=1,gamma=100", (double[]){0.3, 0.25, 0.2, -4}, 4, weights);
    for (size_t i = 0; i < 3; i++) assert_near(weights[i], 1.0 / 3, 0.01);
    assert_true(weights[3] == 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_other_point_of_the_simplex_is_better),
        cmocka_unit_test(a_lead_of_one_over_beta_takes_all),
        cmocka_unit_test(a_high_order_is_even_among_those_that_have_a_weight),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
