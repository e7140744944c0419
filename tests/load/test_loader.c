/* The table of loaders.  Covers: loader.c inputs.c
 * SPDX-License-Identifier: MIT */
#include "load/loader.h"

#include "memory/fixture.h"

static void every_loader_is_in_the_table(void **state) {
    (void)state;
    static const char *const NAMES[] = {"png", "folder", "npy", "safetensors", "idx", "csv"};
    const hop_catalog *catalog = hop_loader_catalog();
    const hop_row *row = NULL;
    assert_int_equal(catalog->count, 6);
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(hop_catalog_find(catalog, NAMES[i], &row), HOP_OK);
        const hop_loader_row *loader = (const hop_loader_row *)row;
        assert_true(strlen(row->title) > 10);
        assert_non_null(row->sources);
        /* A file is recognised and loaded, a folder is replaced by its files. */
        assert_true((loader->recognise && loader->load) != (loader->expand != NULL));
    }
    assert_fails(hop_catalog_find(catalog, "pngg", &row), HOP_E_NAME, "Did you mean 'png'");
}

static void missing_and_empty_files_are_named(void **state) {
    (void)state;
    assert_fails(try_path("/nowhere/at.png", NULL), HOP_E_READ, "/nowhere/at.png");
    assert_fails(try_path("/nowhere/at.safetensors:a", NULL), HOP_E_READ,
                 "/nowhere/at.safetensors");
    assert_fails(try_path(put_file("e.png", "", 0), NULL), HOP_E_FORMAT, "is empty (0 bytes)");
}

static void a_file_that_nothing_reads_is_told_what_is_read(void **state) {
    (void)state;
    assert_fails(try_path(put_file("a.bin", "\x01\x02\x03", 3), NULL), HOP_E_FORMAT,
                 "png, npy, safetensors, idx, csv");
    assert_fails(try_path("/dev/null", NULL), HOP_E_READ, "not a regular file");
}

static void no_two_loaders_claim_the_same_bytes(void **state) {
    (void)state;
    static const unsigned char HEADS[][HOP_HEAD_SIZE] = {
        {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'},
        {0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0},
        {0x40, 0, 0, 0, 0, 0, 0, 0, '{', '"'},
        {0, 0, 8, 3, 0, 0, 0xea, 0x60, 0, 0, 0, 28, 0, 0, 0, 28},
        {0x1f, 0x8b, 8},
        {'a', ',', 'b', '\n', '1', ',', '2', '\n', '3', ',', '4', '\n', '5', ',', '6', '\n'},
    };
    static const hop_loader_row *const LOADERS[] = {&hop_loader_png,         &hop_loader_npy,
                                                    &hop_loader_safetensors, &hop_loader_idx,
                                                    &hop_loader_idx,         &hop_loader_csv};
    for (size_t i = 0; i < 6; i++)
        for (size_t j = 0; j < 6; j++)
            assert_int_equal(LOADERS[j]->recognise(HEADS[i], HOP_HEAD_SIZE),
                             LOADERS[j] == LOADERS[i]);
}

static void too_short_a_head_is_recognised_by_none(void **state) {
    (void)state;
    const unsigned char head[1] = {0};
    const hop_loader_row *const loaders[] = {&hop_loader_png, &hop_loader_npy,
                                             &hop_loader_safetensors, &hop_loader_idx,
                                             &hop_loader_csv};
    for (size_t i = 0; i < 5; i++) assert_false(loaders[i]->recognise(head, 1));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_loader_is_in_the_table),
        cmocka_unit_test(missing_and_empty_files_are_named),
        cmocka_unit_test(a_file_that_nothing_reads_is_told_what_is_read),
        cmocka_unit_test(no_two_loaders_claim_the_same_bytes),
        cmocka_unit_test(too_short_a_head_is_recognised_by_none),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
