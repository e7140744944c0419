/* The table of loaders.  Covers: loader.c inputs.c bytes.c jpeg.c png.c
 * pnm.c npy.c npz.c idx.c csv.c safetensors.c gzip.c
 * SPDX-License-Identifier: MIT */
#include "load/gzip.h"
#include "load/loader.h"

#include "pack.h"

static void every_loader_is_in_the_table_and_complete(void **state) {
    (void)state;
    static const char *const NAMES[] = {"png", "jpeg",        "pnm", "folder", "npy",
                                        "npz", "safetensors", "idx", "csv"};
    const hop_catalog *catalog = hop_loader_catalog();
    const hop_row *row = NULL;
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        assert_int_equal(hop_catalog_find(catalog, NAMES[i], &row), HOP_OK);
    for (size_t i = 0; i < catalog->count; i++) {
        const hop_loader_row *loader = (const hop_loader_row *)catalog->rows[i];
        row = catalog->rows[i];
        assert_true(strlen(row->title) > 10);
        assert_non_null(row->sources);
        /* A file is recognised and loaded in one of three ways, a folder is replaced by its files.
         */
        int ways = (loader->picture != NULL) + (loader->array != NULL) + (loader->load != NULL);
        assert_int_equal(ways, loader->expand ? 0 : 1);
        assert_true((loader->recognise && loader->endings) != (loader->expand != NULL));
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
                 ".png, .jpg, .pgm, a folder, .npy, .npz[:NAME], .safetensors[:NAME], .idx");
    assert_fails(try_path("/dev/null", NULL), HOP_E_READ, "not a regular file");
}

static void no_two_loaders_claim_the_same_bytes(void **state) {
    (void)state;
    static const unsigned char HEADS[][16] = {
        {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'},
        {0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 'J', 'F', 'I', 'F'},
        {'P', '5', '\n', '2', ' ', '2', '\n', '2', '5', '5', '\n', 1, 2, 3, 4},
        {0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0},
        {'P', 'K', 3, 4, 20},
        {0x40, 0, 0, 0, 0, 0, 0, 0, '{', '"'},
        {0, 0, 8, 3, 0, 0, 0xea, 0x60, 0, 0, 0, 28, 0, 0, 0, 28},
        {'a', ',', 'b', '\n', '1', ',', '2', '\n', '3', ',', '4', '\n', '5', ',', '6', '\n'},
    };
    static const hop_loader_row *const LOADERS[] = {
        &hop_loader_png, &hop_loader_jpeg,        &hop_loader_pnm, &hop_loader_npy,
        &hop_loader_npz, &hop_loader_safetensors, &hop_loader_idx, &hop_loader_csv};
    enum { COUNT = sizeof LOADERS / sizeof *LOADERS };
    for (size_t i = 0; i < COUNT; i++)
        for (size_t j = 0; j < COUNT; j++)
            assert_int_equal(LOADERS[j]->recognise(HEADS[i], sizeof HEADS[i]), i == j);
    /* Of a head that is cut off no more is looked at than there is. */
    for (size_t i = 0; i < COUNT; i++)
        for (size_t size = 1; size < sizeof HEADS[i]; size++) {
            unsigned char *cut = malloc(size);
            assert_non_null(cut);
            memcpy(cut, HEADS[i], size);
            for (size_t j = 0; j < COUNT; j++)
                assert_false(i != j && LOADERS[j]->guesses <= LOADERS[i]->guesses &&
                             LOADERS[j]->recognise(cut, size));
            assert_int_equal(hop_gzip_recognise(cut, size), 0);
            free(cut);
        }
    assert_true(hop_gzip_recognise((const unsigned char[]){0x1f, 0x8b}, 2));
    assert_false(hop_gzip_recognise((const unsigned char[]){0x1f, 0x8c}, 2));
    assert_false(hop_gzip_recognise((const unsigned char[]){0x1e, 0x8b}, 2));
    assert_false(hop_gzip_recognise((const unsigned char[]){0x1f}, 1));
    /* One zero is too little for any of them. */
    for (size_t j = 0; j < COUNT; j++)
        assert_false(LOADERS[j]->recognise((const unsigned char[1]){0}, 1));
}

static void what_gzip_packed_is_read_as_what_it_holds(void **state) {
    (void)state;
    static const char *const TEXTS[] = {"1,2\n3,4\n", "P2 2 1 10 5 10\n"};
    for (size_t i = 0; i < 2; i++) {
        size_t size = 0;
        unsigned char *packed = pack((const unsigned char *)TEXTS[i], strlen(TEXTS[i]), 1, &size);
        hop_memory *memory = load_path(put_file("it.gz", packed, size), NULL);
        assert_int_equal(hop_memory_dim(memory), 2);
        assert_true(number_in(memory, 0, 1) == (i == 0 ? 2 : 1));
        hop_memory_destroy(memory);
        free(packed);
    }
}

static int note_progress(void *context, const char *what, size_t done, size_t total) {
    size_t *noted = context;
    (void)what;
    noted[0] = done;
    noted[1] = total;
    return done == 2;
}

static void bytes_that_are_read_are_told_in_kib(void **state) {
    (void)state;
    size_t noted[2] = {7, 7};
    const hop_bytes quiet = {.path = "it"};
    const hop_bytes source = {.path = "it", .progress = note_progress, .context = noted};
    assert_int_equal(hop_bytes_progress(&quiet, 1 << 20, 1 << 21), HOP_OK);
    assert_int_equal(hop_bytes_progress(&source, 3 << 10, 5 << 10), HOP_OK);
    assert_true(noted[0] == 3 && noted[1] == 5);
    assert_fails(hop_bytes_progress(&source, 2 << 10, 5 << 10), HOP_E_CANCELLED, "it: cancelled");
}

/* What cannot be opened leaves nothing to close; small files are read, others mapped. */
static void bytes_are_opened_as_they_are_asked_for(void **state) {
    (void)state;
    static unsigned char large[(1 << 16) + 1];
    hop_memory_owner owner = {0};
    size_t size = 0;
    unsigned char *packed = pack(large, sizeof large, 1, &size);
    const char *none = put_file("none", "", 0), *one = put_file("one", "1", 1);
    const char *edge = put_file("edge", large, sizeof large - 1);
    const char *big = put_file("big", large, sizeof large), *gz = put_file("gz", packed, size);
    for (int small = 0; small < 2; small++) {
        hop_bytes source = {.small = small};
        assert_fails(hop_bytes_open(none, NULL, 0, &source), HOP_E_FORMAT, "is empty");
        assert_null(source.path);
        const char *const paths[] = {one, edge, big, gz};
        for (size_t i = 0; i < 4; i++) {
            source = (hop_bytes){.small = small};
            assert_int_equal(hop_bytes_open(paths[i], "m", 0, &source), HOP_OK);
            assert_int_equal(source.size, i == 0 ? 1 : sizeof large - (i == 1));
            assert_int_equal(source.part != NULL, small && i < 2);
            assert_int_equal(source.unpacked != NULL, i == 3);
            assert_false(source.partial);
            assert_string_equal(source.member, "m");
            assert_int_equal(source.bytes[0], i == 0 ? '1' : 0);
            assert_int_equal(hop_bytes_hand_over(&source, &owner), !(small && i < 2));
            if (!(small && i < 2)) owner.release(owner.bytes, owner.size);
            hop_bytes_close(&source);
        }
        assert_int_equal(hop_bytes_open(gz, NULL, 5, &source), HOP_OK);
        assert_true(source.partial);
        hop_bytes_close(&source);
    }
    free(packed);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_loader_is_in_the_table_and_complete),
        cmocka_unit_test(missing_and_empty_files_are_named),
        cmocka_unit_test(a_file_that_nothing_reads_is_told_what_is_read),
        cmocka_unit_test(no_two_loaders_claim_the_same_bytes),
        cmocka_unit_test(what_gzip_packed_is_read_as_what_it_holds),
        cmocka_unit_test(bytes_that_are_read_are_told_in_kib),
        cmocka_unit_test(bytes_are_opened_as_they_are_asked_for),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
