/* What tells curves apart.
 * SPDX-License-Identifier: MIT */
#include "sample.h"

#include "result/figure_parts.h"

static void sixteen_curves_are_told_apart_by_colour_or_by_mark_and_dash(void **state) {
    (void)state;
    hop_curve line = {.style = HOP_CURVE_MARKED};
    hop_look looks[2 * HOP_COLOUR_COUNT];
    size_t next = 0;
    for (size_t i = 0; i < 2 * HOP_COLOUR_COUNT; i++) looks[i] = hop_table_look(&line, &next);
    for (size_t i = 0; i < 2 * HOP_COLOUR_COUNT; i++)
        for (size_t k = 0; k < i; k++) {
            bool same = strcmp(looks[i].colour, looks[k].colour) == 0;
            assert_true(!same || (looks[i].mark != looks[k].mark &&
                                  strcmp(looks[i].dash, looks[k].dash) != 0));
            assert_true(i >= HOP_COLOUR_COUNT || looks[i].mark != looks[k].mark);
        }
}

static void a_colour_asked_for_is_the_same_for_theory_and_measurement(void **state) {
    (void)state;
    size_t next = 0;
    hop_curve theory = {.style = HOP_CURVE_THEORY, .colour = 10}, line = {.colour = 10};
    assert_string_equal(hop_table_look(&theory, &next).colour, hop_table_look(&line, &next).colour);
    assert_string_not_equal(hop_table_look(&theory, &next).dash, hop_table_look(&line, &next).dash);
    assert_int_equal(next, 0);
}

static void theory_takes_no_colour_from_the_palette(void **state) {
    (void)state;
    hop_curve theory = {.style = HOP_CURVE_THEORY}, line = {.style = HOP_CURVE_LINE};
    size_t next = 0;
    const char *first = hop_table_look(&line, &next).colour;
    assert_string_equal(hop_table_look(&theory, &next).colour, "#000000");
    assert_int_equal(next, 1);
    for (int i = 1; i < HOP_COLOUR_COUNT; i++) hop_table_look(&line, &next);
    assert_string_equal(hop_table_look(&line, &next).colour, first);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sixteen_curves_are_told_apart_by_colour_or_by_mark_and_dash),
        cmocka_unit_test(a_colour_asked_for_is_the_same_for_theory_and_measurement),
        cmocka_unit_test(theory_takes_no_colour_from_the_palette),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
