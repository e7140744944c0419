/* Opening our own files: lent or copied, whole or damaged.  Covers: store_chunks.c
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
    path = put_changed(path, "n.safetensors", "\"version\":\"2\"", "\"version\":\"3\"");
    assert_fails(try_path(path, NULL), HOP_E_FORMAT, "version 3");
    path = put_changed(path, "n.safetensors", "\"version\":\"3\"", "\"version\":\"x\"");
    assert_fails(try_path(path, NULL), HOP_E_FORMAT, "no version");
}

static void a_name_more_or_less_is_refused(void **state) {
    (void)state;
    unsigned char *bytes = NULL;
    size_t size = 0;
    const char *path = save_small("m.safetensors", HOP_F32);
    assert_int_equal(hop_file_read(path, 1 << 20, &bytes, &size), HOP_OK);
    char *three = memmem(bytes, size, "three", 5);
    assert_non_null(three);
    three[3] = '\0';
    sign_again(bytes, size);
    assert_fails(try_path(put_file("d", bytes, size), NULL), HOP_E_FORMAT, "names do not fit");
    three[3] = 'e';
    three[5] = 'e';
    sign_again(bytes, size);
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
    assert_fails(try_path(put_file("d", bytes, size), NULL), HOP_E_FORMAT, "is damaged");
    sign_again(bytes, size);
    assert_fails(try_path(put_file("d", bytes, size), NULL), HOP_E_VALUE,
                 "d: pattern 2, position 1");
    free(bytes);
}

/* Version 1 had one checksum over everything, and files of it are still read. */
static size_t make_version_1(bool with_checksum, unsigned char *bytes) {
    char header[512], digits[33];
    snprintf(header, sizeof header,
             "{\"__metadata__\":{\"format\":\"hopfield-memory\",\"version\":\"1\","
             "\"background\":\"1 1 1\",\"composed\":\"false\"%s},\"patterns\":{\"dtype\":\"U8\","
             "\"shape\":[2,3],\"data_offsets\":[0,6]}}",
             with_checksum ? ",\"checksum\":\"00000000000000000000000000000000\"" : "");
    const size_t size = make_safetensors(header, 6, bytes);
    char *mark = memmem(bytes, size, HOP_STORE_MARK, strlen(HOP_STORE_MARK));
    if (!mark) return size;
    hop_checksum_of(bytes, size, digits);
    memcpy(mark + strlen(HOP_STORE_MARK), digits, HOP_STORE_DIGITS);
    return size;
}

static void files_of_version_1_are_read_and_checked(void **state) {
    (void)state;
    unsigned char bytes[1024];
    size_t size = make_version_1(true, bytes);
    hop_memory *memory = load_path(put_file("old", bytes, size), NULL);
    assert_true(hop_memory_checked(memory));
    assert_true(number_in(memory, 1, 2) == 5.0 / 255);
    hop_memory_destroy(memory);
    bytes[size - 1] ^= 1;
    assert_fails(try_path(put_file("old", bytes, size), NULL), HOP_E_FORMAT, "is damaged");
}

static void a_file_that_never_had_a_checksum_says_so(void **state) {
    (void)state;
    unsigned char bytes[1024];
    hop_load_options options = hop_load_defaults;
    const size_t size = make_version_1(false, bytes);
    hop_memory *memory = load_path(put_file("bare", bytes, size), NULL);
    assert_false(hop_memory_checked(memory));
    hop_memory_destroy(memory);
    options.check = HOP_CHECK_ALL;
    assert_fails(try_path(in_folder("bare"), &options), HOP_E_FORMAT, "has no checksum");
}

static void every_flipped_byte_is_found_on_opening(void **state) {
    (void)state;
    unsigned char *bytes = NULL;
    size_t size = 0;
    assert_int_equal(hop_file_read(save_small("m", HOP_F32), 1 << 20, &bytes, &size), HOP_OK);
    for (size_t i = 0; i < size; i++) {
        bytes[i] ^= 1;
        const hop_status status = try_path(put_quickly("flipped", bytes, size), NULL);
        if (status == HOP_OK) fail_msg("byte %zu of %zu may be damaged unnoticed", i, size);
        bytes[i] ^= 1;
    }
    free(bytes);
}

static void a_quick_look_leaves_patterns_and_what_was_prepared_alone_and_says_so(void **state) {
    (void)state;
    hop_load_options options = hop_load_defaults;
    hop_memory *memory = NULL;
    unsigned char *bytes = NULL;
    size_t size = 0;
    const size_t dim = 1 << 20;
    double *rows = calloc(3 * dim, sizeof *rows);
    assert_non_null(rows);
    assert_int_equal(
        hop_memory_create((hop_shape){dim, 1, 1, false}, HOP_U8, HOP_PATTERNS, &memory), HOP_OK);
    assert_int_equal(hop_memory_append(memory, rows, 3, (const char *[]){"a", "bee", "c"}), HOP_OK);
    assert_int_equal(hop_memory_set_blob(memory, "rows-1", rows, dim), HOP_OK);
    assert_int_equal(hop_memory_save(memory, in_folder("big"), NULL, 0, true), HOP_OK);
    hop_memory_destroy(memory);
    free(rows);
    assert_int_equal(hop_file_read(in_folder("big"), 1 << 23, &bytes, &size), HOP_OK);
    bytes[size / 3] ^= 1;
    const char *path = put_file("big", bytes, size);
    assert_fails(try_path(path, NULL), HOP_E_FORMAT, "checksum of its MiB 2");
    options.check = HOP_CHECK_QUICK;
    memory = load_path(path, &options);
    assert_false(hop_memory_checked(memory));
    assert_string_equal(hop_memory_name(memory, 1), "bee");
    assert_null(hop_memory_blob_name(memory, 0));
    hop_memory_destroy(memory);
    unsigned char *name = memmem(bytes, size, "bee", 3);
    assert_non_null(name);
    name[1] = 'a';
    put_file("big", bytes, size);
    free(bytes);
    assert_fails(try_path(path, &options), HOP_E_FORMAT, "is damaged");
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

/* Of what is larger than the chunks that are compared at once, every chunk counts. */
static void damage_is_found_wherever_it_is(void **state) {
    (void)state;
    enum { MIB = 1 << 20, MIBS = 34 };
    hop_memory *memory = NULL;
    unsigned char *rows = calloc(MIBS, MIB), *bytes = NULL;
    size_t size = 0;
    assert_non_null(rows);
    assert_int_equal(
        hop_memory_create((hop_shape){MIB, 1, 1, false}, HOP_U8, HOP_PATTERNS, &memory), HOP_OK);
    assert_int_equal(hop_memory_append_raw(memory, rows, MIBS, NULL), HOP_OK);
    assert_int_equal(hop_memory_save(memory, in_folder("large"), NULL, 0, true), HOP_OK);
    hop_memory_destroy(memory);
    free(rows);
    assert_int_equal(hop_file_read(in_folder("large"), 2 * MIBS * (size_t)MIB, &bytes, &size),
                     HOP_OK);
    const size_t start = size - MIBS * (size_t)MIB; /* a little before the first pattern's end */
    const size_t at[] = {0, 31, 32, 33};
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        char words[64];
        const size_t place = start + at[i] * MIB + MIB / 2;
        bytes[place] ^= 1;
        snprintf(words, sizeof words, "checksum of its MiB %zu ", at[i] + 1);
        assert_fails(try_path(put_quickly("broken", bytes, size), NULL), HOP_E_FORMAT, words);
        bytes[place] ^= 1;
    }
    free(bytes);
    assert_int_equal(unlink(in_folder("large")), 0);
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
        cmocka_unit_test(files_of_version_1_are_read_and_checked),
        cmocka_unit_test(a_file_that_never_had_a_checksum_says_so),
        cmocka_unit_test(every_flipped_byte_is_found_on_opening),
        cmocka_unit_test(a_quick_look_leaves_patterns_and_what_was_prepared_alone_and_says_so),
        cmocka_unit_test(flipped_bytes_never_do_harm),
        cmocka_unit_test(damage_is_found_wherever_it_is),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
