/* IDX files, packed and not; Fashion-MNIST where it is installed.  Covers: array_load.c
 * SPDX-License-Identifier: MIT */
#include "load/idx.h"

#include <hopfield/load.h>
#include <hopfield/random.h>

#include "base/fail.h"
#include "pack.h"

/* Three pictures, two wide and one high, of bytes. */
static const unsigned char PICTURES[] = {0, 0, 8, 3, 0, 0,   0, 3,  0,   0,   0,
                                         1, 0, 0, 0, 2, 255, 0, 51, 102, 153, 204};

static hop_status parse(const unsigned char *bytes, size_t size, hop_array *array) {
    HOP_TRY(hop_idx_parse("x.idx", bytes, size, array));
    return hop_array_fits("x.idx", array, size);
}

static void pictures_of_bytes_are_read(void **state) {
    (void)state;
    hop_memory *memory = load_path(put_file("a.idx", PICTURES, sizeof PICTURES), NULL);
    assert_int_equal(hop_memory_count(memory), 3);
    assert_true(hop_shape_equal(hop_memory_shape(memory), (hop_shape){2, 1, 1, true}));
    assert_int_equal(hop_memory_dtype(memory), HOP_U8);
    assert_true(number_in(memory, 0, 0) == 1 && number_in(memory, 1, 0) == 0.2);
    hop_memory_destroy(memory);
}

static void a_packed_file_is_read_whatever_it_is_called(void **state) {
    (void)state;
    size_t size = 0;
    unsigned char *packed = pack(PICTURES, sizeof PICTURES, 1, &size);
    hop_memory *memory = load_path(put_file("a.png", packed, size), NULL);
    assert_int_equal(hop_memory_count(memory), 3);
    assert_true(number_in(memory, 2, 1) == 0.8);
    hop_memory_destroy(memory);
    free(packed);
}

static void every_type_is_read_in_big_endian(void **state) {
    (void)state;
    static const struct {
        unsigned char code, bytes[8];
        size_t size;
        double value;
    } CASES[] = {
        {0x08, {51}, 1, 0.2},
        {0x09, {0xfe}, 1, -2},
        {0x0B, {0x01, 0x02}, 2, 258},
        {0x0C, {0xff, 0xff, 0xff, 0xff}, 4, -1},
        {0x0D, {0xc0, 0x20, 0, 0}, 4, -2.5},
        {0x0E, {0x3f, 0xf8, 0, 0, 0, 0, 0, 0}, 8, 1.5},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        unsigned char file[20] = {0, 0, CASES[i].code, 2, 0, 0, 0, 1, 0, 0, 0, 1};
        memcpy(file + 12, CASES[i].bytes, CASES[i].size);
        hop_memory *memory = load_path(put_file("t.idx", file, 12 + CASES[i].size), NULL);
        assert_true(number_in(memory, 0, 0) == CASES[i].value);
        hop_memory_destroy(memory);
    }
}

static void a_list_of_labels_is_not_a_memory(void **state) {
    (void)state;
    const unsigned char labels[] = {0, 0, 8, 1, 0, 0, 0, 2, 1, 2};
    assert_fails(try_path(put_file("l.idx", labels, sizeof labels), NULL), HOP_E_SHAPE, "--labels");
}

static void more_than_six_dimensions_are_refused(void **state) {
    (void)state;
    const unsigned char seven[32] = {0, 0, 8, 7}, none[4] = {0, 0, 8, 0};
    hop_array array = {0};
    assert_fails(hop_idx_parse("x", seven, sizeof seven, &array), HOP_E_SHAPE, "7 dimensions");
    assert_fails(hop_idx_parse("x", none, sizeof none, &array), HOP_E_SHAPE, "0 dimensions");
}

static void an_unknown_type_is_refused(void **state) {
    (void)state;
    const unsigned char file[9] = {0, 0, 0x0A, 1, 0, 0, 0, 1, 0};
    hop_array array = {0};
    assert_fails(hop_idx_parse("x", file, sizeof file, &array), HOP_E_FORMAT, "IDX");
    for (size_t i = 0; i < 2; i++) {
        unsigned char begin[9] = {0, 0, 8, 1, 0, 0, 0, 1, 0};
        begin[i] = 1; /* one of the two zeros */
        assert_fails(hop_idx_parse("x", begin, sizeof begin, &array), HOP_E_FORMAT, "IDX");
    }
}

static void a_packed_file_of_something_else_is_refused(void **state) {
    (void)state;
    size_t size = 0;
    unsigned char *packed = pack((const unsigned char *)"hello", 5, 1, &size);
    assert_fails(try_path(put_file("h.gz", packed, size), NULL), HOP_E_FORMAT,
                 "neither a picture nor a table of numbers: it begins 'hello'");
    free(packed);
}

static void a_hostile_size_allocates_nothing(void **state) {
    (void)state;
    unsigned char file[24] = {0, 0, 0x0E, 4};
    size_t size = 0;
    memset(file + 4, 0xff, 16);
    assert_fails(try_path(put_file("b.idx", file, sizeof file), NULL), HOP_E_FORMAT,
                 "more numbers than any file");
    unsigned char *packed = pack(file, sizeof file, 1, &size);
    assert_fails(try_path(put_file("b.gz", packed, size), NULL), HOP_E_FORMAT,
                 "more numbers than any file");
    free(packed);
    /* 2^62 bytes: no overflow, but no file either. */
    file[2] = 0x08;
    file[3] = 2;
    memcpy(file + 4, "\x80\0\0\0\x80\0\0\0", 8);
    assert_fails(try_path(put_file("b.idx", file, sizeof file), NULL), HOP_E_FORMAT, "truncated");
    packed = pack(file, sizeof file, 1, &size);
    assert_fails(try_path(put_file("b.gz", packed, size), NULL), HOP_E_FORMAT,
                 "more than can be packed");
    free(packed);
}

static void truncated_files_are_refused_at_every_offset(void **state) {
    (void)state;
    size_t size = 0;
    unsigned char *packed = pack(PICTURES, sizeof PICTURES, 1, &size);
    for (size_t cut = 0; cut < sizeof PICTURES; cut++)
        assert_int_equal(try_path(put_file("t.idx", PICTURES, cut), NULL), HOP_E_FORMAT);
    for (size_t cut = 0; cut < size; cut++)
        assert_int_equal(try_path(put_file("t.gz", packed, cut), NULL), HOP_E_FORMAT);
    free(packed);
}

static void flipped_bytes_never_do_harm(void **state) {
    (void)state;
    hop_random random;
    hop_random_init(&random, 2, 0);
    for (size_t i = 0; i < 20000; i++) {
        unsigned char *copy = exact_copy(PICTURES, sizeof PICTURES);
        hop_array array = {0};
        for (size_t flips = 1 + hop_random_below(&random, 3); flips > 0; flips--)
            copy[hop_random_below(&random, 16)] = (unsigned char)hop_random_word(&random);
        size_t bytes = 0;
        if (parse(copy, sizeof PICTURES, &array) == HOP_OK) {
            assert_true(hop_array_bytes(&array, &bytes));
            assert_int_equal(array.offset + bytes, sizeof PICTURES);
        }
        free(copy);
    }
}

static void fashion_mnist_is_read_with_its_labels(void **state) {
    (void)state;
    static const char *const IMAGES =
        "/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz";
    hop_load_options options = hop_load_defaults;
    options.labels = "/usr/share/datasets/fashion-mnist/train-labels-idx1-ubyte.gz";
    if (!hop_file_exists(IMAGES)) skip();
    hop_memory *memory = load_path(IMAGES, &options);
    int64_t label = -1;
    assert_int_equal(hop_memory_count(memory), 60000);
    assert_true(hop_shape_equal(hop_memory_shape(memory), (hop_shape){28, 28, 1, true}));
    assert_true(hop_memory_label(memory, 0, &label));
    assert_int_equal(label, 9);
    hop_memory_destroy(memory);
}

static void sizes_have_four_bytes_each(void **state) {
    (void)state;
    const unsigned char file[] = {0, 0, 8, 2, 1, 2, 3, 4, 0xff, 0xfe, 0xfd, 0xfc};
    hop_array array = {0};
    assert_int_equal(hop_idx_parse("x", file, sizeof file, &array), HOP_OK);
    assert_true(array.size[0] == 0x01020304 && array.size[1] == 0xfffefdfc);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pictures_of_bytes_are_read),
        cmocka_unit_test(a_packed_file_is_read_whatever_it_is_called),
        cmocka_unit_test(every_type_is_read_in_big_endian),
        cmocka_unit_test(a_list_of_labels_is_not_a_memory),
        cmocka_unit_test(more_than_six_dimensions_are_refused),
        cmocka_unit_test(an_unknown_type_is_refused),
        cmocka_unit_test(a_packed_file_of_something_else_is_refused),
        cmocka_unit_test(a_hostile_size_allocates_nothing),
        cmocka_unit_test(truncated_files_are_refused_at_every_offset),
        cmocka_unit_test(flipped_bytes_never_do_harm),
        cmocka_unit_test(fashion_mnist_is_read_with_its_labels),
        cmocka_unit_test(sizes_have_four_bytes_each),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
