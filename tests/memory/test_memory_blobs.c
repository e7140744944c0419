/* What was prepared from the patterns: kept, aligned, forgotten.
 * SPDX-License-Identifier: MIT */
#include "saved.h"

static void blobs_are_kept_aligned_and_forgotten_when_patterns_change(void **state) {
    (void)state;
    const char text[] = "prepared from the patterns";
    size_t size = 0;
    hop_memory *memory = small_memory(HOP_F32);
    assert_int_equal(hop_memory_set_blob(memory, "norms-1", "x", 1), HOP_OK);
    assert_int_equal(hop_memory_set_blob(memory, "norms-1", text, sizeof text), HOP_OK);
    assert_int_equal(hop_memory_set_blob(memory, "empty-1", NULL, 0), HOP_OK);
    assert_int_equal(hop_memory_save(memory, in_folder("b"), NULL, 0, true), HOP_OK);
    hop_memory_destroy(memory);
    memory = load_path(in_folder("b"), NULL);
    const void *blob = hop_memory_blob(memory, "norms-1", &size);
    assert_int_equal(size, sizeof text);
    assert_memory_equal(blob, text, size);
    assert_int_equal((uintptr_t)blob % 64, 0);
    assert_string_equal(hop_memory_blob_name(memory, 1), "empty-1");
    assert_non_null(hop_memory_blob(memory, "empty-1", &size));
    assert_int_equal(size, 0);
    assert_null(hop_memory_blob(memory, "norms-2", &size));
    hop_memory_truncate(memory, 2);
    assert_null(hop_memory_blob(memory, "norms-1", &size));
    hop_memory_destroy(memory);
}

static void there_is_an_end_to_blobs(void **state) {
    (void)state;
    char name[HOP_BLOB_NAME + 1];
    hop_memory *memory = small_memory(HOP_F32);
    memset(name, 'n', sizeof name - 1);
    name[HOP_BLOB_NAME] = '\0';
    assert_fails(hop_memory_set_blob(memory, name, "x", 1), HOP_E_LIMIT, "names of 47 bytes");
    name[HOP_BLOB_NAME - 1] = '\0';
    for (size_t i = 0; i < HOP_BLOBS_MAX; i++) {
        name[0] = (char)('a' + i);
        assert_int_equal(hop_memory_set_blob(memory, name, "x", 1), HOP_OK);
    }
    name[0] = 'z';
    assert_fails(hop_memory_set_blob(memory, name, "x", 1), HOP_E_LIMIT, "prepared parts");
    assert_int_equal(hop_memory_save(memory, in_folder("full"), NULL, 0, true), HOP_OK);
    hop_memory_destroy(memory);
    memory = load_path(in_folder("full"), NULL);
    assert_string_equal(hop_memory_blob_name(memory, HOP_BLOBS_MAX - 1) + 1, name + 1);
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blobs_are_kept_aligned_and_forgotten_when_patterns_change),
        cmocka_unit_test(there_is_an_end_to_blobs),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
