/* Labels from IDX files and text.
 * SPDX-License-Identifier: MIT */
#include "pack.h"

#include "load/loader.h"

static const unsigned char LABELS[] = {0, 0, 8, 1, 0, 0, 0, 3, 9, 0, 200};

static void assert_labels(const char *path, size_t count, const int64_t *expected) {
    int64_t *labels = NULL;
    size_t got = 0;
    if (hop_labels_read(path, &labels, &got) != HOP_OK) fail_msg("%s", hop_status_detail());
    assert_int_equal(got, count);
    for (size_t i = 0; i < count; i++) assert_true(labels[i] == expected[i]);
    free(labels);
}

static void assert_refused(const char *path, hop_status code, const char *words) {
    int64_t *labels = NULL;
    size_t count = 77;
    assert_fails(hop_labels_read(path, &labels, &count), code, words);
    assert_null(labels);
    assert_int_equal(count, 77);
}

static const char *put_text(const char *text) {
    return put_file("labels.txt", text, strlen(text));
}

static void idx_labels_are_whole_numbers_and_no_greys(void **state) {
    (void)state;
    size_t size = 0;
    unsigned char *packed = pack(LABELS, sizeof LABELS, 1, &size);
    assert_labels(put_file("l.idx", LABELS, sizeof LABELS), 3, (int64_t[]){9, 0, 200});
    assert_labels(put_file("l.gz", packed, size), 3, (int64_t[]){9, 0, 200});
    free(packed);
    const unsigned char words[] = {0, 0, 0x0C, 1, 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xfb};
    assert_labels(put_file("l.idx", words, sizeof words), 1, (int64_t[]){-5});
}

static void text_has_a_number_a_line(void **state) {
    (void)state;
    assert_labels(put_text("1\n-2\n9223372036854775807\n"), 3, (int64_t[]){1, -2, INT64_MAX});
    assert_labels(put_text("7\r\n8"), 2, (int64_t[]){7, 8});
    assert_labels(put_text(""), 0, NULL);
}

static void a_line_that_is_no_number_is_named(void **state) {
    (void)state;
    assert_refused(put_text("1\ntwo\n"), HOP_E_FORMAT, "line 2");
    assert_refused(put_text("1\n\n3\n"), HOP_E_FORMAT, "line 2");
    assert_refused(put_text("1.5\n"), HOP_E_FORMAT, "line 1");
    assert_refused(put_text(" 1\n"), HOP_E_FORMAT, "line 1");
    assert_refused(put_text("99999999999999999999\n"), HOP_E_FORMAT, "line 1");
    assert_refused(put_text("1111111111111111111111111111111111\n"), HOP_E_FORMAT, "line 1");
}

static void labels_are_whole_and_one_dimensional(void **state) {
    (void)state;
    const unsigned char reals[] = {0, 0, 0x0D, 1, 0, 0, 0, 1, 0, 0, 0, 0};
    const unsigned char table[] = {0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 1, 5};
    assert_refused(put_file("r.idx", reals, sizeof reals), HOP_E_VALUE, "f32");
    assert_refused(put_file("t.idx", table, sizeof table), HOP_E_SHAPE, "2 dimensions");
    assert_refused("/nowhere/at/all", HOP_E_READ, "/nowhere/at/all");
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
        cmocka_unit_test(text_has_a_number_a_line),
        cmocka_unit_test(a_line_that_is_no_number_is_named),
        cmocka_unit_test(labels_are_whole_and_one_dimensional),
        cmocka_unit_test(labels_must_be_as_many_as_patterns),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
