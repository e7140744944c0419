/* Text that means nothing but itself, numbers as people write them.
 * SPDX-License-Identifier: MIT */
#include <locale.h>
#include <math.h>
#include <string.h>

#include "result/page.h"
#include "support/support.h"

static void assert_escaped(const char *text, const char *expected) {
    hop_string out = {0};
    hop_page_escape(&out, text);
    assert_string_equal(out.text ? out.text : "", expected);
    free(out.text);
}

static void markup_becomes_text(void **state) {
    (void)state;
    assert_escaped("<script>alert('a' & \"b\")</script>",
                   "&lt;script&gt;alert(&#39;a&#39; &amp; &quot;b&quot;)&lt;/script&gt;");
    assert_escaped("&amp;", "&amp;amp;");
    assert_escaped("", "");
    assert_escaped(NULL, "");
}

static void letters_of_all_languages_stay(void **state) {
    (void)state;
    assert_escaped("\u00e9\u20ac\U0001f98a", "\u00e9\u20ac\U0001f98a");
    assert_escaped("two\nlines\tand a tab", "two\nlines\tand a tab");
}

static void what_steers_or_is_not_utf8_is_replaced(void **state) {
    (void)state;
    assert_escaped("a\x1b[31m", "a\ufffd[31m");
    assert_escaped("\u202etxt.exe", "\ufffdtxt.exe");
    assert_escaped("\xff<", "\ufffd&lt;");
    assert_escaped("\xe2\x82", "\ufffd\ufffd");
}

static void assert_number(double value, int count, const char *expected) {
    char text[64];
    assert_string_equal(hop_result_typeset(value, count, text), expected);
}

static void numbers_are_rounded_and_have_real_exponents(void **state) {
    (void)state;
    assert_number(0.1084321, 4, "0.1084");
    assert_number(98.4375, 3, "98.4");
    assert_number(100, 3, "100");
    assert_number(0, 3, "0");
    assert_number(-2.14e-7, 2, "\u22122.1\u202f\u00d7\u202f10\u207b\u2077");
    assert_number(1e30, 2, "1\u202f\u00d7\u202f10\u00b3\u2070");
    assert_number(0.1234567890123, 0, "0.1234567890123");
    assert_number(INFINITY, 3, "inf");
}

static void the_locale_does_not_change_numbers(void **state) {
    (void)state;
    const char *comma[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8"};
    bool set = false;
    for (size_t i = 0; i < 3 && !set; i++) set = setlocale(LC_ALL, comma[i]) != NULL;
    if (!set) skip();
    assert_number(0.1084321, 4, "0.1084");
    setlocale(LC_ALL, "C");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(markup_becomes_text),
        cmocka_unit_test(letters_of_all_languages_stay),
        cmocka_unit_test(what_steers_or_is_not_utf8_is_replaced),
        cmocka_unit_test(numbers_are_rounded_and_have_real_exponents),
        cmocka_unit_test(the_locale_does_not_change_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
