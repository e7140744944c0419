/* Files of every kind when allocations fail: each failure is a sentence, and nothing stays behind.
 * Covers: array_load.c array_shape.c bytes.c csv.c csv_layout.c csv_parse.c folder.c gzip.c
 * inputs.c labels.c load.c loading.c npz.c picture.c pictures.c plain_text.c safetensors.c
 * SPDX-License-Identifier: MIT */
#include "pack.h"

#include <hopfield/store.h>
#include <sys/stat.h>

#include "base/fail.h"
#include "load/loader.h"
#include "support/failing.h"

static hop_load_options options;

static hop_status run(void *path) {
    const char *paths[1] = {path};
    hop_memory *memory = NULL;
    hop_status status = hop_memory_load(paths, 1, &options, &memory);
    assert_true((status == HOP_OK) == (memory != NULL));
    if (memory && options.like)
        assert_int_equal(hop_memory_dtype(memory), hop_memory_dtype(options.like));
    hop_memory_destroy(memory);
    return status;
}

static void try_all(const char *path, size_t least) {
    char copy[300];
    snprintf(copy, sizeof copy, "%s", path);
    assert_true(failing_try_all(run, copy, HOP_E_MEMORY) >= least);
}

static void arrays_and_tables_fail_in_a_sentence(void **state) {
    (void)state;
    if (!CAN_FAIL) skip();
    const unsigned char bytes[4] = {0, 1, 1, 0};
    const double numbers[4] = {0, 0.25, 0.5, 1};
    options = hop_load_defaults;
    try_all(put_npy("b.npy", "|u1", "False", "(2, 2)", bytes, 4), 3);
    try_all(put_npy("d.npy", "<f8", "True", "(2, 2)", numbers, sizeof numbers), 3);
    try_all(put_file("t.csv", "label,a\n1,2\n3,4\n", 16), 5);
    try_all(put_file("utf16.csv",
                     "\xff\xfe"
                     "1\0,\0"
                     "2\0\n\0",
                     10),
            5);
    try_all(put_file("minus.csv",
                     "\xe2\x88\x92"
                     "1,2\n",
                     7),
            5);
    options.width = options.height = 1;
    options.resize = HOP_RESIZE_STRETCH;
    try_all(put_npy("p.npy", "|u1", "False", "(1, 2, 2)", "0123", 4), 3);
}

static void pictures_and_their_folders_fail_in_a_sentence(void **state) {
    (void)state;
    if (!CAN_FAIL) skip();
    options = hop_load_defaults;
    assert_int_equal(mkdir(in_folder("pictures"), 0777), 0);
    put_png("pictures/a.png", 2, 2, 1, 8, 0.2f, 1);
    put_png("pictures/b.png", 2, 2, 3, 8, 0.2f, 1);
    put_png("pictures/c.png", 2, 2, 4, 16, 0.2f, 0.4f);
    put_file("pictures/words.txt", "words", 5);
    try_all(in_folder("pictures"), 10);
    options.width = options.height = 3;
    options.resize = HOP_RESIZE_FIT;
    try_all(in_folder("pictures"), 10);
}

static void what_is_packed_or_ours_fails_in_a_sentence(void **state) {
    (void)state;
    if (!CAN_FAIL) skip();
    size_t size = 0;
    hop_memory *memory = NULL;
    const double rows[4] = {0, 0.2, 0.4, 1};
    const char *names[2] = {"one", "two"};
    unsigned char *packed = pack((const unsigned char *)"1,2\n3,4\n", 8, 1, &size);
    options = hop_load_defaults;
    try_all(put_file("t.csv.gz", packed, size), 5);
    free(packed);
    assert_int_equal(hop_memory_create((hop_shape){2, 1, 1, true}, HOP_U8, HOP_PATTERNS, &memory),
                     HOP_OK);
    assert_int_equal(hop_memory_append(memory, rows, 2, names), HOP_OK);
    assert_int_equal(hop_memory_save(memory, in_folder("own"), NULL, 0, true), HOP_OK);
    hop_memory_destroy(memory);
    try_all(in_folder("own"), 3);
    options.labels = put_file("labels", "cat\ndog\n", 8);
    options.dtype_given = true;
    options.dtype = HOP_F64;
    try_all(in_folder("own"), 5);
    options.labels = NULL;
    memory = load_path(in_folder("own"), &options);
    options = hop_load_defaults;
    options.like = memory;
    try_all(in_folder("own"), 5);
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arrays_and_tables_fail_in_a_sentence),
        cmocka_unit_test(pictures_and_their_folders_fail_in_a_sentence),
        cmocka_unit_test(what_is_packed_or_ours_fails_in_a_sentence),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
