/* Memories when allocations fail: one is made, added to, searched for near-duplicates, saved and
 * loaded again; the file that stood there before is whole after every failure.
 * Covers: memory.c memory_values.c memory_duplicates.c store.c store_write.c
 * SPDX-License-Identifier: MIT */
#include "base/fail.h"
#include "saved.h"
#include "support/failing.h"

static const char NAME[] = "m.safetensors";

static hop_status go_round(hop_memory **made, hop_memory **again) {
    const double rows[] = {0, 1, 0.2, 0.4, 0.2, 0.4};
    const char *names[] = {"one", "two", "three"}, *path = in_folder(NAME);
    const int64_t labels[] = {1, 2, 2};
    bool extra[3];
    HOP_TRY(hop_memory_create((hop_shape){2, 1, 1, true}, HOP_U8, HOP_PATTERNS, made));
    HOP_TRY(hop_memory_append(*made, rows, 2, names));
    HOP_TRY(hop_memory_append(*made, rows + 4, 1, names + 2));
    HOP_TRY(hop_memory_set_labels(*made, labels, 3));
    HOP_TRY(hop_memory_add_remark(*made, "a remark"));
    HOP_TRY(hop_memory_set_blob(*made, "prepared-1", rows, sizeof rows));
    HOP_TRY(hop_memory_duplicates(*made, 0, NULL, NULL, extra));
    assert_true(extra[2] && !extra[1]);
    HOP_TRY(hop_memory_save(*made, path, NULL, 0, true));
    return hop_memory_load(&path, 1, &hop_load_defaults, again);
}

static hop_status run(void *unused) {
    hop_memory *made = NULL, *again = NULL;
    (void)unused;
    hop_status status = go_round(&made, &again);
    assert_true((status == HOP_OK) == (again != NULL));
    if (again) assert_int_equal(hop_memory_count(again), 3);
    hop_memory_destroy(again);
    hop_memory_destroy(made);
    return status;
}

static void every_allocation_that_fails_is_said_in_a_sentence(void **state) {
    (void)state;
    if (!CAN_FAIL) skip();
    assert_true(failing_try_all(run, NULL, HOP_E_MEMORY) > 30);
    assert_int_equal(hop_memory_verify(in_folder(NAME), NULL, NULL), HOP_OK);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_allocation_that_fails_is_said_in_a_sentence),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
