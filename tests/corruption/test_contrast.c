/* Contrast and brightness.
 * SPDX-License-Identifier: MIT */
#include <float.h>

#include "corruption/canvas.h"

static void every_value_is_scaled_and_shifted(void **state) {
    (void)state;
    const hop_canvas canvas = picture(5, 4, 3);
    double *before = ramp(&canvas), *after = damaged_ramp("contrast:0.3,0.4", &canvas);
    for (size_t i = 0; i < 60; i++) assert_true(after[i] == 0.3 * before[i] + 0.4);
    free(before);
    free(after);
}

static void the_standard_keeps_middle_grey(void **state) {
    (void)state;
    const hop_canvas canvas = picture(3, 1, 1);
    double values[3] = {0, 0.5, 1};
    assert_int_equal(damage("contrast", &canvas, values), HOP_OK);
    assert_true(values[0] == 0.25 && values[1] == 0.5 && values[2] == 0.75);
}

static void a_negative_gain_is_a_negative(void **state) {
    (void)state;
    const hop_canvas canvas = picture(5, 1, 1);
    double *before = ramp(&canvas), *after = damaged_ramp("contrast:-1,1", &canvas);
    for (size_t i = 0; i < 5; i++) assert_true(after[i] == 1 - before[i]);
    free(before);
    free(after);
}

static void a_value_that_overflows_is_named(void **state) {
    (void)state;
    const hop_canvas canvas = vector(3);
    double values[3] = {0, DBL_MAX, 0};
    assert_int_equal(damage("contrast:2,0", &canvas, values), HOP_E_VALUE);
    assert_string_equal(hop_status_detail(), "contrast: value 1 is infinite; use smaller numbers, "
                                             "or clip to the range");
}

static void a_value_that_overflows_may_be_clipped(void **state) {
    (void)state;
    hop_canvas canvas = vector(3);
    canvas.clip = true;
    double values[3] = {-1, 0, 1};
    assert_int_equal(damage("contrast:1e308,1e308", &canvas, values), HOP_OK);
    assert_true(values[0] == 0 && values[1] == 1 && values[2] == 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_value_is_scaled_and_shifted),
        cmocka_unit_test(the_standard_keeps_middle_grey),
        cmocka_unit_test(a_negative_gain_is_a_negative),
        cmocka_unit_test(a_value_that_overflows_is_named),
        cmocka_unit_test(a_value_that_overflows_may_be_clipped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
