/* A memory saved some patterns at a time: what comes first is widened where it lies, names and
 * labels become one list.  Covers: store_write.c store_finish.c
 * SPDX-License-Identifier: MIT */
#include "saved.h"

static hop_store_writer *begin(const char *path, bool replace) {
    hop_store_writer *writer = NULL;
    if (hop_store_create(path, &(hop_store_options){.replace = replace}, &writer) != HOP_OK)
        fail_msg("%s", hop_status_detail());
    return writer;
}

/* `count` pictures of 2x1 whose values are `value`. */
static hop_memory *flat(size_t channels, hop_dtype dtype, double value, size_t count) {
    hop_memory *memory = NULL;
    const double row[6] = {value, value, value, value, value, value};
    assert_int_equal(
        hop_memory_create((hop_shape){2, 1, channels, true}, dtype, HOP_PATTERNS, &memory), HOP_OK);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(hop_memory_append(memory, row, 1, NULL), HOP_OK);
    return memory;
}

static void append_flat(hop_store_writer *writer, size_t channels, hop_dtype dtype, double value,
                        size_t count) {
    hop_memory *memory = flat(channels, dtype, value, count);
    if (hop_store_append(writer, memory, 0, count) != HOP_OK) fail_msg("%s", hop_status_detail());
    hop_memory_destroy(memory);
}

static void pieces_make_the_same_bytes_as_a_whole(void **state) {
    (void)state;
    hop_memory *memory = small_memory(HOP_F32);
    unsigned char *first = NULL, *second = NULL;
    size_t sizes[2];
    hop_store_writer *writer = begin(in_folder("pieces"), false);
    for (size_t i = 0; i < 3; i++) assert_int_equal(hop_store_append(writer, memory, i, 1), HOP_OK);
    assert_int_equal(hop_store_commit(writer, NULL, NULL), HOP_OK);
    assert_int_equal(hop_memory_save(memory, in_folder("whole"), NULL, 0, false), HOP_OK);
    hop_memory_destroy(memory);
    assert_int_equal(hop_file_read(in_folder("pieces"), 1 << 20, &first, &sizes[0]), HOP_OK);
    assert_int_equal(hop_file_read(in_folder("whole"), 1 << 20, &second, &sizes[1]), HOP_OK);
    assert_int_equal(sizes[0], sizes[1]);
    assert_memory_equal(first, second, sizes[0]);
    free(first);
    free(second);
}

static void grey_becomes_colour_and_bytes_become_floats_where_they_lie(void **state) {
    (void)state;
    const size_t many = 1500000; /* more than one piece of them */
    hop_store_writer *writer = begin(in_folder("wide"), true);
    append_flat(writer, 1, HOP_U8, 0.2, many);
    append_flat(writer, 3, HOP_U8, 0.4, 1);
    append_flat(writer, 1, HOP_F32, 0.5, 1);
    append_flat(writer, 3, HOP_U8, 0.6, 1);
    size_t dim = 0;
    assert_int_equal(hop_store_count(writer, &dim), many + 3);
    assert_int_equal(dim, 6);
    assert_int_equal(hop_store_commit(writer, NULL, NULL), HOP_OK);
    hop_memory *memory = load_path(in_folder("wide"), NULL);
    char said[33], found[33];
    hop_memory_checksum(memory, said);
    assert_int_equal(hop_memory_count(memory), many + 3);
    assert_int_equal(hop_memory_shape(memory).channels, 3);
    assert_int_equal(hop_memory_dtype(memory), HOP_F32);
    const size_t at[] = {0, many / 2, many - 1, many, many + 1, many + 2};
    const double values[] = {51 / 255.0, 51 / 255.0, 51 / 255.0, 102 / 255.0, 0.5, 153 / 255.0};
    for (size_t i = 0; i < 6; i++)
        assert_true(number_in(memory, at[i], 5) == (double)(float)values[i]);
    /* What the file says of its values is what they are. */
    hop_memory *copy = flat(3, HOP_F32, 0, 0);
    assert_int_equal(hop_memory_append_raw(copy, hop_memory_data(memory), many + 3, NULL), HOP_OK);
    hop_memory_checksum(copy, found);
    assert_string_equal(said, found);
    hop_memory_destroy(copy);
    hop_memory_destroy(memory);
}

static void names_that_come_late_leave_the_first_without(void **state) {
    (void)state;
    hop_store_writer *writer = begin(in_folder("late"), true);
    hop_memory *named = flat(1, HOP_U8, 0, 0);
    const char *name = "late";
    const double row[2] = {0, 1};
    assert_int_equal(hop_memory_append(named, row, 1, &name), HOP_OK);
    append_flat(writer, 1, HOP_U8, 0.2, 2);
    assert_int_equal(hop_store_append(writer, named, 0, 1), HOP_OK);
    append_flat(writer, 1, HOP_U8, 0.2, 1);
    assert_int_equal(hop_store_commit(writer, NULL, NULL), HOP_OK);
    hop_memory_destroy(named);
    hop_memory *memory = load_path(in_folder("late"), NULL);
    assert_null(hop_memory_name(memory, 1));
    assert_string_equal(hop_memory_name(memory, 2), "late");
    assert_null(hop_memory_name(memory, 3));
    hop_memory_destroy(memory);
}

static void labels_of_some_only_and_other_sizes_are_refused(void **state) {
    (void)state;
    hop_memory *small = small_memory(HOP_F32), *other = NULL;
    hop_store_writer *writer = begin(in_folder("some"), true);
    assert_int_equal(hop_store_append(writer, small, 0, 3), HOP_OK);
    hop_memory *unlabelled = flat(1, HOP_F32, 0.5, 1);
    assert_fails(hop_store_append(writer, unlabelled, 0, 1), HOP_E_SUPPORT,
                 "first 3 patterns have labels");
    hop_store_abandon(writer);
    assert_int_equal(hop_memory_create((hop_shape){3, 1, 1, false}, HOP_F32, HOP_PATTERNS, &other),
                     HOP_OK);
    assert_int_equal(hop_memory_append(other, (double[]){1, 2, 3}, 1, NULL), HOP_OK);
    writer = begin(in_folder("some"), true);
    assert_int_equal(hop_store_append(writer, unlabelled, 0, 1), HOP_OK);
    assert_fails(hop_store_append(writer, other, 0, 1), HOP_E_SHAPE, "2 numbers a pattern");
    hop_store_abandon(writer);
    writer = begin(in_folder("some"), true);
    assert_fails(hop_store_commit(writer, NULL, NULL), HOP_E_EMPTY, "no patterns");
    assert_int_equal(access(in_folder("some"), F_OK), -1);
    hop_memory_destroy(small);
    hop_memory_destroy(unlabelled);
    hop_memory_destroy(other);
}

static hop_status prepare_sum(void *context, hop_memory *memory) {
    double sum = 0;
    (void)context;
    for (size_t i = 0; i < hop_memory_count(memory); i++) sum += number_in(memory, i, 0);
    return hop_memory_set_blob(memory, "sum-1", &sum, sizeof sum);
}

static void what_is_prepared_sees_the_finished_patterns(void **state) {
    (void)state;
    size_t size = 0;
    double sum = 0;
    hop_store_writer *writer = begin(in_folder("p"), true);
    append_flat(writer, 1, HOP_F64, 0.25, 3);
    append_flat(writer, 1, HOP_F64, 0.5, 1);
    assert_int_equal(hop_store_commit(writer, prepare_sum, NULL), HOP_OK);
    hop_memory *memory = load_path(in_folder("p"), NULL);
    const void *blob = hop_memory_blob(memory, "sum-1", &size);
    assert_int_equal(size, sizeof sum);
    memcpy(&sum, blob, sizeof sum);
    assert_true(sum == 1.25);
    hop_memory_destroy(memory);
}

static int refuse(void *context, const char *what, size_t done, size_t total) {
    (void)context, (void)what, (void)done, (void)total;
    return 1;
}

static void a_cancelled_writer_leaves_the_old_file(void **state) {
    (void)state;
    const char *path = save_small("kept", HOP_U8);
    hop_store_writer *writer = NULL;
    /* It is asked between pieces of 4 MiB. */
    const hop_shape wide = {2048, 1024, 1, true};
    hop_memory *memory = NULL;
    unsigned char *rows = calloc(3, hop_shape_dim(wide));
    assert_non_null(rows);
    assert_int_equal(hop_memory_create(wide, HOP_U8, HOP_PATTERNS, &memory), HOP_OK);
    assert_int_equal(hop_memory_append_raw(memory, rows, 3, NULL), HOP_OK);
    assert_int_equal(
        hop_store_create(path, &(hop_store_options){.replace = true, .progress = refuse}, &writer),
        HOP_OK);
    assert_fails(hop_store_append(writer, memory, 0, 3), HOP_E_CANCELLED, "nothing was changed");
    hop_store_abandon(writer);
    hop_memory_destroy(memory);
    free(rows);
    assert_int_equal(hop_memory_verify(path, NULL, NULL), HOP_OK);
}

/* `count` pictures of 2x1 that are all called `label`. */
static void append_labelled(hop_store_writer *writer, const char *label, size_t count) {
    hop_memory *memory = flat(1, HOP_U8, 0.2, count);
    int64_t labels[4] = {0};
    assert_true(count <= 4);
    assert_int_equal(hop_memory_set_classes(memory, label, strlen(label) + 1), HOP_OK);
    assert_int_equal(hop_memory_set_labels(memory, labels, count), HOP_OK);
    if (hop_store_append(writer, memory, 0, count) != HOP_OK) fail_msg("%s", hop_status_detail());
    hop_memory_destroy(memory);
}

/* Words keep the number that they got first, whatever it was where they came from. */
static void labels_that_are_words_are_one_list(void **state) {
    (void)state;
    static const char *const WORDS[] = {"cat", "dog", "at", "cat", "og", "dog", "at"};
    const int64_t numbers[] = {0, 1, 2, 0, 3, 1, 2};
    hop_store_writer *writer = begin(in_folder("words"), true);
    for (size_t i = 0; i < 7; i++) append_labelled(writer, WORDS[i], 1 + i % 2);
    assert_int_equal(hop_store_commit(writer, NULL, NULL), HOP_OK);
    hop_memory *memory = load_path(in_folder("words"), NULL);
    for (size_t i = 0, at = 0; i < 7; at += 1 + i % 2, i++) {
        int64_t label = -1;
        assert_true(hop_memory_label(memory, at, &label));
        assert_int_equal(label, numbers[i]);
        assert_string_equal(hop_memory_label_name(memory, label), WORDS[i]);
    }
    hop_memory_destroy(memory);
    writer = begin(in_folder("words"), true);
    append_labelled(writer, "cat", 1);
    hop_memory *numbered = small_memory(HOP_U8);
    assert_fails(hop_store_append(writer, numbered, 0, 3), HOP_E_SUPPORT, "labels that are words");
    hop_store_abandon(writer);
    hop_memory_destroy(numbered);
}

/* Ends when it is told of `*context`. */
static int refuse_at(void *context, const char *what, size_t done, size_t total) {
    assert_true(done <= total);
    return strcmp(context, what) == 0;
}

static void widening_can_be_cancelled_too(void **state) {
    (void)state;
    char what[] = "widening patterns";
    const char *path = save_small("narrow", HOP_U8);
    const hop_store_options options = {.replace = true, .progress = refuse_at, .context = what};
    hop_store_writer *writer = NULL;
    hop_memory *bytes = flat(1, HOP_U8, 0.5, 2), *floats = flat(1, HOP_F32, 0.5, 2);
    assert_int_equal(hop_store_create(path, &options, &writer), HOP_OK);
    assert_int_equal(hop_store_append(writer, bytes, 0, 2), HOP_OK);
    assert_fails(hop_store_append(writer, floats, 0, 2), HOP_E_CANCELLED, "nothing was changed");
    hop_store_abandon(writer);
    hop_memory_destroy(bytes);
    hop_memory_destroy(floats);
    assert_int_equal(hop_memory_verify(path, NULL, NULL), HOP_OK);
}

/* What came first stays said of all: the background, whether any was composed, how any was resized.
 */
static void pictures_say_what_was_done_to_any_of_them(void **state) {
    (void)state;
    for (int first = 0; first < 2; first++) {
        hop_store_writer *writer = begin(in_folder("done"), true);
        for (int i = 0; i < 2; i++) {
            hop_memory *memory = flat(1, HOP_U8, 0.5, 1);
            if (i == first) {
                hop_memory_set_background(memory, (double[]){0.25, 0.5, 0.75}, true);
                hop_memory_set_resize(memory, HOP_RESIZE_CROP);
            }
            assert_int_equal(hop_store_append(writer, memory, 0, 1), HOP_OK);
            assert_int_equal(hop_store_append(writer, memory, 0, 0), HOP_OK);
            hop_memory_destroy(memory);
        }
        assert_int_equal(hop_store_commit(writer, NULL, NULL), HOP_OK);
        hop_memory *memory = load_path(in_folder("done"), NULL);
        assert_true(hop_memory_composed(memory));
        assert_true(hop_memory_background(memory)[0] == 0.25);
        assert_int_equal(hop_memory_resize(memory), HOP_RESIZE_CROP);
        assert_int_equal(hop_memory_count(memory), 2);
        hop_memory_destroy(memory);
    }
}

/* Rows that are longer than a piece are written one by one. */
static void long_patterns_are_written_whole(void **state) {
    (void)state;
    const size_t dim = 5 << 20;
    hop_memory *memory = NULL;
    unsigned char *rows = malloc(3 * dim);
    assert_non_null(rows);
    for (size_t i = 0; i < 3 * dim; i++) rows[i] = (unsigned char)(i * 31 >> 4);
    assert_int_equal(
        hop_memory_create((hop_shape){dim, 1, 1, false}, HOP_U8, HOP_PATTERNS, &memory), HOP_OK);
    assert_int_equal(hop_memory_append_raw(memory, rows, 3, NULL), HOP_OK);
    assert_int_equal(hop_memory_save(memory, in_folder("long"), NULL, 0, true), HOP_OK);
    hop_memory_destroy(memory);
    memory = load_path(in_folder("long"), NULL);
    assert_memory_equal(hop_memory_data(memory), rows, 3 * dim);
    hop_memory_destroy(memory);
    assert_int_equal(unlink(in_folder("long")), 0);
    free(rows);
}

/* The last one to be widened is a piece of its own. */
static void a_single_pattern_is_widened_too(void **state) {
    (void)state;
    hop_store_writer *writer = begin(in_folder("single"), true);
    append_flat(writer, 1, HOP_U8, 0.2, 1);
    append_flat(writer, 3, HOP_F32, 0.5, 1);
    assert_int_equal(hop_store_commit(writer, NULL, NULL), HOP_OK);
    hop_memory *memory = load_path(in_folder("single"), NULL);
    for (size_t i = 0; i < 6; i++) {
        assert_true(number_in(memory, 0, i) == (double)(float)(51 / 255.0));
        assert_true(number_in(memory, 1, i) == 0.5);
    }
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_make_the_same_bytes_as_a_whole),
        cmocka_unit_test(grey_becomes_colour_and_bytes_become_floats_where_they_lie),
        cmocka_unit_test(names_that_come_late_leave_the_first_without),
        cmocka_unit_test(labels_of_some_only_and_other_sizes_are_refused),
        cmocka_unit_test(what_is_prepared_sees_the_finished_patterns),
        cmocka_unit_test(a_cancelled_writer_leaves_the_old_file),
        cmocka_unit_test(labels_that_are_words_are_one_list),
        cmocka_unit_test(widening_can_be_cancelled_too),
        cmocka_unit_test(pictures_say_what_was_done_to_any_of_them),
        cmocka_unit_test(long_patterns_are_written_whole),
        cmocka_unit_test(a_single_pattern_is_widened_too),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
