/* Replaced pixels.
 * SPDX-License-Identifier: MIT */
#include "corruption/canvas.h"

static void the_rate_is_exact(void **state) {
    (void)state;
    assert_rate_is_exact("replace");
}

/* Mean 1/2 and variance 1/12 of the range; standard errors sqrt(1/12n) and sqrt(1/180n). */
static void the_noise_is_uniform_in_the_range(void **state) {
    (void)state;
    hop_canvas canvas = vector(50000);
    canvas.low = -3, canvas.high = 5;
    double *after = damaged_ramp("replace:1", &canvas), n = 50000, mean = 0, square = 0;
    for (size_t i = 0; i < 50000; i++) {
        double u = (after[i] + 3) / 8;
        assert_true(u >= 0 && u < 1);
        mean += u / n;
        square += (u - 0.5) * (u - 0.5) / n;
    }
    assert_true(fabs(mean - 0.5) < 5 * sqrt(1 / (12 * n)));
    assert_true(fabs(square - 1.0 / 12) < 5 * sqrt(1 / (180 * n)));
    free(after);
}

static void channels_are_replaced_independently(void **state) {
    (void)state;
    const hop_canvas canvas = picture(10, 10, 3);
    double *after = damaged_ramp("replace:1", &canvas);
    for (size_t p = 0; p < 100; p++)
        assert_true(after[3 * p] != after[3 * p + 1] && after[3 * p + 1] != after[3 * p + 2]);
    free(after);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_rate_is_exact),
        cmocka_unit_test(the_noise_is_uniform_in_the_range),
        cmocka_unit_test(channels_are_replaced_independently),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
