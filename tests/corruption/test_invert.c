/* Negatives.
 * SPDX-License-Identifier: MIT */
#include "corruption/canvas.h"

static void black_and_white_change_places(void **state) {
    (void)state;
    const hop_canvas canvas = picture(3, 1, 1);
    double values[3] = {0, 0.25, 1};
    assert_int_equal(damage("invert", &canvas, values), HOP_OK);
    assert_true(values[0] == 1 && values[1] == 0.75 && values[2] == 0);
}

static void twice_is_nothing(void **state) {
    (void)state;
    const hop_canvas canvas = picture(2, 1, 1);
    double values[2] = {0.125, 0.5};
    assert_int_equal(damage("invert", &canvas, values), HOP_OK);
    assert_int_equal(damage("invert", &canvas, values), HOP_OK);
    assert_true(values[0] == 0.125 && values[1] == 0.5);
}

static void half_the_way_is_grey(void **state) {
    (void)state;
    const hop_canvas canvas = picture(2, 1, 1);
    double values[2] = {0, 1};
    assert_int_equal(damage("invert:amount=0.5", &canvas, values), HOP_OK);
    assert_true(values[0] == 0.5 && values[1] == 0.5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(black_and_white_change_places),
        cmocka_unit_test(twice_is_nothing),
        cmocka_unit_test(half_the_way_is_grey),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
