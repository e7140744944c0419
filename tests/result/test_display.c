/* Width of text on a terminal, and what is not shown there.
 * SPDX-License-Identifier: MIT */
#include "sample.h"

#include "result/display.h"

static void check(const char *text, size_t width, const char *expected, size_t columns) {
    hop_string out = {0};
    assert_int_equal(hop_table_show(&out, text, width), columns);
    assert_string_equal(out.text, expected);
    free(out.text);
}

static void text_that_fits_is_shown_whole(void **state) {
    (void)state;
    check("abc", 3, "abc", 3);
    check("\xc3\xbc", 1, "\xc3\xbc", 1);
}

static void a_wide_letter_is_never_halved(void **state) {
    (void)state;
    check("\xe6\x97\xa5\xe6\x9c\xac\xe6\x97\xa5", 4, "\xe6\x97\xa5\xe2\x80\xa6", 3);
    check("abc", 1, "\xe2\x80\xa6", 1);
}

static void bytes_that_are_no_utf8_become_question_marks(void **state) {
    (void)state;
    check("a\xff"
          "b",
          9, "a?b", 3);
    check("\xc0\xaf", 9, "??", 2);           /* an overlong slash */
    check("\xe2\x82", 9, "??", 2);           /* cut off */
    check("\xed\xa0\x80", 9, "???", 3);      /* a surrogate */
    check("\xf4\x90\x80\x80", 9, "????", 4); /* beyond Unicode */
}

static void what_steers_a_terminal_is_not_passed_on(void **state) {
    (void)state;
    check("a\x1b[0m\x7f", 9, "a?[0m?", 6);
    check("\xc2\x9b", 9, "?", 1); /* C1 */
    check("a\xe2\x80\xae"
          "b",
          9, "a?b", 3); /* turns the writing direction */
}

static void widths_of_marks_letters_and_pictures(void **state) {
    (void)state;
    assert_int_equal(hop_table_room(""), 0);
    assert_int_equal(hop_table_room("e\xcc\x81"), 1);
    assert_int_equal(hop_table_room("\xed\x95\x9c"), 2);
    assert_int_equal(hop_table_room("\xf0\x9f\x98\x80"), 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_that_fits_is_shown_whole),
        cmocka_unit_test(a_wide_letter_is_never_halved),
        cmocka_unit_test(bytes_that_are_no_utf8_become_question_marks),
        cmocka_unit_test(what_steers_a_terminal_is_not_passed_on),
        cmocka_unit_test(widths_of_marks_letters_and_pictures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
