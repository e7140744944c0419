/* Robust: the bound, the step to the densest window, the scale by itself.
 * SPDX-License-Identifier: MIT */
#include "fixture.h"

static double centre_of(const hop_similarity *similarity, double old, const double *values,
                        const double *weights, size_t count) {
    double scratch[4 * 301];
    return similarity->kind->centre(similarity->parameter, old, values, weights, count, scratch);
}

static void a_difference_counts_up_to_the_scale(void **state) {
    (void)state;
    hop_similarity robust = fixture_similarity("robust:scale=0.25");
    assert_true(robust.kind->rho(robust.parameter, 0.125) == 0.125);
    assert_true(robust.kind->rho(robust.parameter, -0.25) == 0.25);
    assert_true(robust.kind->rho(robust.parameter, 1e30) == 0.25);
}

/* The mean of these is 0.28 and their median 0.5: an outlier moves neither where most are near. */
static void outliers_do_not_move_the_centre(void **state) {
    (void)state;
    hop_similarity robust = fixture_similarity("robust:scale=0.1");
    const double values[] = {0.5, 0.51, 0.49, -900, 900, 901, -901};
    const double weights[] = {1, 1, 1, 1, 1, 1, 1};
    assert_true(centre_of(&robust, 900, values, weights, 7) == 0.5);
}

/* 300 values take the long way to be sorted: the heaviest of three heaps wins. */
static void the_densest_of_many_values_wins(void **state) {
    (void)state;
    hop_similarity robust = fixture_similarity("robust:scale=0.2");
    double values[300], weights[300];
    hop_random random;
    hop_random_init(&random, 3, 0);
    for (size_t i = 0; i < 300; i++) {
        values[i] = (double)(i % 3) + 0.05 * hop_random_normal(&random);
        weights[i] = i % 3 == 1 ? 1.2 : 1;
    }
    assert_near(centre_of(&robust, 0, values, weights, 300), 1, 0.02);
}

static void the_scale_is_two_fifths_of_the_spread_unless_given(void **state) {
    (void)state;
    hop_similarity robust = fixture_similarity("robust");
    assert_true(isnan(robust.parameter[0]));
    robust.kind->choose(robust.parameter, 0.5);
    assert_near(robust.parameter[0], 0.2, DBL_EPSILON);
    robust.kind->choose(robust.parameter, 9);
    assert_near(robust.parameter[0], 0.2, DBL_EPSILON);
    robust = fixture_similarity("robust");
    robust.kind->choose(robust.parameter, 0);
    assert_true(robust.parameter[0] == 1);
}

static void a_scale_outside_its_limits_is_refused(void **state) {
    (void)state;
    hop_similarity robust = {0};
    static const char *const WRONG[] = {"robust:scale=0", "robust:scale=-1", "robust:scale=0.9e-9",
                                        "robust:scale=1.1e9", "robust:scale=inf"};
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
        assert_int_equal(hop_similarity_parse(WRONG[i], &robust), HOP_E_VALUE);
        assert_contains(hop_status_detail(), "scale");
    }
    assert_int_equal(hop_similarity_parse("robust:scale=1e-9", &robust), HOP_OK);
    assert_int_equal(hop_similarity_parse("robust:scale=1e9", &robust), HOP_OK);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_difference_counts_up_to_the_scale),
        cmocka_unit_test(outliers_do_not_move_the_centre),
        cmocka_unit_test(the_densest_of_many_values_wins),
        cmocka_unit_test(the_scale_is_two_fifths_of_the_spread_unless_given),
        cmocka_unit_test(a_scale_outside_its_limits_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
