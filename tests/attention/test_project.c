/* Projections in both layouts.
 * SPDX-License-Identifier: MIT */
#include "matrices.h"

static const double TOKENS[] = {1, 2, 3, -1, 0, 4}; /* [2 x 3] */

static void a_paper_multiplies_from_the_right(void **state) {
    (void)state;
    const double weights[] = {1, 10, 2, 20, 3, 30}; /* [3 x 2] */
    const double expected[] = {14, 140, 11, 110};
    double made[4];
    hop_attention_project(2, 3, 2, TOKENS, weights, HOP_IN_BY_OUT, NULL, made);
    assert_memory_equal(made, expected, sizeof expected);
}

static void a_linear_layer_is_stored_the_other_way_and_has_a_bias(void **state) {
    (void)state;
    const double weights[] = {1, 2, 3, 10, 20, 30}; /* [2 x 3] */
    const double bias[] = {0.5, -1}, expected[] = {14.5, 139, 11.5, 109};
    double made[4];
    hop_attention_project(2, 3, 2, TOKENS, weights, HOP_OUT_BY_IN, bias, made);
    assert_memory_equal(made, expected, sizeof expected);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_paper_multiplies_from_the_right),
        cmocka_unit_test(a_linear_layer_is_stored_the_other_way_and_has_a_bias),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
