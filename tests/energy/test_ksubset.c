/* k-subset weights: one is sparsemax, k leaders take all, k of fewer is all.
 * SPDX-License-Identifier: MIT */
#include "sparse.h"

static void one_at_a_time_is_sparsemax(void **state) {
    (void)state;
    hop_random random;
    hop_random_init(&random, 7, 0);
    for (size_t turn = 0; turn < 500; turn++) {
        double z[12], one[12], sparse[12];
        draw_normal(&random, 1, z, 12);
        weigh("ksubset:beta=2,k=1", z, 12, one);
        weigh("sparsemax:beta=2", z, 12, sparse);
        for (size_t i = 0; i < 12; i++) assert_near(one[i], sparse[i], 1e-13);
    }
}

static void two_leaders_have_one_each(void **state) {
    (void)state;
    double weights[4];
    weigh("ksubset:beta=1,k=2", (double[]){5, -3, 4, 2.9}, 4, weights);
    assert_true(weights[0] == 1 && weights[1] == 0 && weights[2] == 1 && weights[3] == 0);
}

static void more_than_there_are_is_all_of_them(void **state) {
    (void)state;
    double weights[3];
    hop_energy energy = family_of("ksubset:beta=1,k=9");
    weigh("ksubset:beta=1,k=9", (double[]){1, 2, 3}, 3, weights);
    for (size_t i = 0; i < 3; i++) assert_true(weights[i] == 1);
    assert_true(energy.family->total(energy.parameter, 3) == 3);
    assert_true(energy.family->total(energy.parameter, 30) == 9);
}

static void weights_stay_between_zero_and_one_and_sum_to_k(void **state) {
    (void)state;
    hop_random random;
    hop_random_init(&random, 7, 1);
    for (size_t turn = 0; turn < 500; turn++) {
        double z[40], weights[40], sum = 0;
        draw_normal(&random, 300, z, 40);
        weigh("ksubset:beta=0.01,k=7", z, 40, weights);
        for (size_t i = 0; i < 40; i++) {
            assert_true(weights[i] >= 0 && weights[i] <= 1);
            sum += weights[i];
        }
        assert_near(sum, 7, 1e-13);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_at_a_time_is_sparsemax),
        cmocka_unit_test(two_leaders_have_one_each),
        cmocka_unit_test(more_than_there_are_is_all_of_them),
        cmocka_unit_test(weights_stay_between_zero_and_one_and_sum_to_k),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
