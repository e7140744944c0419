/* The threshold of sparse families.
 * SPDX-License-Identifier: MIT */
#include "sparse.h"

#include "energy/threshold.h"

static double sum_above(const double *u, size_t count, double tau, double power) {
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        if (u[i] > tau) sum += pow(u[i] - tau, power);
    return sum;
}

static void it_solves_its_equation_for_every_power(void **state) {
    (void)state;
    static const double POWERS[] = {0.2, 0.5, 0.9, 1, 1.5, 2, 3, 11};
    hop_random random;
    hop_random_init(&random, 5, 0);
    for (size_t p = 0; p < 8; p++)
        for (size_t turn = 0; turn < 100; turn++) {
            double s[50];
            size_t count = 1 + hop_random_below(&random, 50);
            draw_normal(&random, 1, s, count);
            double peak = hop_energy_peak(s, count);
            for (size_t i = 0; i < count; i++) s[i] -= peak;
            double tau = hop_energy_threshold(s, count, 0, 1, POWERS[p]);
            assert_true(tau >= -1 && tau <= 0);
            /* One step of rounding of tau moves the sum from one side of 1 to the other, or keeps
             * it within rounding. */
            double here = sum_above(s, count, tau, POWERS[p]);
            double above = sum_above(s, count, nextafter(tau, 1) + 1e-15, POWERS[p]);
            assert_true(here >= 1 - 1e-9 && above <= 1 + 1e-9);
        }
}

static void one_score_has_the_threshold_minus_one(void **state) {
    (void)state;
    assert_true(hop_energy_threshold((double[]){7}, 1, 7, 3, 1) == -1);
    assert_near(hop_energy_threshold((double[]){7}, 1, 7, 3, 0.5), -1, 1e-15);
}

static void masked_scores_do_not_count(void **state) {
    (void)state;
    const double s[] = {-INFINITY, 1, 1, -INFINITY};
    assert_near(hop_energy_threshold(s, 4, 1, 1, 1), -0.5, 1e-15);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_solves_its_equation_for_every_power),
        cmocka_unit_test(one_score_has_the_threshold_minus_one),
        cmocka_unit_test(masked_scores_do_not_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
