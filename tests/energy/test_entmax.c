/* alpha-entmax against closed forms, its limits and its margin.
 * SPDX-License-Identifier: MIT */
#include "sparse.h"

enum { COUNT = 23 };

/* Peters et al. 2019, algorithm 2: the exact 1.5-entmax by sorting. */
static void by_sorting(const double *z, size_t count, double *weights) {
    double sorted[COUNT], sum = 0, square = 0, tau = 0;
    for (size_t i = 0; i < count; i++) sorted[i] = z[i] / 2;
    qsort(sorted, count, sizeof *sorted, descending);
    for (size_t k = 0; k < count; k++) {
        double n = (double)(k + 1), mean, spread;
        sum += sorted[k];
        square += sorted[k] * sorted[k];
        mean = sum / n;
        spread = square - n * mean * mean;
        double inside = (1 - spread) / n;
        double candidate = mean - sqrt(fmax(inside, 0));
        if (inside >= 0 && candidate <= sorted[k]) tau = candidate;
    }
    for (size_t i = 0; i < count; i++) {
        double above = fmax(z[i] / 2 - tau, 0);
        weights[i] = above * above;
    }
}

static void one_and_a_half_is_what_sorting_gives(void **state) {
    (void)state;
    hop_random random;
    hop_random_init(&random, 4, 0);
    for (size_t turn = 0; turn < 2000; turn++) {
        double z[COUNT], expected[COUNT], found[COUNT];
        size_t count = 1 + hop_random_below(&random, COUNT);
        draw_normal(&random, 2, z, count);
        by_sorting(z, count, expected);
        weigh("entmax:beta=1,alpha=1.5", z, count, found);
        for (size_t i = 0; i < count; i++) assert_near(found[i], expected[i], 1e-12);
    }
}

static void two_is_sparsemax_and_near_one_is_softmax(void **state) {
    (void)state;
    const double z[] = {0.3, -0.2, 1.1, 0.9};
    double two[4], sparse[4], near[4], soft[4];
    weigh("entmax:beta=1,alpha=2", z, 4, two);
    weigh("sparsemax:beta=1", z, 4, sparse);
    assert_memory_equal(two, sparse, sizeof two);
    weigh("entmax:beta=1,alpha=1.0001", z, 4, near);
    weigh("lse:beta=1", z, 4, soft);
    for (size_t i = 0; i < 4; i++) assert_near(near[i], soft[i], 1e-4);
}

/* A lead of 1 / (alpha - 1) over beta takes all, a smaller one does not. */
static void the_margin_is_one_over_alpha_less_one(void **state) {
    (void)state;
    static const double ALPHA[] = {1.25, 1.5, 2, 3, 9};
    for (size_t i = 0; i < 5; i++) {
        hop_energy energy = family_of("entmax:beta=2");
        double weights[2];
        energy.parameter[1] = ALPHA[i];
        double lead = energy.family->margin(energy.parameter) / 2;
        assert_near(lead, 1 / (ALPHA[i] - 1) / 2, 1e-15);
        hop_energy_weights(&energy, (double[]){lead * (1 + 1e-12), 0}, 2, weights);
        assert_true(weights[0] == 1 && weights[1] == 0);
        hop_energy_weights(&energy, (double[]){lead * 0.9, 0}, 2, weights);
        assert_true(weights[1] > 0);
    }
}

static void the_steepest_powers_still_sum_to_one(void **state) {
    (void)state;
    const double z[] = {0, -1e-3, -0.1, -0.11111111111111, -0.2};
    double weights[5], sum = 0;
    weigh("entmax:beta=1,alpha=10", z, 5, weights);
    for (size_t i = 0; i < 5; i++) sum += weights[i];
    assert_near(sum, 1, 1e-14);
    for (size_t i = 1; i < 5; i++) assert_true(weights[i] <= weights[i - 1]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_and_a_half_is_what_sorting_gives),
        cmocka_unit_test(two_is_sparsemax_and_near_one_is_softmax),
        cmocka_unit_test(the_margin_is_one_over_alpha_less_one),
        cmocka_unit_test(the_steepest_powers_still_sum_to_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
