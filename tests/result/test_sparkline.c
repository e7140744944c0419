/* Sparklines.
 * SPDX-License-Identifier: MIT */
#include "sample.h"

#include <float.h>
#include <math.h>

static void check(const double *values, size_t count, size_t size, const char *expected) {
    char text[64];
    memset(text, 'x', sizeof text);
    hop_table_sparkline(values, count, text, size);
    assert_string_equal(text, expected);
}

static void eight_steps_are_eight_blocks(void **state) {
    (void)state;
    check((double[]){0, 1, 2, 3, 4, 5, 6, 7}, 8, 64,
          "\xe2\x96\x81\xe2\x96\x82\xe2\x96\x83\xe2\x96\x84\xe2\x96\x85\xe2\x96\x86\xe2\x96\x87\xe2"
          "\x96\x88");
    check((double[]){-3, -10}, 2, 64, "\xe2\x96\x88\xe2\x96\x81");
}

static void nan_is_a_blank_and_infinity_the_end(void **state) {
    (void)state;
    check((double[]){1, NAN, 2, INFINITY, -INFINITY}, 5, 64,
          "\xe2\x96\x81 \xe2\x96\x88\xe2\x96\x88\xe2\x96\x81");
}

static void equal_values_are_middle_blocks(void **state) {
    (void)state;
    check((double[]){5, 5, 5}, 3, 64, "\xe2\x96\x84\xe2\x96\x84\xe2\x96\x84");
}

static void the_largest_range_does_not_overflow(void **state) {
    (void)state;
    check((double[]){-DBL_MAX, DBL_MAX}, 2, 64, "\xe2\x96\x81\xe2\x96\x88");
}

static void what_does_not_fit_is_left_out_whole(void **state) {
    (void)state;
    check((double[]){0, 7, 0}, 3, 8, "\xe2\x96\x81\xe2\x96\x88");
    check((double[]){0, 7, 0}, 3, 7, "\xe2\x96\x81\xe2\x96\x88");
    check((double[]){0, 7, 0}, 3, 6, "\xe2\x96\x81");
    check((double[]){0}, 1, 1, "");
    check(NULL, 0, 64, "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(eight_steps_are_eight_blocks),
        cmocka_unit_test(nan_is_a_blank_and_infinity_the_end),
        cmocka_unit_test(equal_values_are_middle_blocks),
        cmocka_unit_test(the_largest_range_does_not_overflow),
        cmocka_unit_test(what_does_not_fit_is_left_out_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
