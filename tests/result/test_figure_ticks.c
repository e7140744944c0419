/* Ticks of logarithmic axes.
 * SPDX-License-Identifier: MIT */
#include "sample.h"

#include "result/figure_parts.h"

static char *ticks_of(double low, double high) {
    hop_axis axis = {.low = low, .high = high, .log = true};
    hop_string out = {0};
    hop_table_set_log_ticks(&out, "x", &axis);
    return out.text;
}

static size_t numbers_of(double low, double high) {
    char *text = ticks_of(low, high);
    size_t count = 0;
    for (const char *c = text; (c = strstr(c, " 0")) != NULL; c++)
        count += c[2] == ',' || c[2] == ')';
    free(text);
    return count;
}

static void an_axis_of_any_length_has_at_least_two_numbers_and_not_too_many(void **state) {
    (void)state;
    for (double low = 1.3e-7; low < 1e7; low *= 3.7)
        for (double ratio = 1.05; ratio < 1e30; ratio *= 1.9)
            assert_in_range(numbers_of(low, low * ratio), 2, 20);
}

static void powers_of_ten_are_enough_on_a_long_axis(void **state) {
    (void)state;
    char *text = ticks_of(0.01, 999.9);
    assert_non_null(strstr(text, "'0.01' 0.01 0, '' 0.02 1"));
    assert_non_null(strstr(text, ", '1000' 999.9 0)"));
    assert_null(strstr(text, "'20'"));
    free(text);
}

static void a_short_axis_has_twos_and_fives_too(void **state) {
    (void)state;
    char *text = ticks_of(3, 60);
    assert_non_null(strstr(text, "'5' 5 0"));
    assert_non_null(strstr(text, "'20' 20 0"));
    assert_null(strstr(text, "'2' 2"));
    free(text);
}

static void steps_are_rounded_up(void **state) {
    (void)state;
    assert_float_equal(hop_table_round_step(0.03), 0.05, 1e-12);
    assert_float_equal(hop_table_round_step(2), 2, 1e-12);
    assert_float_equal(hop_table_round_step(51), 100, 1e-12);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_axis_of_any_length_has_at_least_two_numbers_and_not_too_many),
        cmocka_unit_test(powers_of_ten_are_enough_on_a_long_axis),
        cmocka_unit_test(a_short_axis_has_twos_and_fives_too),
        cmocka_unit_test(steps_are_rounded_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
