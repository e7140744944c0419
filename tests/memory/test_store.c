/* Opening our own files: lent or copied, whole or damaged.
 * SPDX-License-Identifier: MIT */
#include "saved.h"

#include <hopfield/load.h>
#include <hopfield/random.h>
#include <math.h>

#include "memory/memory_private.h"

static bool is_lent(const hop_memory *memory) {
    return memory->owner.release != NULL;
}

static void a_file_is_lent_where_it_can_be(void **state) {
    (void)state;
    hop_load_options options = hop_load_defaults;
    const char *path = save_small("m.safetensors", HOP_F32);
    hop_memory *memory = load_path(path, NULL);
    assert_true(is_lent(memory));
    hop_memory_destroy(memory);
    options.role = HOP_QUERIES;
    memory = load_path(path, &options);
    assert_true(is_lent(memory));
    hop_memory_destroy(memory);
    options = hop_load_defaults;
    options.dtype_given = true;
    options.dtype = HOP_F64;
    memory = load_path(path, &options);
    assert_false(is_lent(memory));
    assert_string_equal(hop_memory_name(memory, 2), "three");
    assert_true(number_in(memory, 2, 1) == (double)0.8f);
    hop_memory_destroy(memory);
}

static void queries_of_bytes_are_converted(void **state) {
    (void)state;
    hop_load_options options = hop_load_defaults;
    options.role = HOP_QUERIES;
    hop_memory *memory = load_path(save_small("m.safetensors", HOP_U8), &options);
    assert_int_equal(hop_memory_dtype(memory), HOP_F32);
    assert_false(is_lent(memory));
    assert_string_equal(hop_memory_name(memory, 0), "one");
    hop_memory_destroy(memory);
}

static void the_limit_cuts_names_and_labels_too(void **state) {
    (void)state;
    hop_load_options options = hop_load_defaults;
    int64_t label = 0;
    options.limit = 2;
    for (int dtype = HOP_U8; dtype <= HOP_F64; dtype++) {
        hop_memory *memory = load_path(save_small("m.safetensors", (hop_dtype)dtype), &options);
        assert_int_equal(hop_memory_count(memory), 2);
        assert_string_equal(hop_memory_name(memory, 0), "one");
        assert_true(hop_memory_label(memory, 1, &label));
        assert_false(hop_memory_label(memory, 2, &label));
        hop_memory_destroy(memory);
    }
}

static void several_files_keep_their_names(void **state) {
    (void)state;
    const char *paths[2] = {save_small("m.safetensors", HOP_U8), in_folder("m.safetensors")};
    hop_memory *memory = NULL;
    assert_int_equal(hop_memory_load(paths, 2, NULL, &memory), HOP_OK);
    assert_int_equal(hop_memory_count(memory), 6);
    assert_string_equal(hop_memory_name(memory, 2), "three");
    assert_string_equal(hop_memory_name(memory, 3), "one");
    assert_null(hop_memory_name(memory, 4));
    assert_true(hop_memory_composed(memory));
    hop_memory_destroy(memory);
}

static void a_dim_that_is_not_wanted_is_refused(void **state) {
    (void)state;
    hop_load_options options = hop_load_defaults;
    options.dim = 5;
    const char *path = save_small("m.safetensors", HOP_F32);
    assert_fails(try_path(path, &options), HOP_E_SHAPE, "2 numbers each");
    options = hop_load_defaults;
    options.width = 7;
    assert_fails(try_path(path, &options), HOP_E_SHAPE, "2x1, but the size is 7x1");
}

static void a_newer_version_is_refused(void **state) {
    (void)state;
    const char *path = save_small("m.safetensors", HOP_F32);
    path = put_changed(path, "n.safetensors", "\"version\":\"1\"", "\"version\":\"2\"");
    assert_fails(try_path(path, NULL), HOP_E_FORMAT, "version 2");
    path = put_changed(path, "n.safetensors", "\"version\":\"2\"", "\"version\":\"x\"");
    assert_fails(try_path(path, NULL), HOP_E_FORMAT, "no version");
}

static void a_name_more_or_less_is_refused(void **state) {
    (void)state;
    unsigned char *bytes = NULL;
    size_t size = 0;
    const char *path = save_small("m.safetensors", HOP_F32);
    assert_int_equal(hop_file_read(path, 1 << 20, &bytes, &size), HOP_OK);
    bytes[size - 3] = '\0';
    assert_fails(try_path(put_file("d", bytes, size), NULL), HOP_E_FORMAT, "names do not fit");
    bytes[size - 3] = 'e';
    bytes[size - 1] = 'e';
    assert_fails(try_path(put_file("d", bytes, size), NULL), HOP_E_FORMAT, "names do not fit");
    free(bytes);
}

static void missing_parts_are_named(void **state) {
    (void)state;
    const char *path = save_small("m.safetensors", HOP_F32);
    assert_fails(try_path(put_changed(path, "d", "\"patterns\"", "\"patternz\""), NULL),
                 HOP_E_FORMAT, "no tensor 'patterns'");
    assert_fails(try_path(put_changed(path, "d", "\"background\"", "\"foreground\""), NULL),
                 HOP_E_FORMAT, "background");
    assert_fails(try_path(put_changed(path, "d", "1 0.5 0.1", "1 0.5 7.1"), NULL), HOP_E_FORMAT,
                 "background");
    assert_fails(try_path(put_changed(path, "d", "\"I64\"", "\"F64\""), NULL), HOP_E_FORMAT,
                 "labels");
}

static void a_value_that_is_not_finite_is_refused(void **state) {
    (void)state;
    const float before[2] = {0.6f, 0.8f}, after[2] = {0.6f, INFINITY};
    unsigned char *bytes = NULL;
    size_t size = 0;
    const char *path = save_small("m.safetensors", HOP_F32);
    assert_int_equal(hop_file_read(path, 1 << 20, &bytes, &size), HOP_OK);
    char *at = memmem(bytes, size, before, sizeof before);
    assert_non_null(at);
    memcpy(at, after, sizeof after);
    assert_fails(try_path(put_file("d", bytes, size), NULL), HOP_E_VALUE,
                 "d: pattern 2, position 1");
    free(bytes);
}

static void flipped_bytes_never_do_harm(void **state) {
    (void)state;
    unsigned char *bytes = NULL;
    size_t size = 0;
    hop_random random;
    hop_random_init(&random, 4, 0);
    assert_int_equal(hop_file_read(save_small("m", HOP_F64), 1 << 20, &bytes, &size), HOP_OK);
    for (size_t i = 0; i < 1500; i++) {
        size_t at = hop_random_below(&random, size);
        unsigned char before = bytes[at];
        bytes[at] = (unsigned char)hop_random_word(&random);
        const char *path = in_folder("flipped");
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        assert_int_equal(fwrite(bytes, 1, size, file), size);
        fclose(file);
        hop_memory *memory = NULL;
        if (hop_memory_load(&path, 1, NULL, &memory) == HOP_OK) {
            double low = 0, high = 0;
            hop_memory_range(memory, &low, &high);
            assert_true(isfinite(low) && isfinite(high));
            for (size_t k = 0; k < hop_memory_count(memory); k++)
                if (hop_memory_name(memory, k))
                    assert_true(strlen(hop_memory_name(memory, k)) < 12);
        }
        hop_memory_destroy(memory);
        bytes[at] = before;
    }
    free(bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_lent_where_it_can_be),
        cmocka_unit_test(queries_of_bytes_are_converted),
        cmocka_unit_test(the_limit_cuts_names_and_labels_too),
        cmocka_unit_test(several_files_keep_their_names),
        cmocka_unit_test(a_dim_that_is_not_wanted_is_refused),
        cmocka_unit_test(a_newer_version_is_refused),
        cmocka_unit_test(a_name_more_or_less_is_refused),
        cmocka_unit_test(missing_parts_are_named),
        cmocka_unit_test(a_value_that_is_not_finite_is_refused),
        cmocka_unit_test(flipped_bytes_never_do_harm),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
