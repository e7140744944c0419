/* Sparsemax against its definition by sorting, and its margin.
 * SPDX-License-Identifier: MIT */
#include "sparse.h"

#include <float.h>

enum { COUNT = 37 };

/* Martins and Astudillo 2016, algorithm 1. */
static void by_sorting(const double *z, size_t count, double *weights) {
    double sorted[COUNT], sum = 0, tau = 0;
    memcpy(sorted, z, count * sizeof *z);
    qsort(sorted, count, sizeof *sorted, descending);
    for (size_t k = 0; k < count; k++) {
        sum += sorted[k];
        if (1 + (double)(k + 1) * sorted[k] > sum) tau = (sum - 1) / (double)(k + 1);
    }
    for (size_t i = 0; i < count; i++) weights[i] = fmax(z[i] - tau, 0);
}

static void it_is_what_sorting_gives(void **state) {
    (void)state;
    hop_random random;
    hop_random_init(&random, 3, 0);
    for (size_t turn = 0; turn < 2000; turn++) {
        double z[COUNT], expected[COUNT], found[COUNT];
        size_t count = 1 + hop_random_below(&random, COUNT);
        draw_normal(&random, pow(10, 2 * hop_random_uniform(&random) - 1), z, count);
        by_sorting(z, count, expected);
        weigh("sparsemax:beta=1", z, count, found);
        for (size_t i = 0; i < count; i++) assert_near(found[i], expected[i], 1e-13);
    }
}

static void a_lead_of_one_over_beta_takes_all_and_a_smaller_one_does_not(void **state) {
    (void)state;
    double weights[3];
    weigh("sparsemax:beta=4", (double[]){2, 1.75, -1}, 3, weights);
    assert_true(weights[0] == 1 && weights[1] == 0 && weights[2] == 0);
    weigh("sparsemax:beta=4", (double[]){2, 1.751, -1}, 3, weights);
    assert_true(weights[0] < 1 && weights[1] > 0 && weights[2] == 0);
    assert_near(weights[1], 0.002, 1e-12);
}

static void scores_of_1e17_are_no_trouble(void **state) {
    (void)state;
    double weights[3];
    weigh("sparsemax:beta=1", (double[]){1e17, 1e17, -1e17}, 3, weights);
    assert_true(weights[0] == 0.5 && weights[1] == 0.5 && weights[2] == 0);
    assert_near(potential_of("sparsemax:beta=1", (double[]){1e17, 1e17}, 2), 1e17, 16);
}

static void the_potential_of_two_is_known(void **state) {
    (void)state;
    /* max p.z + (1 - |p|^2) / 2 for z = (1/2, 0): p = (3/4, 1/4). */
    assert_near(potential_of("sparsemax:beta=1", (double[]){0.5, 0}, 2), 0.375 + 0.1875, 1e-15);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_what_sorting_gives),
        cmocka_unit_test(a_lead_of_one_over_beta_takes_all_and_a_smaller_one_does_not),
        cmocka_unit_test(scores_of_1e17_are_no_trouble),
        cmocka_unit_test(the_potential_of_two_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
