/* Flipped pixels.
 * SPDX-License-Identifier: MIT */
#include "corruption/canvas.h"

static void the_rate_is_exact(void **state) {
    (void)state;
    assert_rate_is_exact("flip");
}

static void bipolar_values_change_sign(void **state) {
    (void)state;
    const hop_canvas canvas = vector(100);
    double bipolar[100];
    for (size_t i = 0; i < 100; i++) bipolar[i] = i % 3 ? 1 : -1;
    assert_int_equal(damage("flip:0.3", &canvas, bipolar), HOP_OK);
    size_t flipped = 0;
    for (size_t i = 0; i < 100; i++) {
        double was = i % 3 ? 1 : -1;
        assert_true(bipolar[i] == was || bipolar[i] == -was);
        flipped += bipolar[i] == -was;
    }
    assert_int_equal(flipped, 30);
}

static void a_picture_becomes_its_negative(void **state) {
    (void)state;
    const hop_canvas canvas = picture(5, 4, 3);
    double *before = ramp(&canvas), *after = damaged_ramp("flip:1", &canvas);
    for (size_t i = 0; i < 60; i++) assert_true(after[i] == 1 - before[i]);
    free(before);
    free(after);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_rate_is_exact),
        cmocka_unit_test(bipolar_values_change_sign),
        cmocka_unit_test(a_picture_becomes_its_negative),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
