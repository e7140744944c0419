/* Ranges: read as people mean them, refused with a sentence that helps.
 * SPDX-License-Identifier: MIT */
#include "base/range.h"

#include <string.h>

#include "support/support.h"

static void assert_range(const char *text, const double *expected, size_t count) {
    double *values = NULL;
    size_t found = 0;
    assert_int_equal(hop_range_parse("beta", text, &values, &found), HOP_OK);
    assert_int_equal(found, count);
    for (size_t i = 0; i < count; i++) assert_true(values[i] == expected[i]);
    free(values);
}

static void assert_refused(const char *text, hop_status status, const char *part) {
    double untouched = 0, *values = &untouched;
    size_t count = 77;
    assert_int_equal(hop_range_parse("beta", text, &values, &count), status);
    assert_contains(hop_status_detail(), part);
    assert_contains(hop_status_detail(), "beta");
    assert_ptr_equal(values, &untouched);
    assert_int_equal(count, 77);
}

static void lists_keep_their_order(void **state) {
    (void)state;
    assert_range("5", (double[]){5}, 1);
    assert_range("3,1,2.5", (double[]){3, 1, 2.5}, 3);
    assert_range("-1e3,0", (double[]){-1000, 0}, 2);
}

static void steps_hold_both_ends_and_read_as_decimals(void **state) {
    (void)state;
    assert_range("0:0.3:0.1", (double[]){0, 0.1, 0.2, 0.3}, 4);
    assert_range("0:1:0.4", (double[]){0, 0.4, 0.8}, 3);
    assert_range("2:2:1", (double[]){2}, 1);
    double *values = NULL;
    size_t count = 0;
    assert_int_equal(hop_range_parse("beta", "0:1:0.05", &values, &count), HOP_OK);
    assert_int_equal(count, 21);
    assert_true(values[3] == 0.15 && values[20] == 1);
    free(values);
}

static void factors_multiply_up_to_the_end(void **state) {
    (void)state;
    assert_range("0.1:10:x10", (double[]){0.1, 1, 10}, 3);
    assert_range("1:9:x2", (double[]){1, 2, 4, 8}, 4);
    /* even where the last power is more than a double holds */
    assert_range("1e-300:1e300:x1e100", (double[]){1e-300, 1e-200, 1e-100, 1, 1e100, 1e200, 1e300},
                 7);
}

static void ranges_and_numbers_mix(void **state) {
    (void)state;
    assert_range("7,1:3:1,50", (double[]){7, 1, 2, 3, 50}, 5);
}

static void empty_and_reversed_ranges_are_refused(void **state) {
    (void)state;
    assert_refused("", HOP_E_VALUE, "empty");
    assert_refused("1,,2", HOP_E_VALUE, "comma");
    assert_refused("1,", HOP_E_VALUE, "comma");
    assert_refused("1::2", HOP_E_VALUE, "empty");
    assert_refused("5:1:1", HOP_E_VALUE, "backwards; write 1:5:1");
    assert_refused("5:1:x2", HOP_E_VALUE, "backwards; write 1:5:x2");
}

static void steps_that_lead_nowhere_are_refused(void **state) {
    (void)state;
    assert_refused("0:1:0", HOP_E_VALUE, "above 0");
    assert_refused("0:1:-0.1", HOP_E_VALUE, "above 0");
    assert_refused("1:2:x1", HOP_E_VALUE, "above 1");
    assert_refused("0:2:x2", HOP_E_VALUE, "start above 0");
    assert_refused("0:1", HOP_E_VALUE, "FROM:TO:STEP");
    assert_refused("0:1:1:1", HOP_E_VALUE, "FROM:TO:STEP");
    assert_refused("1,ten", HOP_E_VALUE, "'ten' is not a number");
    assert_refused("inf", HOP_E_VALUE, "not a number");
    assert_refused("nan", HOP_E_VALUE, "not a number");
}

static void a_range_of_too_many_values_is_refused(void **state) {
    (void)state;
    assert_refused("0:1:1e-9", HOP_E_LIMIT, "larger steps");
    assert_refused("1:2:x1.000000001", HOP_E_LIMIT, "larger steps");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_keep_their_order),
        cmocka_unit_test(steps_hold_both_ends_and_read_as_decimals),
        cmocka_unit_test(factors_multiply_up_to_the_end),
        cmocka_unit_test(ranges_and_numbers_mix),
        cmocka_unit_test(empty_and_reversed_ranges_are_refused),
        cmocka_unit_test(steps_that_lead_nowhere_are_refused),
        cmocka_unit_test(a_range_of_too_many_values_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
