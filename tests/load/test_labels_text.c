/* Labels as text: a line is one, and a column of whole numbers are numbers.
 * Covers: labels.c
 * SPDX-License-Identifier: MIT */
#include "pack.h"

#include "base/limits.h"
#include "load/loader.h"

/* The labels of a text, parted by '|', or the sentence that refused it. */
static void check(const void *text, size_t size, const char *expected) {
    char found[1024] = "";
    hop_string labels = {0};
    size_t count = 0, at = 0;
    if (hop_labels_read(put_quickly("labels.txt", text, size), &labels, &count) != HOP_OK)
        snprintf(found, sizeof found, "%s", hop_status_detail());
    for (size_t i = 0; i < count && at < labels.length; i++, at += strlen(labels.text + at) + 1)
        snprintf(found + strlen(found), sizeof found - strlen(found), "%s%s", i ? "|" : "",
                 labels.text + at);
    assert_int_equal(labels.length, at);
    free(labels.text);
    if (!strstr(found, expected))
        fail_msg("'%.*s' gives '%s'", (int)size, (const char *)text, found);
}

typedef struct sample {
    const char *text, *labels;
} sample;

static void a_label_is_a_line_without_blanks_and_quotes_around_it(void **state) {
    (void)state;
    static const sample ALL[] = {
        {"cat\ndog\n", "cat|dog"},
        {"cat\r\ndog", "cat|dog"},
        {" \tcat \t\n", "cat"},
        {"sea lion\n", "sea lion"},
        {"\"sea lion\"\n", "sea lion"},
        {"\"\n", "\""},
        {"\"a\n", "\"a"},
        {"a\"\n", "a\""},
        {"\xef\xbb\xbf"
         "7\n8\n",
         "7|8"},
        {"1\n\n3\n", "line 2 is empty"},
        {"1\n \t\n", "line 2 is empty"},
        {"1\n2\n\"\"\n", "line 3 is empty"},
        {"1\n2,3\n", "line 2 has several fields"},
        {"1;2\n", "line 1 has several fields"},
        {"1\n2\t3\n", "line 2 has several fields"},
    };
    for (size_t i = 0; i < sizeof ALL / sizeof *ALL; i++)
        check(ALL[i].text, strlen(ALL[i].text), ALL[i].labels);
}

/* Behind the first bytes, by which a file is known. */
static void a_zero_byte_is_in_no_label(void **state) {
    (void)state;
    char text[HOP_BYTES_HEAD + 8];
    for (size_t i = 0; i < sizeof text; i++) text[i] = i % 2 ? '\n' : '7';
    text[HOP_BYTES_HEAD + 2] = '\0';
    char sentence[64];
    snprintf(sentence, sizeof sentence, "line %d is no label", HOP_BYTES_HEAD / 2 + 2);
    check(text, sizeof text, sentence);
}

static void a_label_is_no_longer_than_its_limit(void **state) {
    (void)state;
    char text[HOP_LIMIT_LABEL + 2];
    memset(text, 'x', sizeof text);
    text[HOP_LIMIT_LABEL] = '\n';
    check(text, HOP_LIMIT_LABEL + 1, "xxxx");
    text[HOP_LIMIT_LABEL] = 'x';
    text[HOP_LIMIT_LABEL + 1] = '\n';
    check(text, sizeof text, "line 1 is no label");
}

/* A name of the column is none of its labels. */
static void a_word_over_numbers_is_dropped(void **state) {
    (void)state;
    static const sample ALL[] = {
        {"label\n5\n6\n", "5|6"},         {"anything\n5\n6\n", "5|6"},
        {"label\n5.0\n6.\n", "5.0|6."},   {"5\n6\n", "5|6"},
        {"label\n5\nsix\n", "5|six"},     {"word\n5\nsix\n", "word|5|six"},
        {"word\n5.5\n6\n", "word|5.5|6"}, {"label", "label"},
        {"CATEGORY\nx\n", "x"},           {"label\nlabel\n", "label|label"},
        {"labels\nlabel\n", "label"},     {"label\nx\nlabel\n", "label|x|label"},
    };
    for (size_t i = 0; i < sizeof ALL / sizeof *ALL; i++)
        check(ALL[i].text, strlen(ALL[i].text), ALL[i].labels);
}

/* A memory of so many patterns of one number. */
static hop_memory *memory_of(size_t count) {
    hop_memory *memory = NULL;
    const double row[8] = {0};
    assert_int_equal(hop_memory_create((hop_shape){1, 1, 1, false}, HOP_F64, HOP_PATTERNS, &memory),
                     HOP_OK);
    assert_int_equal(hop_memory_append(memory, row, count, NULL), HOP_OK);
    return memory;
}

static void whole_numbers_are_numbers_and_all_else_is_words(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool whole;
        int64_t value;
    } CASES[] = {
        {"7", true, 7},
        {"-2", true, -2},
        {"7.0", true, 7},
        {"7.", true, 7},
        {"7.00", true, 7},
        {"9223372036854775807", true, INT64_MAX},
        {"9223372036854775808", false, 0},
        {"7.5", false, 0},
        {"7.0x", false, 0},
        {".0", false, 0},
        {"1e3", false, 0},
        {" 7", false, 0},
        {"7 ", false, 0},
        {"x", false, 0},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        hop_memory *memory = memory_of(1);
        int64_t label = -9;
        assert_int_equal(hop_labels_set(memory, CASES[i].text, strlen(CASES[i].text) + 1), HOP_OK);
        assert_true(hop_memory_label(memory, 0, &label));
        const char *name = hop_memory_label_name(memory, 0);
        if (CASES[i].whole ? label != CASES[i].value || name
                           : label != 0 || !name || strcmp(name, CASES[i].text) != 0)
            fail_msg("'%s' is %lld", CASES[i].text, (long long)label);
        hop_memory_destroy(memory);
    }
}

/* One word among numbers makes all of them words, each numbered by its place among all. */
static void words_are_numbered_in_the_order_of_their_bytes(void **state) {
    (void)state;
    static const char TEXT[] = "dog\0"
                               "cat\0"
                               "10\0"
                               "dog\0"
                               "9";
    static const int64_t WANTED[] = {3, 2, 0, 3, 1};
    hop_memory *memory = memory_of(5);
    assert_int_equal(hop_labels_set(memory, TEXT, sizeof TEXT), HOP_OK);
    for (size_t i = 0; i < 5; i++) {
        int64_t label = -9;
        assert_true(hop_memory_label(memory, i, &label));
        assert_int_equal(label, WANTED[i]);
    }
    assert_string_equal(hop_memory_label_name(memory, 3), "dog");
    assert_null(hop_memory_label_name(memory, 4));
    hop_memory_destroy(memory);
}

static void every_pattern_has_a_label_or_none(void **state) {
    (void)state;
    hop_memory *memory = memory_of(3);
    int64_t label = 0;
    assert_fails(hop_labels_set(memory,
                                "a\0"
                                "b",
                                4),
                 HOP_E_SHAPE, "the first 2 of 3 patterns have labels");
    assert_fails(hop_labels_set(memory,
                                "a\0"
                                "b\0"
                                "c\0"
                                "d",
                                8),
                 HOP_E_SHAPE, "the first 4 of 3");
    assert_fails(hop_labels_set(memory,
                                "a\0"
                                "\0"
                                "c",
                                5),
                 HOP_E_SHAPE, "pattern 1 has no label");
    assert_fails(hop_labels_set(memory,
                                "\0"
                                "b\0"
                                "c",
                                5),
                 HOP_E_SHAPE, "pattern 0 has no label");
    assert_false(hop_memory_label(memory, 0, &label));
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_label_is_a_line_without_blanks_and_quotes_around_it),
        cmocka_unit_test(a_zero_byte_is_in_no_label),
        cmocka_unit_test(a_label_is_no_longer_than_its_limit),
        cmocka_unit_test(a_word_over_numbers_is_dropped),
        cmocka_unit_test(whole_numbers_are_numbers_and_all_else_is_words),
        cmocka_unit_test(words_are_numbered_in_the_order_of_their_bytes),
        cmocka_unit_test(every_pattern_has_a_label_or_none),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
