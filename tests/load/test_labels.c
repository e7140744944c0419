/* Labels from IDX files and text.  Covers: labels.c load.c
 * SPDX-License-Identifier: MIT */
#include "pack.h"

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

static void text_has_a_number_or_a_word_a_line(void **state) {
    (void)state;
    assert_labels(put_text("1\n-2\n9223372036854775807\n"), 3,
                  "1\0-2\0"
                  "9223372036854775807");
    assert_labels(put_text("\xef\xbb\xbf"
                           "7\r\n8"),
                  2,
                  "7\0"
                  "8");
    assert_labels(put_text("cat\n \"sea lion\" \ncat"), 3, "cat\0sea lion\0cat");
    /* A word over numbers is the name of the column. */
    assert_labels(put_text("label\n5\n6\n"), 2,
                  "5\0"
                  "6");
    assert_labels(put_text("label\n5.0\n6.\n"), 2,
                  "5.0\0"
                  "6.");
    assert_labels(put_text("name\n5.5\n6\n"), 3,
                  "name\0"
                  "5.5\0"
                  "6");
    assert_labels(put_text("name\n5\nsix\n"), 3,
                  "name\0"
                  "5\0six");
    assert_labels(put_text("label"), 1, "label");
    /* Over words too, where it is what such columns are called, and no label. */
    assert_labels(put_text("Label\ncat\ndog\n"), 2, "cat\0dog");
    assert_labels(put_text("class\ncat\nclass\n"), 3, "class\0cat\0class");
    assert_labels(put_text("bird\ncat\ndog\n"), 3, "bird\0cat\0dog");
    assert_refused(put_text("0,cat\n1,dog\n"), HOP_E_FORMAT, "cut -d, -f2");
    assert_labels(put_text("\xef\xbb\xbf"
                           "7"),
                  1, "7");
}

static void a_line_that_is_no_label_is_named(void **state) {
    (void)state;
    assert_refused(put_text("1\n\n3\n"), HOP_E_FORMAT, "line 2 is empty");
    assert_refused(put_text("1\n2,3\n"), HOP_E_FORMAT, "line 2 has several fields");
    assert_refused(put_text(""), HOP_E_FORMAT, "is empty");
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
    const uint32_t hostile[1] = {0x110000};
    assert_refused(put_npy("h.npy", "<U1", "False", "(1,)", hostile, 4), HOP_E_FORMAT,
                   "no Unicode");
}

static void words_are_numbered_in_the_order_of_their_bytes(void **state) {
    (void)state;
    const float data[3] = {1, 2, 3};
    hop_load_options options = hop_load_defaults;
    char number[24];
    int64_t label = 0;
    options.labels = put_text("dog\ncat\ndog\n");
    hop_memory *memory =
        load_path(put_npy("a.npy", "<f4", "False", "(3, 1)", data, sizeof data), &options);
    assert_true(hop_memory_label(memory, 0, &label) && label == 1);
    assert_string_equal(hop_memory_label_text(memory, 1, number), "cat");
    assert_string_equal(hop_memory_label_name(memory, 1), "dog");
    assert_null(hop_memory_label_name(memory, 2));
    hop_memory_destroy(memory);
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
        cmocka_unit_test(text_has_a_number_or_a_word_a_line),
        cmocka_unit_test(a_line_that_is_no_label_is_named),
        cmocka_unit_test(labels_are_whole_or_words_and_one_dimensional),
        cmocka_unit_test(arrays_of_numbers_and_words_are_labels),
        cmocka_unit_test(words_are_numbered_in_the_order_of_their_bytes),
        cmocka_unit_test(labels_must_be_as_many_as_patterns),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
