/* Softmax with an implicit zero pattern.
 * SPDX-License-Identifier: MIT */
#include "sparse.h"

/* The same memory with a real zero pattern: its similarity is 0. */
static void it_is_softmax_with_a_pattern_of_zeros_added(void **state) {
    (void)state;
    hop_random random;
    hop_random_init(&random, 8, 0);
    for (size_t turn = 0; turn < 200; turn++) {
        double s[9], one[9], all[9];
        draw_normal(&random, 2, s, 8);
        s[8] = 0;
        weigh("softmax1:beta=1.5", s, 8, one);
        weigh("lse:beta=1.5", s, 9, all);
        for (size_t i = 0; i < 8; i++) assert_near(one[i], all[i], 1e-15);
        assert_near(potential_of("softmax1:beta=1.5", s, 8), potential_of("lse:beta=1.5", s, 9),
                    1e-14);
    }
}

static void what_is_like_nothing_has_no_weight_at_all(void **state) {
    (void)state;
    double weights[2];
    weigh("softmax1:beta=100", (double[]){-10, -20}, 2, weights);
    assert_true(weights[0] == 0 && weights[1] == 0);
    assert_near(potential_of("softmax1:beta=100", (double[]){-10, -20}, 2), 0, 1e-300);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_softmax_with_a_pattern_of_zeros_added),
        cmocka_unit_test(what_is_like_nothing_has_no_weight_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
