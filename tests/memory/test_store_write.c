/* Saving a memory whole.  Covers: store_header.c store_finish.c
 * SPDX-License-Identifier: MIT */
#include "base/safetensors.h"
#include "saved.h"

static void every_dtype_survives_saving(void **state) {
    (void)state;
    for (int dtype = HOP_U8; dtype <= HOP_F64; dtype++) {
        hop_memory *before = small_memory((hop_dtype)dtype);
        hop_memory *after = load_path(save_small("m.safetensors", (hop_dtype)dtype), NULL);
        char first[33], second[33];
        int64_t label = 0;
        hop_memory_checksum(before, first);
        hop_memory_checksum(after, second);
        assert_string_equal(first, second);
        assert_int_equal(hop_memory_dtype(after), dtype);
        assert_true(hop_shape_equal(hop_memory_shape(after), hop_memory_shape(before)));
        assert_string_equal(hop_memory_name(after, 0), "one");
        assert_null(hop_memory_name(after, 1));
        assert_string_equal(hop_memory_name(after, 2), "three");
        assert_true(hop_memory_label(after, 1, &label));
        assert_int_equal(label, -2);
        assert_true(hop_memory_composed(after));
        assert_true(hop_memory_background(after)[2] == 0.1);
        hop_memory_destroy(before);
        hop_memory_destroy(after);
    }
}

static void vectors_without_names_or_labels_survive_too(void **state) {
    (void)state;
    hop_memory *memory = NULL;
    const double rows[6] = {1e300, -1, 0, 4, 5, 6};
    const char *path = in_folder("v.safetensors");
    int64_t label = 0;
    assert_int_equal(hop_memory_create((hop_shape){3, 1, 1, false}, HOP_F64, HOP_PATTERNS, &memory),
                     HOP_OK);
    assert_int_equal(hop_memory_append(memory, rows, 2, NULL), HOP_OK);
    assert_int_equal(hop_memory_save(memory, path, NULL, 0, false), HOP_OK);
    hop_memory_destroy(memory);
    memory = load_path(path, NULL);
    assert_false(hop_memory_shape(memory).image);
    assert_memory_equal(hop_memory_data(memory), rows, sizeof rows);
    assert_null(hop_memory_name(memory, 1));
    assert_false(hop_memory_label(memory, 0, &label));
    hop_memory_destroy(memory);
}

static void nothing_is_overwritten_unasked(void **state) {
    (void)state;
    const char *path = save_small("m.safetensors", HOP_U8);
    hop_memory *memory = small_memory(HOP_F64);
    assert_fails(hop_memory_save(memory, path, NULL, 0, false), HOP_E_EXISTS, "--force");
    assert_int_equal(hop_memory_verify(path, NULL, NULL), HOP_OK);
    assert_fails(hop_memory_save(memory, "/nowhere/at/all", NULL, 0, false), HOP_E_WRITE,
                 "/nowhere/at/all");
    hop_memory_destroy(memory);
}

static void a_mapped_memory_can_replace_its_own_file(void **state) {
    (void)state;
    const char *path = save_small("own.safetensors", HOP_F32);
    hop_memory *memory = load_path(path, NULL);
    assert_int_equal(hop_memory_save(memory, path, NULL, 0, true), HOP_OK);
    assert_true(number_in(memory, 0, 1) == 1);
    hop_memory_destroy(memory);
    assert_int_equal(hop_memory_verify(path, NULL, NULL), HOP_OK);
}

static void queries_are_not_saved(void **state) {
    (void)state;
    hop_memory *memory = NULL;
    assert_int_equal(hop_memory_create((hop_shape){3, 1, 1, false}, HOP_F64, HOP_QUERIES, &memory),
                     HOP_OK);
    assert_fails(hop_memory_save(memory, in_folder("q"), NULL, 0, false), HOP_E_SUPPORT, ".npy");
    hop_memory_destroy(memory);
}

static void labels_of_some_patterns_only_are_not_saved(void **state) {
    (void)state;
    hop_memory *memory = small_memory(HOP_F64);
    assert_int_equal(hop_memory_append(memory, (double[]){1, 1}, 1, NULL), HOP_OK);
    assert_fails(hop_memory_save(memory, in_folder("l"), NULL, 0, false), HOP_E_SHAPE,
                 "3 labels for 4 patterns");
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_dtype_survives_saving),
        cmocka_unit_test(vectors_without_names_or_labels_survive_too),
        cmocka_unit_test(nothing_is_overwritten_unasked),
        cmocka_unit_test(a_mapped_memory_can_replace_its_own_file),
        cmocka_unit_test(queries_are_not_saved),
        cmocka_unit_test(labels_of_some_patterns_only_are_not_saved),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
