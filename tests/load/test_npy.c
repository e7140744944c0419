/* .npy files as memories, and states as .npy files.  Covers: array_load.c array_shape.c
 * SPDX-License-Identifier: MIT */
#include "memory/fixture.h"

#include <float.h>
#include <math.h>

#include "load/loader.h"

static void vectors_of_floats_become_a_memory(void **state) {
    (void)state;
    const float data[6] = {1, 2, 3, 4, 5, -6.5f};
    hop_memory *memory =
        load_path(put_npy("a.npy", "<f4", "False", "(2, 3)", data, sizeof data), NULL);
    assert_int_equal(hop_memory_count(memory), 2);
    assert_int_equal(hop_memory_dim(memory), 3);
    assert_int_equal(hop_memory_dtype(memory), HOP_F32);
    assert_false(hop_memory_shape(memory).image);
    assert_null(hop_memory_name(memory, 0));
    assert_memory_equal(hop_memory_data(memory), data, sizeof data);
    hop_memory_destroy(memory);
}

static void bytes_stay_bytes(void **state) {
    (void)state;
    const unsigned char data[8] = {0, 51, 102, 255, 1, 2, 3, 4};
    hop_memory *memory =
        load_path(put_npy("a.npy", "|u1", "False", "(2, 2, 2)", data, sizeof data), NULL);
    assert_int_equal(hop_memory_dtype(memory), HOP_U8);
    assert_true(hop_memory_shape(memory).image);
    assert_true(number_in(memory, 0, 1) == 0.2);
    assert_memory_equal(hop_memory_data(memory), data, sizeof data);
    hop_memory_destroy(memory);
}

static void queries_of_bytes_become_floats(void **state) {
    (void)state;
    const unsigned char data[2] = {0, 255};
    hop_load_options options = hop_load_defaults;
    options.role = HOP_QUERIES;
    hop_memory *memory =
        load_path(put_npy("a.npy", "|u1", "False", "(2,)", data, sizeof data), &options);
    assert_int_equal(hop_memory_dtype(memory), HOP_F32);
    assert_int_equal(hop_memory_count(memory), 1);
    assert_true(number_in(memory, 0, 1) == 1);
    hop_memory_destroy(memory);
}

static void fortran_order_is_read_as_the_same_pictures(void **state) {
    (void)state;
    /* Picture n, row y, column x, channel c holds 1000 n + 100 y + 10 x + c. */
    enum { N = 2, H = 2, W = 3, C = 3 };
    float data[N * H * W * C];
    for (size_t n = 0; n < N; n++)
        for (size_t y = 0; y < H; y++)
            for (size_t x = 0; x < W; x++)
                for (size_t c = 0; c < C; c++)
                    data[n + N * (y + H * (x + W * c))] = (float)(1000 * n + 100 * y + 10 * x + c);
    hop_memory *memory =
        load_path(put_npy("f.npy", "<f4", "True", "(2, 2, 3, 3)", data, sizeof data), NULL);
    assert_int_equal(hop_memory_shape(memory).width, W);
    assert_true(number_in(memory, 1, 0) == 1000);
    assert_true(number_in(memory, 1, (1 * W + 2) * C + 1) == 1121);
    assert_true(number_in(memory, 0, (0 * W + 1) * C + 2) == 12);
    hop_memory_destroy(memory);
}

static void fortran_order_of_vectors_is_read(void **state) {
    (void)state;
    const double data[6] = {11, 21, 12, 22, 13, 23};
    hop_memory *memory =
        load_path(put_npy("f.npy", "<f8", "True", "(2, 3)", data, sizeof data), NULL);
    assert_int_equal(hop_memory_dtype(memory), HOP_F64);
    assert_true(number_in(memory, 0, 2) == 13 && number_in(memory, 1, 0) == 21);
    hop_memory_destroy(memory);
}

static void big_endian_is_read(void **state) {
    (void)state;
    const unsigned char floats[8] = {0x3f, 0x80, 0, 0, 0xc0, 0x20, 0, 0};
    const unsigned char shorts[4] = {0xff, 0xfe, 0x01, 0x00};
    hop_memory *memory = load_path(put_npy("b.npy", ">f4", "False", "(1, 2)", floats, 8), NULL);
    assert_true(number_in(memory, 0, 0) == 1 && number_in(memory, 0, 1) == -2.5);
    hop_memory_destroy(memory);
    memory = load_path(put_npy("b.npy", ">i2", "False", "(1, 2)", shorts, 4), NULL);
    assert_int_equal(hop_memory_dtype(memory), HOP_F32);
    assert_true(number_in(memory, 0, 0) == -2 && number_in(memory, 0, 1) == 256);
    hop_memory_destroy(memory);
}

static void a_value_that_is_not_finite_is_named(void **state) {
    (void)state;
    const float data[6] = {1, 2, 3, 4, NAN, 6}, infinite[2] = {NAN, INFINITY};
    hop_load_options queries = hop_load_defaults;
    queries.role = HOP_QUERIES;
    const char *path = put_npy("n.npy", "<f4", "False", "(3, 2)", data, sizeof data);
    assert_fails(try_path(path, NULL), HOP_E_VALUE, "n.npy: pattern 2, position 0");
    hop_memory *memory = load_path(path, &queries);
    assert_true(isnan(number_in(memory, 2, 0)));
    hop_memory_destroy(memory);
    path = put_npy("i.npy", "<f4", "False", "(2,)", infinite, sizeof infinite);
    assert_fails(try_path(path, &queries), HOP_E_VALUE, "position 1: the value is inf");
}

static void a_file_without_patterns_is_refused(void **state) {
    (void)state;
    assert_fails(try_path(put_npy("e.npy", "<f4", "False", "(0, 3)", NULL, 0), NULL), HOP_E_EMPTY,
                 "no patterns");
    assert_fails(try_path(put_npy("e.npy", "<f4", "False", "(3, 0)", NULL, 0), NULL), HOP_E_EMPTY,
                 "no patterns");
}

static void truncated_files_are_refused_at_every_offset(void **state) {
    (void)state;
    const float data[4] = {1, 2, 3, 4};
    unsigned char *bytes = NULL;
    size_t size = 0;
    const char *path = put_npy("t.npy", "<f4", "False", "(2, 2)", data, sizeof data);
    assert_int_equal(hop_file_read(path, 4096, &bytes, &size), HOP_OK);
    for (size_t cut = 0; cut < size; cut++)
        assert_fails(try_path(put_file("t.npy", bytes, cut), NULL), HOP_E_FORMAT,
                     cut < 6 ? "t.npy: " : "truncated");
    /* Of a packed file the header tells how much of it is wanted. */
    hop_array array = {0};
    assert_true(hop_loader_npy.header(bytes, size - sizeof data, &array));
    assert_true(array.rank == 2 && array.offset == size - sizeof data);
    assert_false(hop_loader_npy.header(bytes, size - sizeof data - 1, &array));
    free(bytes);
}

static void states_written_are_read_back(void **state) {
    (void)state;
    const double states[6] = {0.1, -1, 1e-300, NAN, 5, 6};
    hop_load_options queries = hop_load_defaults;
    queries.role = HOP_QUERIES;
    const char *path = in_folder("w.npy");
    assert_int_equal(hop_npy_write(path, states, 2, 3, HOP_F64, false), HOP_OK);
    hop_memory *memory = load_path(path, &queries);
    assert_int_equal(hop_memory_count(memory), 2);
    assert_memory_equal(hop_memory_data(memory), states, sizeof states);
    hop_memory_destroy(memory);
    assert_fails(hop_npy_write(path, states, 1, 6, HOP_F32, false), HOP_E_EXISTS, "w.npy");
    assert_int_equal(hop_npy_write(path, states, 1, 6, HOP_F32, true), HOP_OK);
    memory = load_path(path, &queries);
    assert_int_equal(hop_memory_dtype(memory), HOP_F32);
    assert_true(number_in(memory, 0, 0) == (double)0.1f);
    hop_memory_destroy(memory);
}

/* Patterns are read and written in pieces of 2^16 numbers: so many, and one more, and a last piece
 * that is not full. */
static void memories_written_are_read_back(void **state) {
    (void)state;
    static const struct {
        size_t count, dim;
    } SIZES[] = {{3, 2}, {70, 1000}, {65, 1000}, {66, 1000}, {1, 65537}, {2, 65536}, {131, 1000}};
    for (size_t i = 0; i < sizeof SIZES / sizeof *SIZES; i++) {
        const size_t count = SIZES[i].count, dim = SIZES[i].dim;
        hop_memory *memory = NULL;
        double *values = malloc(count * dim * sizeof *values);
        assert_non_null(values);
        for (size_t j = 0; j < count * dim; j++) values[j] = (double)j;
        assert_int_equal(
            hop_memory_create((hop_shape){dim, 1, 1, false}, HOP_F64, HOP_PATTERNS, &memory),
            HOP_OK);
        assert_int_equal(hop_memory_append(memory, values, count, NULL), HOP_OK);
        const char *path = in_folder("pieces.npy");
        assert_int_equal(hop_npy_write_memory(path, memory, HOP_F64, true, NULL, NULL), HOP_OK);
        hop_memory_destroy(memory);
        memory = load_path(path, NULL);
        assert_int_equal(hop_memory_count(memory), count);
        for (size_t j = 0; j < count * dim; j++)
            assert_true(number_in(memory, j / dim, j % dim) == (double)j);
        hop_memory_destroy(memory);
        free(values);
    }
}

/* Whatever the numbers of its shape. */
static void headers_written_are_aligned(void **state) {
    (void)state;
    const char *path = in_folder("aligned.npy");
    double *states = calloc(100000, sizeof *states);
    assert_non_null(states);
    for (size_t count = 1; count <= 100000; count *= 10)
        for (size_t dim = 1; dim <= 100000 / count; dim *= 10) {
            unsigned char *bytes = NULL;
            size_t size = 0;
            assert_int_equal(hop_npy_write(path, states, count, dim, HOP_F32, true), HOP_OK);
            assert_int_equal(hop_file_read(path, 1 << 20, &bytes, &size), HOP_OK);
            const size_t start = bytes[8] + (size_t)10;
            assert_int_equal(start % 64, 0);
            assert_int_equal(size, start + count * dim * 4);
            assert_int_equal(bytes[start - 1], '\n');
            free(bytes);
        }
    free(states);
}

static void states_are_not_written_as_bytes(void **state) {
    (void)state;
    const double states[1] = {0};
    assert_fails(hop_npy_write(in_folder("u.npy"), states, 1, 1, HOP_U8, false), HOP_E_SUPPORT,
                 "u8");
    assert_fails(hop_npy_write("/nowhere/at/all.npy", states, 1, 1, HOP_F32, false), HOP_E_WRITE,
                 "/nowhere/at/all.npy");
}

static void a_memory_that_cannot_be_written_is_told(void **state) {
    (void)state;
    hop_memory *memory =
        load_path(put_npy("one.npy", "<f8", "False", "(1, 2)", (double[]){1, 2}, 16), NULL);
    assert_fails(hop_npy_write_memory("/nowhere/at/all.npy", memory, HOP_F64, false, NULL, NULL),
                 HOP_E_WRITE, "/nowhere/at");
    const char *path = in_folder("written.npy");
    assert_int_equal(hop_npy_write_memory(path, memory, HOP_F64, false, NULL, NULL), HOP_OK);
    assert_fails(hop_npy_write_memory(path, memory, HOP_F64, false, NULL, NULL), HOP_E_EXISTS,
                 "--force");
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors_of_floats_become_a_memory),
        cmocka_unit_test(bytes_stay_bytes),
        cmocka_unit_test(queries_of_bytes_become_floats),
        cmocka_unit_test(fortran_order_is_read_as_the_same_pictures),
        cmocka_unit_test(fortran_order_of_vectors_is_read),
        cmocka_unit_test(big_endian_is_read),
        cmocka_unit_test(a_value_that_is_not_finite_is_named),
        cmocka_unit_test(a_file_without_patterns_is_refused),
        cmocka_unit_test(truncated_files_are_refused_at_every_offset),
        cmocka_unit_test(states_written_are_read_back),
        cmocka_unit_test(memories_written_are_read_back),
        cmocka_unit_test(headers_written_are_aligned),
        cmocka_unit_test(states_are_not_written_as_bytes),
        cmocka_unit_test(a_memory_that_cannot_be_written_is_told),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
