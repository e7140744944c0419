/* Labels, their names, remarks and the way of resizing, kept and saved.
 * SPDX-License-Identifier: MIT */
#include "memory/fixture.h"

#include <hopfield/load.h>
#include <hopfield/store.h>

static hop_memory *labelled(const int64_t *labels, size_t count, const char *classes,
                            size_t length) {
    hop_memory *memory = NULL;
    double values[4] = {0, 0.2, 0.4, 0.6};
    assert_int_equal(hop_memory_create((hop_shape){1, 1, 1, true}, HOP_F32, HOP_PATTERNS, &memory),
                     HOP_OK);
    assert_int_equal(hop_memory_append(memory, values, count, NULL), HOP_OK);
    assert_int_equal(hop_memory_set_labels(memory, labels, count), HOP_OK);
    if (classes) assert_int_equal(hop_memory_set_classes(memory, classes, length), HOP_OK);
    return memory;
}

static void assert_label(const hop_memory *memory, size_t index, const char *expected) {
    char number[24];
    assert_string_equal(hop_memory_label_text(memory, index, number), expected);
}

static void names_of_labels_and_resizing_survive_saving(void **state) {
    (void)state;
    hop_memory *memory = labelled((int64_t[]){1, 0, 5}, 3, "cat\0dog", 8);
    const char *path = in_folder("labels.safetensors");
    hop_memory_set_resize(memory, HOP_RESIZE_CROP);
    assert_label(memory, 0, "dog");
    assert_label(memory, 2, "5"); /* it has no name */
    assert_int_equal(hop_memory_set_labels(memory, (int64_t[]){1, 0, 1}, 3), HOP_OK);
    assert_int_equal(hop_memory_save(memory, path, NULL, 0, true), HOP_OK);
    hop_memory_destroy(memory);
    memory = load_path(path, NULL);
    assert_label(memory, 1, "cat");
    assert_label(memory, 2, "dog");
    assert_int_equal(hop_memory_resize(memory), HOP_RESIZE_CROP);
    hop_memory_destroy(memory);
}

static void words_that_come_later_have_the_numbers_of_those_before(void **state) {
    (void)state;
    hop_store_writer *writer = NULL;
    hop_store_options options = {.replace = true};
    hop_memory *one = labelled((int64_t[]){1, 0}, 2, "cat\0dog", 8);
    hop_memory *two = labelled((int64_t[]){0, 1}, 2, "ant\0cat", 8);
    hop_memory *numbers = labelled((int64_t[]){7}, 1, NULL, 0);
    assert_int_equal(hop_store_create(in_folder("two.safetensors"), &options, &writer), HOP_OK);
    assert_int_equal(hop_store_append(writer, one, 0, 2), HOP_OK);
    assert_int_equal(hop_store_append(writer, two, 0, 2), HOP_OK);
    assert_int_equal(hop_store_commit(writer, NULL, NULL), HOP_OK);
    hop_memory *both = load_path(in_folder("two.safetensors"), NULL);
    static const char *const WORDS[] = {"dog", "cat", "ant", "cat"};
    for (size_t i = 0; i < 4; i++) assert_label(both, i, WORDS[i]);
    assert_int_equal(hop_store_create(in_folder("x.safetensors"), &options, &writer), HOP_OK);
    assert_int_equal(hop_store_append(writer, one, 0, 2), HOP_OK);
    assert_fails(hop_store_append(writer, numbers, 0, 1), HOP_E_SUPPORT, "labels that are words");
    hop_store_abandon(writer);
    hop_memory_destroy(both);
    hop_memory_destroy(one);
    hop_memory_destroy(two);
    hop_memory_destroy(numbers);
}

static void remarks_are_kept_in_order(void **state) {
    (void)state;
    hop_memory *memory = labelled((int64_t[]){1}, 1, NULL, 0);
    assert_int_equal(hop_memory_remark_count(memory), 0);
    assert_int_equal(hop_memory_add_remark(memory, "first"), HOP_OK);
    assert_int_equal(hop_memory_add_remark(memory, "second"), HOP_OK);
    assert_int_equal(hop_memory_remark_count(memory), 2);
    assert_string_equal(hop_memory_remark(memory, 1), "second");
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_labels_and_resizing_survive_saving),
        cmocka_unit_test(words_that_come_later_have_the_numbers_of_those_before),
        cmocka_unit_test(remarks_are_kept_in_order),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
