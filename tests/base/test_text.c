/* Nearest names, numbers that read back equal, growing strings.
 * SPDX-License-Identifier: MIT */
#include <float.h>
#include <locale.h>
#include <math.h>
#include <string.h>

#include <hopfield/random.h>

#include "base/text.h"
#include "support/support.h"

static void the_distance_counts_letters_to_change(void **state) {
    (void)state;
    assert_int_equal(hop_text_distance("recall", "recall"), 0);
    assert_int_equal(hop_text_distance("recall", "RECALL"), 0);
    assert_int_equal(hop_text_distance("recal", "recall"), 1);
    assert_int_equal(hop_text_distance("recxll", "recall"), 1);
    assert_int_equal(hop_text_distance("reacll", "recall"), 1); /* two letters swapped */
    assert_int_equal(hop_text_distance("kitten", "sitting"), 3);
    assert_int_equal(hop_text_distance("", "abc"), 3);
}

static void very_long_names_are_far_from_everything(void **state) {
    (void)state;
    char text[300];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    assert_int_equal(hop_text_distance(text, "x"), sizeof text - 1);
}

static void the_nearest_name_is_offered_and_nothing_when_none_is_near(void **state) {
    (void)state;
    const char *const names[] = {"recall", "memory", "corrupt", "correlation"};
    assert_string_equal(hop_text_nearest("recal", names, 4), "recall");
    assert_string_equal(hop_text_nearest("corupt", names, 4), "corrupt");
    assert_string_equal(hop_text_nearest("correl", names, 4), "correlation");
    assert_null(hop_text_nearest("zebra", names, 4));
    assert_null(hop_text_nearest("recall", names, 0));
}

static void short_names_are_near_by_one_letter_alone(void **state) {
    (void)state;
    const char *const names[] = {"dot", "euclidean", "hebb"};
    assert_null(hop_text_nearest("foo", names, 3));
    assert_null(hop_text_nearest("x", names, 3));
    assert_null(hop_text_nearest("hero", names, 3));
    assert_string_equal(hop_text_nearest("dto", names, 3), "dot");
    assert_string_equal(hop_text_nearest("eu", names, 3), "euclidean");
    assert_string_equal(hop_text_nearest("hebbian", names, 3), "hebb");
    assert_string_equal(hop_text_nearest("euklidian", names, 3), "euclidean");
}

static void numbers_are_as_short_as_they_can_be(void **state) {
    (void)state;
    const struct {
        double value;
        const char *text;
    } cases[] = {
        {0.1, "0.1"},   {1e-30, "1e-30"},  {-2, "-2"},          {1.0 / 3, "0.3333333333333333"},
        {NAN, "nan"},   {INFINITY, "inf"}, {-INFINITY, "-inf"}, {-0.0, "-0"},
        {1e15, "1e+15"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[32];
        hop_text_number(cases[i].value, text);
        assert_string_equal(text, cases[i].text);
    }
}

static void every_number_reads_back_equal(void **state) {
    (void)state;
    hop_random random;
    hop_random_init(&random, 1, 0);
    const double extremes[] = {DBL_MAX,      -DBL_MAX,    DBL_MIN,
                               DBL_TRUE_MIN, DBL_EPSILON, 1 + DBL_EPSILON};
    for (size_t i = 0; i < 20000; i++) {
        double value = 0, back = 0;
        uint64_t bits = hop_random_word(&random);
        memcpy(&value, &bits, sizeof value);
        if (i < sizeof extremes / sizeof *extremes) value = extremes[i];
        if (!isfinite(value)) continue;
        char text[32];
        hop_text_number(value, text);
        assert_true(hop_text_parse_number(text, &back));
        assert_memory_equal(&value, &back, sizeof value);
    }
}

static void what_is_not_wholly_a_number_is_refused(void **state) {
    (void)state;
    const char *const wrong[] = {"", " 1", "1 ", "1,5", "0.5x", "beta", "1e", "--1"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        double value = 42;
        assert_false(hop_text_parse_number(wrong[i], &value));
        assert_true(value == 42);
    }
}

/* A locale with a decimal comma; skips the test on a system that has none. */
static void use_decimal_comma(void) {
    const char *const names[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE", "fr_FR", "nl_NL.UTF-8"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (setlocale(LC_ALL, names[i])) return;
    skip();
}

static void the_locale_changes_no_number(void **state) {
    (void)state;
    use_decimal_comma();
    char text[32];
    double value = 0;
    hop_text_number(0.5, text);
    bool read = hop_text_parse_number("0.25", &value);
    setlocale(LC_ALL, "C");
    assert_string_equal(text, "0.5");
    assert_true(read && value == 0.25);
}

static void a_string_grows_by_format_and_by_bytes(void **state) {
    (void)state;
    hop_string string = {0};
    for (int i = 0; i < 1000; i++) hop_string_add(&string, "%d,", i % 10);
    hop_string_add_bytes(&string, "a\0b", 3);
    hop_string_add_bytes(&string, NULL, 0);
    assert_false(string.failed);
    assert_int_equal(string.length, 2003);
    assert_memory_equal(string.text, "0,1,2,3,4,5,6,7,8,9,0,", 22);
    assert_memory_equal(string.text + 1998, "9,a\0b", 6);
    free(string.text);
}

static void a_string_that_failed_ignores_what_follows(void **state) {
    (void)state;
    hop_string string = {0};
    hop_string_add(&string, "kept");
    hop_string_add_bytes(&string, "", SIZE_MAX / 16);
    assert_true(string.failed);
    hop_string_add(&string, "not added");
    assert_string_equal(string.text, "kept");
    free(string.text);
}

static void bytes_are_said_with_a_unit_that_people_read(void **state) {
    (void)state;
    static const struct {
        double bytes;
        const char *text;
    } CASES[] = {
        {0, "0 KiB"},
        {1536, "1.5 KiB"},
        {1048576.0 * 312, "312 MiB"},
        {1e9, "954 MiB"},
        {1048576.0 * 1023, "1.0 GiB"},
        {2447071.0 * 1048576, "2.3 TiB"},
        {1e30, "over 1000 EiB"},
        {INFINITY, "over 1000 EiB"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char text[HOP_TEXT_BYTES];
        hop_text_bytes(CASES[i].bytes, text);
        assert_string_equal(text, CASES[i].text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_are_said_with_a_unit_that_people_read),
        cmocka_unit_test(the_distance_counts_letters_to_change),
        cmocka_unit_test(very_long_names_are_far_from_everything),
        cmocka_unit_test(the_nearest_name_is_offered_and_nothing_when_none_is_near),
        cmocka_unit_test(short_names_are_near_by_one_letter_alone),
        cmocka_unit_test(numbers_are_as_short_as_they_can_be),
        cmocka_unit_test(every_number_reads_back_equal),
        cmocka_unit_test(what_is_not_wholly_a_number_is_refused),
        cmocka_unit_test(the_locale_changes_no_number),
        cmocka_unit_test(a_string_grows_by_format_and_by_bytes),
        cmocka_unit_test(a_string_that_failed_ignores_what_follows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
