/* Rounded numbers, and that no locale changes them.
 * SPDX-License-Identifier: MIT */
#include "sample.h"

#include <locale.h>
#include <math.h>

#include "result/number.h"

static void check(double value, int digits, const char *expected) {
    char text[32];
    hop_table_round(value, digits, text);
    assert_string_equal(text, expected);
}

static void numbers_are_rounded_to_significant_digits(void **state) {
    (void)state;
    check(1.0 / 3, 3, "0.333");
    check(2.0 / 3, 1, "0.7");
    check(1e-30, 4, "1e-30");
    check(0.5, 6, "0.5");
    check(1.0 / 3, 0, "0.3333333333333333");
}

static void whole_parts_are_written_out_where_people_read_them(void **state) {
    (void)state;
    check(12345.6, 3, "12346");
    check(20, 1, "20");
    check(-1e12, 3, "-1e+12");
}

static void what_is_not_finite_has_a_name(void **state) {
    (void)state;
    check(NAN, 3, "nan");
    check(INFINITY, 3, "inf");
    check(-INFINITY, 0, "-inf");
}

/* A locale with a decimal comma, from the system or made for the test in `folder`. */
static bool use_comma(const char *folder) {
    char command[256];
    if (setlocale(LC_ALL, "de_DE.UTF-8")) return true;
    snprintf(command, sizeof command, "localedef -i de_DE -f UTF-8 %s/de_DE.UTF-8 >%s/log 2>&1",
             folder, folder);
    if (system(command) != 0) return false;
    setenv("LOCPATH", folder, 1);
    return setlocale(LC_ALL, "de_DE.UTF-8") != NULL;
}

static void a_locale_with_a_decimal_comma_changes_no_number(void **state) {
    (void)state;
    char folder[64], command[256], text[32];
    sample_folder(folder);
    bool comma = use_comma(folder);
    snprintf(text, sizeof text, "%.1f", 0.5);
    hop_table *table = sample_table();
    sample_row(table, "x", 0.25, 1000000, true);
    char *forms[] = {sample_print(table, "text", 0), sample_print(table, "csv", 0),
                     sample_print(table, "json", 0)};
    check(0.25, 2, "0.25");
    setlocale(LC_ALL, "C");
    unsetenv("LOCPATH");
    for (size_t i = 0; i < 3; i++) {
        assert_non_null(strstr(forms[i], "0.25"));
        assert_non_null(strstr(forms[i], "1000000"));
        free(forms[i]);
    }
    hop_table_destroy(table);
    snprintf(command, sizeof command, "rm -r %s", folder);
    assert_int_equal(system(command), 0);
    if (!comma) skip();
    assert_string_equal(text, "0,5");
}

static void one_is_not_plural(void **state) {
    (void)state;
    assert_int_equal(hop_table_unit_length("patterns", 1), 7);
    assert_int_equal(hop_table_unit_length("patterns", 2), 8);
    assert_int_equal(hop_table_unit_length("s", 1), 1);
    assert_int_equal(hop_table_unit_length("", 1), 0);
}

static void a_note_is_a_line_that_cannot_steer_the_terminal(void **state) {
    (void)state;
    hop_table *table = sample_table();
    hop_string out = {0};
    hop_table_note(table, "seed", "18446744073709551615");
    hop_table_note(table, "command", "hopfield\nrecall \x1b[2J");
    hop_table_note_lines(table, &out);
    assert_string_equal(out.text, "# seed: 18446744073709551615\n"
                                  "# command: hopfield?recall ?[2J\n");
    free(out.text);
    hop_table_destroy(table);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_rounded_to_significant_digits),
        cmocka_unit_test(whole_parts_are_written_out_where_people_read_them),
        cmocka_unit_test(what_is_not_finite_has_a_name),
        cmocka_unit_test(one_is_not_plural),
        cmocka_unit_test(a_note_is_a_line_that_cannot_steer_the_terminal),
        cmocka_unit_test(a_locale_with_a_decimal_comma_changes_no_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
