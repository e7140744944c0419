/* Checksums of files and memories.
 * SPDX-License-Identifier: MIT */
#include "base/checksum.h"
#include "saved.h"
#include <hopfield/store.h>

static void a_saved_memory_is_whole(void **state) {
    (void)state;
    for (int dtype = HOP_U8; dtype <= HOP_F64; dtype++)
        assert_int_equal(
            hop_memory_verify(save_small("m.safetensors", (hop_dtype)dtype), NULL, NULL), HOP_OK);
}

static void any_changed_byte_is_found(void **state) {
    (void)state;
    unsigned char *bytes = NULL;
    size_t size = 0;
    const char *path = save_small("m.safetensors", HOP_F32);
    assert_int_equal(hop_file_read(path, 1 << 20, &bytes, &size), HOP_OK);
    for (size_t i = 0; i < size; i++) {
        bytes[i] ^= 1;
        const char *changed = put_quickly("d.safetensors", bytes, size);
        hop_status status = hop_memory_verify(changed, NULL, NULL);
        if (status != HOP_E_FORMAT) fail_msg("byte %zu: %s", i, hop_status_detail());
        bytes[i] ^= 1;
    }
    free(bytes);
}

static void any_truncation_is_found(void **state) {
    (void)state;
    unsigned char *bytes = NULL;
    size_t size = 0;
    const char *path = save_small("m.safetensors", HOP_U8);
    assert_int_equal(hop_file_read(path, 1 << 20, &bytes, &size), HOP_OK);
    for (size_t cut = 0; cut < size; cut++) {
        path = put_quickly("c.safetensors", bytes, cut);
        assert_int_equal(hop_memory_verify(path, NULL, NULL), HOP_E_FORMAT);
        assert_int_equal(try_path(path, NULL), HOP_E_FORMAT);
    }
    free(bytes);
}

static void a_damaged_value_is_told_with_its_place(void **state) {
    (void)state;
    const char *path = save_small("m.safetensors", HOP_U8);
    unsigned char *bytes = NULL;
    size_t size = 0;
    assert_int_equal(hop_file_read(path, 1 << 20, &bytes, &size), HOP_OK);
    char *three = memmem(bytes, size, "three", 5);
    assert_non_null(three);
    three[4] = 'f';
    path = put_file("d.safetensors", bytes, size);
    free(bytes);
    assert_fails(hop_memory_verify(path, NULL, NULL), HOP_E_FORMAT, "checksum of its MiB 1");
}

static void parts_that_do_not_agree_are_found_though_signed(void **state) {
    (void)state;
    unsigned char *bytes = NULL;
    size_t size = 0;
    const char *path = save_small("m.safetensors", HOP_U8);
    assert_int_equal(hop_file_read(path, 1 << 20, &bytes, &size), HOP_OK);
    char *three = memmem(bytes, size, "three", 5);
    assert_non_null(three);
    three[3] = '\0'; /* one name more than there are patterns */
    sign_again(bytes, size);
    path = put_file("signed.safetensors", bytes, size);
    assert_fails(hop_memory_verify(path, NULL, NULL), HOP_E_FORMAT, "names do not fit");
    free(bytes);
}

static void a_file_of_another_program_has_no_checksum(void **state) {
    (void)state;
    unsigned char bytes[256];
    size_t size = make_safetensors(
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}}", 4, bytes);
    assert_fails(hop_memory_verify(put_file("o.safetensors", bytes, size), NULL, NULL),
                 HOP_E_FORMAT, "no checksum");
    assert_fails(hop_memory_verify("/nowhere/at/all", NULL, NULL), HOP_E_READ, "/nowhere/at/all");
}

static void the_checksum_of_a_memory_covers_shape_dtype_and_values(void **state) {
    (void)state;
    char texts[4][33];
    hop_memory *memory = small_memory(HOP_F32);
    hop_memory_checksum(memory, texts[0]);
    hop_memory_destroy(memory);
    memory = small_memory(HOP_F64);
    hop_memory_checksum(memory, texts[1]);
    hop_memory_destroy(memory);
    const hop_shape shapes[2] = {{1, 2, 1, true}, {2, 1, 1, true}};
    const double rows[6] = {0, 1, 0.2, 0.4, 0.6, 0.8};
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(hop_memory_create(shapes[i], HOP_F32, HOP_PATTERNS, &memory), HOP_OK);
        assert_int_equal(hop_memory_append(memory, rows, 3, NULL), HOP_OK);
        hop_memory_checksum(memory, texts[2 + i]);
        hop_memory_destroy(memory);
    }
    assert_string_not_equal(texts[0], texts[1]);
    assert_string_not_equal(texts[0], texts[2]);
    /* Names and labels are no part of it. */
    assert_string_equal(texts[0], texts[3]);
    assert_int_equal(strlen(texts[0]), 32);
}

static void an_empty_memory_has_a_checksum(void **state) {
    (void)state;
    char text[33] = "";
    hop_memory *memory = NULL;
    assert_int_equal(hop_memory_create((hop_shape){1, 1, 1, false}, HOP_F32, HOP_PATTERNS, &memory),
                     HOP_OK);
    hop_memory_checksum(memory, text);
    assert_int_equal(strlen(text), 32);
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_saved_memory_is_whole),
        cmocka_unit_test(any_changed_byte_is_found),
        cmocka_unit_test(any_truncation_is_found),
        cmocka_unit_test(a_damaged_value_is_told_with_its_place),
        cmocka_unit_test(parts_that_do_not_agree_are_found_though_signed),
        cmocka_unit_test(a_file_of_another_program_has_no_checksum),
        cmocka_unit_test(the_checksum_of_a_memory_covers_shape_dtype_and_values),
        cmocka_unit_test(an_empty_memory_has_a_checksum),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
