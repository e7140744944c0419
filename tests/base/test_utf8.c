/* Characters, what is none, and what steers.
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "support/support.h"

static void assert_character(const char *text, uint32_t expected, size_t size) {
    uint32_t point = 0;
    size_t length = 0;
    assert_true(hop_utf8_decode(text, &point, &length));
    assert_int_equal(point, expected);
    assert_int_equal(length, size);
}

static void assert_none(const char *text) {
    uint32_t point = 12345;
    size_t length = 0;
    assert_false(hop_utf8_decode(text, &point, &length));
    assert_int_equal(point, 12345);
    assert_int_equal(length, 1);
}

static void characters_of_one_to_four_bytes_are_read(void **state) {
    (void)state;
    assert_character("a", 'a', 1);
    assert_character("\u00e9", 0xe9, 2);
    assert_character("\u20ac", 0x20ac, 3);
    assert_character("\U0010ffff", 0x10ffff, 4);
    assert_character("", 0, 1);
}

static void what_is_not_utf8_is_one_byte_of_nothing(void **state) {
    (void)state;
    assert_none("\x80");             /* a byte that only continues */
    assert_none("\xc3");             /* cut short */
    assert_none("\xe2\x82");         /* cut short */
    assert_none("\xc0\xaf");         /* longer than need be */
    assert_none("\xe0\x80\xaf");     /* longer than need be */
    assert_none("\xed\xa0\x80");     /* half of a pair */
    assert_none("\xf4\x90\x80\x80"); /* beyond the last */
    assert_none("\xff");
}

static void controls_and_turning_marks_steer_and_letters_do_not(void **state) {
    (void)state;
    const uint32_t steering[] = {0x00, 0x1b, 0x7f, 0x9b, 0x200f, 0x202e, 0x2066, 0xfeff};
    for (size_t i = 0; i < sizeof steering / sizeof *steering; i++)
        assert_true(hop_utf8_steers(steering[i]));
    const uint32_t plain[] = {' ', 'a', 0xa0, 0xe9, 0x200d, 0x20ac, 0x1f600};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        assert_false(hop_utf8_steers(plain[i]));
}

static void tamed_text_keeps_its_letters_on_one_line(void **state) {
    (void)state;
    char text[] = "a\x1b[31m\xc3\xa9\n\xe2\x80\xae\xff"
                  "b";
    hop_utf8_tame(text);
    assert_string_equal(text, "a?[31m\xc3\xa9???b");
}

static void a_range_holds_its_ends(void **state) {
    (void)state;
    static const hop_utf8_range ranges[] = {{10, 20}, {30, 30}};
    assert_true(hop_utf8_within(10, ranges, 2) && hop_utf8_within(20, ranges, 2));
    assert_true(hop_utf8_within(30, ranges, 2));
    assert_false(hop_utf8_within(9, ranges, 2) || hop_utf8_within(21, ranges, 2));
    assert_false(hop_utf8_within(30, ranges, 1));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters_of_one_to_four_bytes_are_read),
        cmocka_unit_test(what_is_not_utf8_is_one_byte_of_nothing),
        cmocka_unit_test(controls_and_turning_marks_steer_and_letters_do_not),
        cmocka_unit_test(tamed_text_keeps_its_letters_on_one_line),
        cmocka_unit_test(a_range_holds_its_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
