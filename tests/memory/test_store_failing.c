/* A memory is written over an old one while calls of the system or allocations fail: the old one
 * stays as it was, or the new one is whole.
 * Covers: store.c store_chunks.c store_finish.c store_header.c store_write.c
 * SPDX-License-Identifier: MIT */
#define FAILING_LIBRARIES
#include "saved.h"

#include "base/fail.h"
#include "support/calls.h"
#include "support/failing.h"

static const char NAME[] = "m.safetensors";

static hop_status make(hop_dtype dtype, const char *name, const char *class, double value,
                       hop_memory **memory) {
    const double rows[4] = {0, value, value, 0};
    const char *names[2] = {name, NULL};
    const int64_t labels[2] = {0, 0};
    HOP_TRY(hop_memory_create((hop_shape){2, 1, 1, true}, dtype, HOP_PATTERNS, memory));
    HOP_TRY(hop_memory_append(*memory, rows, 2, names));
    HOP_TRY(hop_memory_set_classes(*memory, class, strlen(class) + 1));
    return hop_memory_set_labels(*memory, labels, 2);
}

static hop_status prepare(void *context, hop_memory *memory) {
    (void)context;
    double sum = 0;
    for (size_t i = 0; i < hop_memory_count(memory); i++) sum += number_in(memory, i, 1);
    return hop_memory_set_blob(memory, "sum-1", &sum, sizeof sum);
}

/* Bytes, then floats, so that what is there must become wider; then bytes that become floats. */
static hop_status append_all(hop_store_writer *writer) {
    static const hop_dtype DTYPES[] = {HOP_U8, HOP_F32, HOP_U8};
    static const char *const WORDS[] = {"cat", "dog", "cat"};
    for (size_t i = 0; i < 3; i++) {
        hop_memory *memory = NULL;
        hop_status status = make(DTYPES[i], i ? "named" : NULL, WORDS[i], 0.2, &memory);
        if (status == HOP_OK) status = hop_store_append(writer, memory, 0, 2);
        hop_memory_destroy(memory);
        if (status != HOP_OK) return status;
    }
    return HOP_OK;
}

static hop_status write_all(void *unused) {
    const hop_image_note notes[] = {{"command", "hopfield memory create"}};
    const hop_store_options options = {
        .replace = true, .wait = 60, .notes = notes, .note_count = 1};
    hop_store_writer *writer = NULL;
    (void)unused;
    HOP_TRY(hop_store_create(in_folder(NAME), &options, &writer));
    hop_status status = append_all(writer);
    if (status == HOP_OK) return hop_store_commit(writer, prepare, NULL);
    hop_store_abandon(writer);
    return status;
}

/* What write_all() made. */
static void assert_whole(void) {
    size_t size = 0;
    double sum = 0;
    assert_int_equal(hop_memory_verify(in_folder(NAME), NULL, NULL), HOP_OK);
    hop_memory *memory = load_path(in_folder(NAME), NULL);
    assert_int_equal(hop_memory_count(memory), 6);
    assert_int_equal(hop_memory_dtype(memory), HOP_F32);
    for (size_t i = 0; i < 6; i++) {
        assert_true(number_in(memory, i, 1 - i % 2) == (double)(float)0.2);
        assert_true(number_in(memory, i, i % 2) == 0);
        const char *name = hop_memory_name(memory, i);
        assert_true(i == 2 || i == 4 ? name && strcmp(name, "named") == 0 : !name);
        int64_t label = -1;
        assert_true(hop_memory_label(memory, i, &label));
        assert_string_equal(hop_memory_label_name(memory, label), i / 2 == 1 ? "dog" : "cat");
    }
    const void *blob = hop_memory_blob(memory, "sum-1", &size);
    assert_int_equal(size, sizeof sum);
    memcpy(&sum, blob, size);
    assert_true(sum == 3 * (double)(float)0.2);
    hop_memory_destroy(memory);
}

static void calls_that_fail_leave_the_old_memory(void **state) {
    (void)state;
    static const struct {
        const char *name;
        size_t least; /* so often it is called */
    } CALLS[] = {{"open", 3},  {"fstat", 3}, {"write", 6}, {"pwrite", 2}, {"pread", 2},
                 {"lseek", 1}, {"fsync", 2}, {"mmap", 1},  {"rename", 1}, {"tmpfile", 2}};
    for (size_t i = 0; i < sizeof CALLS / sizeof *CALLS; i++)
        for (size_t k = 0;; k++) {
            save_small(NAME, HOP_F64);
            const size_t files = calls_open_files();
            calls_fail(CALLS[i].name, (long)k, EIO, false);
            const hop_status status = write_all(NULL);
            if (!calls_mend()) {
                assert_int_equal(status, HOP_OK);
                assert_true(k >= CALLS[i].least);
                break;
            }
            assert_int_equal(calls_open_files(), files);
            if (status == HOP_OK || strstr(hop_status_detail(), "is written, but")) {
                assert_whole();
                continue;
            }
            assert_true(strlen(hop_status_detail()) > 10);
            assert_int_equal(hop_memory_verify(in_folder(NAME), NULL, NULL), HOP_OK);
            hop_memory *memory = load_path(in_folder(NAME), NULL);
            assert_int_equal(hop_memory_count(memory), 3);
            hop_memory_destroy(memory);
        }
    assert_whole();
}

static void allocations_that_fail_leave_a_whole_memory(void **state) {
    (void)state;
    if (!CAN_FAIL) skip();
    save_small(NAME, HOP_F64);
    assert_true(failing_try_all(write_all, NULL, HOP_E_WRITE) > 30);
    assert_whole();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(calls_that_fail_leave_the_old_memory),
        cmocka_unit_test(allocations_that_fail_leave_a_whole_memory),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
