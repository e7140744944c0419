/* Salt and pepper.
 * SPDX-License-Identifier: MIT */
#include "corruption/canvas.h"

static void the_rate_is_exact(void **state) {
    (void)state;
    assert_rate_is_exact("salt-pepper");
}

static void grains_are_black_or_white_in_all_channels(void **state) {
    (void)state;
    const hop_canvas canvas = picture(20, 10, 3);
    double *after = damaged_ramp("salt-pepper:1", &canvas);
    for (size_t p = 0; p < 200; p++) {
        assert_true(after[3 * p] == 0 || after[3 * p] == 1);
        assert_true(after[3 * p] == after[3 * p + 1] && after[3 * p] == after[3 * p + 2]);
    }
    free(after);
}

/* Half of n, within five standard deviations sqrt(n) / 2. */
static void salt_and_pepper_are_equally_likely(void **state) {
    (void)state;
    const hop_canvas canvas = vector(10000);
    double *after = damaged_ramp("salt-pepper:1", &canvas), salt = 0;
    for (size_t i = 0; i < 10000; i++) {
        assert_true(after[i] == -1 || after[i] == 1);
        salt += after[i] == 1;
    }
    assert_true(fabs(salt - 5000) < 5 * 50);
    free(after);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_rate_is_exact),
        cmocka_unit_test(grains_are_black_or_white_in_all_channels),
        cmocka_unit_test(salt_and_pepper_are_equally_likely),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
