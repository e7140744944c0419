/* Labels from IDX files and text.  Covers: labels.c load.c
 * SPDX-License-Identifier: MIT */
#include "pack.h"

#include "base/limits.h"
#include "load/loader.h"

static const unsigned char LABELS[] = {0, 0, 8, 1, 0, 0, 0, 3, 9, 0, 200};

/* expected: zero-terminated words, one after another. */
static void assert_labels(const char *path, size_t count, const char *expected) {
    hop_string labels = {0};
    size_t got = 0, at = 0;
    if (hop_labels_read(path, &labels, &got) != HOP_OK) fail_msg("%s", hop_status_detail());
    assert_int_equal(got, count);
    for (size_t i = 0; i < count; i++, at += strlen(expected + at) + 1)
        assert_string_equal(labels.text + at, expected + at);
    assert_int_equal(labels.length, at);
    free(labels.text);
}

static void assert_refused(const char *path, hop_status code, const char *words) {
    hop_string labels = {0};
    size_t count = 77;
    assert_fails(hop_labels_read(path, &labels, &count), code, words);
    assert_null(labels.text);
}

static const char *put_text(const char *text) {
    return put_file("labels.txt", text, strlen(text));
}

static void idx_labels_are_whole_numbers_and_no_greys(void **state) {
    (void)state;
    size_t size = 0;
    unsigned char *packed = pack(LABELS, sizeof LABELS, 1, &size);
    assert_labels(put_file("l.idx", LABELS, sizeof LABELS), 3,
                  "9\0"
                  "0\0"
                  "200");
    assert_labels(put_file("l.gz", packed, size), 3,
                  "9\0"
                  "0\0"
                  "200");
    free(packed);
    const unsigned char words[] = {0, 0, 0x0C, 1, 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xfb};
    assert_labels(put_file("l.idx", words, sizeof words), 1, "-5");
}

static void labels_are_whole_or_words_and_one_dimensional(void **state) {
    (void)state;
    const unsigned char half[] = {0, 0, 0x0D, 1, 0, 0, 0, 1, 0x3f, 0, 0, 0};
    const unsigned char table[] = {0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 2, 5, 6};
    assert_refused(put_file("r.idx", half, sizeof half), HOP_E_VALUE, "not 0.5");
    assert_refused(put_file("t.idx", table, sizeof table), HOP_E_SHAPE, "[1, 2]");
    assert_refused(put_png("p.png", 1, 1, 1, 8, 1, 1), HOP_E_FORMAT, "is a picture");
    /* The last whole number that a double tells from its neighbours, and the next one. */
    const double last = 9007199254740992.0, beyond = 9007199254740994.0;
    assert_labels(put_npy("last.npy", "<f8", "False", "(1,)", &last, 8), 1, "9007199254740992");
    assert_refused(put_npy("beyond.npy", "<f8", "False", "(1,)", &beyond, 8), HOP_E_VALUE,
                   "whole numbers");
    assert_refused("/nowhere/at/all", HOP_E_READ, "/nowhere/at/all");
}

static void arrays_of_numbers_and_words_are_labels(void **state) {
    (void)state;
    const int64_t whole[3] = {4, 0, -1};
    const double reals[2] = {3, 12};
    const uint32_t words[6] = {'c', 'a', 't', 0xe9, 0, 0}; /* "cat", "e" with an acute accent */
    assert_labels(put_npy("i.npy", "<i8", "False", "(3,)", whole, sizeof whole), 3,
                  "4\0"
                  "0\0-1");
    assert_labels(put_npy("f.npy", "<f8", "False", "(2, 1)", reals, sizeof reals), 2,
                  "3\0"
                  "12");
    assert_labels(put_npy("u.npy", "<U3", "False", "(2,)", words, sizeof words), 2,
                  "cat\0\xc3\xa9");
    assert_labels(put_npy("s.npy", "|S2", "False", "(2,)", "ab\0\0", 4), 2, "ab\0");
    assert_fails(try_path(in_folder("u.npy"), NULL), HOP_E_SUPPORT, "holds words");
    assert_labels(put_npy("big.npy", ">i2", "False", "(2,)", "\1\0\0\2", 4), 2,
                  "256\0"
                  "2");
    assert_labels(put_npy("b.npy", "|u1", "False", "(2,)", "\5\0", 2), 2,
                  "5\0"
                  "0");
    const float whole_or_not[2] = {-2, -2.5f};
    assert_labels(put_npy("f4.npy", "<f4", "False", "(1,)", whole_or_not, 4), 1, "-2");
    assert_refused(put_npy("f4.npy", "<f4", "False", "(2,)", whole_or_not, 8), HOP_E_VALUE,
                   "f4.npy: labels are whole numbers or words, not -2.5");
}

static void letters_of_an_array_are_those_of_unicode(void **state) {
    (void)state;
    static const uint32_t LETTERS[] = {0xD7FF, 0xE000, 0x10FFFF},
                          NONE[] = {0xD800, 0xDFFF, 0x110000};
    static const char *const UTF8[] = {"\xed\x9f\xbf", "\xee\x80\x80", "\xf4\x8f\xbf\xbf"};
    for (size_t i = 0; i < 3; i++) {
        assert_labels(put_npy("u.npy", "<U1", "False", "(1,)", &LETTERS[i], 4), 1, UTF8[i]);
        assert_refused(put_npy("h.npy", "<U1", "False", "(1,)", &NONE[i], 4), HOP_E_FORMAT,
                       "h.npy: is damaged: a label is no Unicode");
    }
}

static void a_word_of_an_array_is_no_longer_than_a_label(void **state) {
    (void)state;
    char word[HOP_LIMIT_LABEL + 1], type[16];
    memset(word, 'x', sizeof word);
    snprintf(type, sizeof type, "|S%d", HOP_LIMIT_LABEL + 1);
    assert_refused(put_npy("s.npy", type, "False", "(1,)", word, sizeof word), HOP_E_FORMAT,
                   "s.npy: a label has more than 256 letters");
    word[HOP_LIMIT_LABEL] = '\0';
    assert_labels(put_npy("s.npy", type, "False", "(1,)", word, sizeof word), 1, word);
}

static void labels_of_an_array_have_one_dimension(void **state) {
    (void)state;
    assert_labels(put_npy("column.npy", "|u1", "False", "(2, 1, 1)", "\5\6", 2), 2,
                  "5\0"
                  "6");
    assert_refused(put_npy("row.npy", "|u1", "False", "(1, 2)", "\5\6", 2), HOP_E_SHAPE,
                   "[1, 2]; labels");
    assert_refused(put_npy("one.npy", "|u1", "False", "()", "\5", 1), HOP_E_SHAPE,
                   "a single number");
    assert_refused(put_npy("cut.npy", "|u1", "False", "(3,)", "\5\6", 2), HOP_E_FORMAT, "cut.npy");
}

static void labels_must_be_as_many_as_patterns(void **state) {
    (void)state;
    const float data[6] = {1, 2, 3, 4, 5, 6};
    hop_load_options options = hop_load_defaults;
    int64_t label = 0;
    const char *path = put_npy("a.npy", "<f4", "False", "(3, 2)", data, sizeof data);
    options.labels = put_text("1\n2\n");
    assert_fails(try_path(path, &options), HOP_E_SHAPE, "2 labels, but there are 3 patterns");
    options.labels = put_text("1\n2\n3\n4\n");
    assert_fails(try_path(path, &options), HOP_E_SHAPE, "4 labels, but there are 3 patterns");
    options.labels = put_text("4\n5\n6\n");
    hop_memory *memory = load_path(path, &options);
    assert_true(hop_memory_label(memory, 2, &label));
    assert_int_equal(label, 6);
    hop_memory_destroy(memory);
    options.limit = 2;
    memory = load_path(path, &options);
    assert_true(hop_memory_label(memory, 1, &label));
    assert_int_equal(label, 5);
    assert_false(hop_memory_label(memory, 2, &label));
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(idx_labels_are_whole_numbers_and_no_greys),
        cmocka_unit_test(labels_are_whole_or_words_and_one_dimensional),
        cmocka_unit_test(arrays_of_numbers_and_words_are_labels),
        cmocka_unit_test(letters_of_an_array_are_those_of_unicode),
        cmocka_unit_test(a_word_of_an_array_is_no_longer_than_a_label),
        cmocka_unit_test(labels_of_an_array_have_one_dimension),
        cmocka_unit_test(labels_must_be_as_many_as_patterns),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
