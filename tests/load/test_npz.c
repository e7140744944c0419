/* NumPy archives: one array, several, none; damaged.
 * SPDX-License-Identifier: MIT */
#include "memory/fixture.h"

#include <zip.h>

#include <hopfield/load.h>
#include <hopfield/random.h>

/* A .npy file of these bytes [size], of shape [2, size / 2]. */
static size_t make_array(unsigned char *npy, const unsigned char *bytes, size_t size) {
    int length =
        snprintf((char *)npy + 10, 118,
                 "{'descr': '|u1', 'fortran_order': False, 'shape': (2, %zu), }", size / 2);
    memcpy(npy, "\x93NUMPY\x01\x00", 8);
    npy[8] = (unsigned char)(length + 1);
    npy[9] = 0;
    npy[10 + length] = '\n';
    memcpy(npy + 11 + length, bytes, size);
    return 11 + (size_t)length + size;
}

/* An archive of `count` members, as numpy.savez (stored) or savez_compressed writes it. */
static const char *put_archive(const char *name, const char *const *members, size_t count,
                               bool packed) {
    static unsigned char npy[4][256];
    const char *path = in_folder(name);
    int error = 0;
    zip_t *archive = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &error);
    assert_non_null(archive);
    for (size_t i = 0; i < count; i++) {
        unsigned char bytes[4] = {0, 51, 102, (unsigned char)(153 + i)};
        size_t size = make_array(npy[i], bytes, 4);
        zip_source_t *source = zip_source_buffer(archive, npy[i], size, 0);
        zip_int64_t index = zip_file_add(archive, members[i], source, 0);
        assert_true(index >= 0);
        zip_set_file_compression(archive, (zip_uint64_t)index,
                                 packed ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0);
    }
    assert_int_equal(zip_close(archive), 0);
    return path;
}

static const char *member_of(const char *path, const char *member) {
    static char text[400];
    snprintf(text, sizeof text, "%s:%s", path, member);
    return text;
}

static void the_only_array_needs_no_name(void **state) {
    (void)state;
    for (int packed = 0; packed < 2; packed++) {
        hop_memory *memory =
            load_path(put_archive("one.npz", (const char *[]){"arr_0.npy"}, 1, packed), NULL);
        assert_int_equal(hop_memory_count(memory), 2);
        assert_true(number_in(memory, 0, 1) == 0.2 && number_in(memory, 1, 1) == 0.6);
        hop_memory_destroy(memory);
    }
}

/* A member is unpacked in pieces of 2^20 bytes. */
static void an_array_of_several_pieces_comes_whole(void **state) {
    (void)state;
    enum { SIZE = 2 * ((1 << 20) + 5) };
    unsigned char *bytes = malloc(SIZE), *npy = malloc(SIZE + 256);
    assert_true(bytes && npy);
    for (size_t i = 0; i < SIZE; i++) bytes[i] = (unsigned char)(i * 7 + i / 251);
    const size_t size = make_array(npy, bytes, SIZE);
    for (int packed = 0; packed < 2; packed++) {
        const char *path = in_folder("large.npz");
        int error = 0;
        zip_t *archive = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &error);
        assert_non_null(archive);
        zip_int64_t index =
            zip_file_add(archive, "x.npy", zip_source_buffer(archive, npy, size, 0), 0);
        zip_set_file_compression(archive, (zip_uint64_t)index,
                                 packed ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0);
        assert_int_equal(zip_close(archive), 0);
        hop_memory *memory = load_path(path, NULL);
        assert_int_equal(hop_memory_dim(memory), SIZE / 2);
        for (size_t i = 0; i < SIZE; i++)
            assert_true(number_in(memory, i / (SIZE / 2), i % (SIZE / 2)) ==
                        (double)bytes[i] / 255);
        hop_memory_destroy(memory);
    }
    free(bytes);
    free(npy);
}

static void one_of_several_is_named_and_the_names_are_listed(void **state) {
    (void)state;
    static const char *const MEMBERS[] = {"x_train.npy", "x_test.npy", "notes.txt"};
    const char *path = put_archive("some.npz", MEMBERS, 3, true);
    assert_fails(try_path(path, NULL), HOP_E_NAME, "has 2 arrays; say which");
    assert_fails(try_path(path, NULL), HOP_E_NAME, "x_train, x_test");
    assert_fails(try_path(member_of(path, "y"), NULL), HOP_E_NAME,
                 "has no array 'y'; there are: x_train, x_test");
    hop_memory *memory = load_path(member_of(path, "x_test"), NULL);
    assert_true(number_in(memory, 1, 1) == 154 / 255.0);
    hop_memory_destroy(memory);
    assert_int_equal(try_path(member_of(path, "x_test.npy"), NULL), HOP_OK);
}

static void archives_of_other_things_are_named(void **state) {
    (void)state;
    assert_fails(try_path(put_archive("m.pt", (const char *[]){"m/data.pkl"}, 1, false), NULL),
                 HOP_E_FORMAT, "is a PyTorch file");
    assert_fails(try_path(put_archive("m.zip", (const char *[]){"a.txt"}, 1, false), NULL),
                 HOP_E_FORMAT, "without .npy files");
}

static void damage_is_seen_and_never_harms(void **state) {
    (void)state;
    const char *path = put_archive("d.npz", (const char *[]){"a.npy"}, 1, true);
    unsigned char *bytes = NULL;
    size_t size = 0;
    hop_random random;
    hop_random_init(&random, 3, 0);
    assert_int_equal(hop_file_read(path, 1 << 20, &bytes, &size), HOP_OK);
    for (size_t cut = 4; cut < size; cut++)
        assert_int_equal(try_path(put_file("cut.npz", bytes, cut), NULL), HOP_E_FORMAT);
    for (size_t i = 0; i < 500; i++) {
        unsigned char *copy = exact_copy(bytes, size);
        copy[4 + hop_random_below(&random, size - 4)] ^= (unsigned char)(1u << i % 8);
        (void)try_path(put_file("flip.npz", copy, size), NULL);
        free(copy);
    }
    free(bytes);
}

static void a_member_is_called_by_its_whole_name(void **state) {
    (void)state;
    const char *path =
        put_archive("names.npz", (const char *[]){"a.npy", "b.npy", "ab.npy", "abc.npy"}, 4, false);
    static const char *const CALLED[] = {"a", "b", "ab", "abc", "abc.npy"};
    for (size_t i = 0; i < 5; i++) {
        hop_memory *memory = load_path(member_of(path, CALLED[i]), NULL);
        const double last = (double)(153 + (i < 4 ? i : 3)) / 255;
        assert_true(number_in(memory, 1, 1) == last);
        hop_memory_destroy(memory);
    }
    assert_int_equal(try_path(member_of(path, "abcd"), NULL), HOP_E_NAME);
    assert_int_equal(try_path(member_of(path, "abc.np"), NULL), HOP_E_NAME);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_only_array_needs_no_name),
        cmocka_unit_test(an_array_of_several_pieces_comes_whole),
        cmocka_unit_test(one_of_several_is_named_and_the_names_are_listed),
        cmocka_unit_test(archives_of_other_things_are_named),
        cmocka_unit_test(damage_is_seen_and_never_harms),
        cmocka_unit_test(a_member_is_called_by_its_whole_name),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
