/* Arrays of every type, shape and option as patterns.  Covers: loading.c
 * SPDX-License-Identifier: MIT */
#include "memory/fixture.h"

#include <math.h>
#include <sys/stat.h>
#include <unistd.h>

/* 24 bytes with each value its own index. */
static const unsigned char COUNTING[24] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11,
                                           12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23};

static const char *bytes_of_shape(const char *shape, size_t size) {
    return put_npy("s.npy", "|u1", "False", shape, COUNTING, size);
}

static void assert_shape(const char *path, const hop_load_options *options, size_t count,
                         hop_shape shape) {
    hop_memory *memory = load_path(path, options);
    assert_int_equal(hop_memory_count(memory), count);
    assert_true(hop_shape_equal(hop_memory_shape(memory), shape));
    hop_memory_destroy(memory);
}

static void the_dimensions_say_what_it_is(void **state) {
    (void)state;
    assert_shape(bytes_of_shape("(24,)", 24), NULL, 1, (hop_shape){24, 1, 1, false});
    assert_shape(bytes_of_shape("(4, 6)", 24), NULL, 4, (hop_shape){6, 1, 1, false});
    assert_shape(bytes_of_shape("(4, 3, 2)", 24), NULL, 4, (hop_shape){2, 3, 1, true});
    assert_shape(bytes_of_shape("(2, 2, 2, 3)", 24), NULL, 2, (hop_shape){2, 2, 3, true});
    assert_shape(bytes_of_shape("(2, 2, 6, 1)", 24), NULL, 2, (hop_shape){6, 2, 1, true});
}

static void pictures_of_two_channels_are_refused(void **state) {
    (void)state;
    assert_fails(try_path(bytes_of_shape("(2, 2, 3, 2)", 24), NULL), HOP_E_SHAPE,
                 "[2, 2, 3, 2]; patterns are");
}

static void vectors_become_pictures_of_the_size_asked_for(void **state) {
    (void)state;
    hop_load_options options = hop_load_defaults;
    options.width = 3;
    options.height = 2;
    assert_shape(bytes_of_shape("(4, 6)", 24), &options, 4, (hop_shape){3, 2, 1, true});
    options.width = 2;
    options.height = 1;
    assert_shape(bytes_of_shape("(4, 6)", 24), &options, 4, (hop_shape){2, 1, 3, true});
    options.width = 5;
    assert_shape(bytes_of_shape("(4, 6)", 24), &options, 4, (hop_shape){6, 1, 1, false});
}

static void a_dim_that_is_not_wanted_is_refused(void **state) {
    (void)state;
    hop_load_options options = hop_load_defaults;
    options.dim = 7;
    const char *path = bytes_of_shape("(4, 6)", 24);
    assert_fails(try_path(path, &options), HOP_E_SHAPE, "6 numbers");
    assert_fails(try_path(path, &options), HOP_E_SHAPE, "7 numbers");
    options.dim = 6;
    assert_int_equal(try_path(path, &options), HOP_OK);
}

static void the_limit_takes_the_first_ones(void **state) {
    (void)state;
    hop_load_options options = hop_load_defaults;
    options.limit = 3;
    hop_memory *memory = load_path(bytes_of_shape("(4, 6)", 24), &options);
    assert_int_equal(hop_memory_count(memory), 3);
    assert_true(number_in(memory, 2, 5) == 17.0 / 255);
    hop_memory_destroy(memory);
}

static void every_type_becomes_the_dtype_that_holds_it(void **state) {
    (void)state;
    static const struct {
        const char *type;
        hop_dtype dtype;
    } CASES[] = {
        {"|u1", HOP_U8},  {"|b1", HOP_U8},  {"|i1", HOP_F32}, {"<i2", HOP_F32}, {"<u2", HOP_F32},
        {"<i4", HOP_F64}, {"<u4", HOP_F64}, {"<i8", HOP_F64}, {"<u8", HOP_F64}, {"<f2", HOP_F32},
        {"<f4", HOP_F32}, {"<f8", HOP_F64}, {">f4", HOP_F32}, {">u4", HOP_F64},
    };
    const unsigned char zeros[16] = {0};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        size_t size = 2 * (size_t)(CASES[i].type[2] - '0');
        hop_memory *memory =
            load_path(put_npy("d.npy", CASES[i].type, "False", "(1, 2)", zeros, size), NULL);
        assert_int_equal(hop_memory_dtype(memory), CASES[i].dtype);
        hop_memory_destroy(memory);
    }
}

static void a_dtype_given_is_the_one_made(void **state) {
    (void)state;
    const double data[2] = {0.2, 1};
    hop_load_options options = hop_load_defaults;
    options.dtype_given = true;
    for (int dtype = HOP_U8; dtype <= HOP_F64; dtype++) {
        options.dtype = (hop_dtype)dtype;
        hop_memory *memory =
            load_path(put_npy("d.npy", "<f8", "False", "(2,)", data, sizeof data), &options);
        assert_int_equal(hop_memory_dtype(memory), dtype);
        assert_true(fabs(number_in(memory, 0, 0) - 0.2) < 1e-7);
        hop_memory_destroy(memory);
    }
}

static void bytes_become_floats_in_units(void **state) {
    (void)state;
    hop_load_options options = hop_load_defaults;
    options.dtype_given = true;
    options.dtype = HOP_F64;
    hop_memory *memory = load_path(bytes_of_shape("(4, 6)", 24), &options);
    assert_true(number_in(memory, 3, 5) == 23.0 / 255);
    hop_memory_destroy(memory);
}

static void what_does_not_fit_the_dtype_is_named(void **state) {
    (void)state;
    const double data[4] = {0.2, 1, 0, 1.5};
    hop_load_options options = hop_load_defaults;
    options.dtype_given = true;
    options.dtype = HOP_U8;
    const char *path = put_npy("d.npy", "<f8", "False", "(2, 2)", data, sizeof data);
    assert_fails(try_path(path, &options), HOP_E_VALUE, "d.npy: pattern 1, position 1");
}

static void booleans_are_zero_and_one(void **state) {
    (void)state;
    const unsigned char data[3] = {0, 1, 1};
    hop_memory *memory = load_path(put_npy("b.npy", "|b1", "False", "(3,)", data, 3), NULL);
    assert_true(number_in(memory, 0, 0) == 0 && number_in(memory, 0, 1) == 1);
    hop_memory_destroy(memory);
}

static void pictures_of_another_size_are_resized_only_when_asked(void **state) {
    (void)state;
    hop_load_options options = hop_load_defaults;
    options.width = options.height = 2;
    unsigned char bytes[16];
    for (size_t i = 0; i < 16; i++) bytes[i] = (unsigned char)(255 - 17 * i);
    const char *path = put_npy("p.npy", "|u1", "False", "(1, 4, 4)", bytes, 16);
    assert_fails(try_path(path, &options), HOP_E_SHAPE, "4x4, but the size is 2x2; use --resize");
    options.resize = HOP_RESIZE_STRETCH;
    hop_memory *memory = load_path(path, &options);
    assert_int_equal(hop_memory_dim(memory), 4);
    assert_int_equal(hop_memory_dtype(memory), HOP_U8);
    /* The mean of 255, 238, 187 and 170 is 212.5, kept as the nearest step. */
    assert_true(fabs(number_in(memory, 0, 0) - 212.5 / 255) <= 0.5 / 255 + 1e-6);
    hop_memory_destroy(memory);
}

static void grey_pictures_become_colour_when_asked(void **state) {
    (void)state;
    hop_load_options options = hop_load_defaults;
    options.channels = 3;
    hop_memory *memory = load_path(bytes_of_shape("(4, 3, 2)", 24), &options);
    assert_int_equal(hop_memory_shape(memory).channels, 3);
    assert_true(number_in(memory, 0, 3) == 1.0 / 255 && number_in(memory, 0, 5) == 1.0 / 255);
    hop_memory_destroy(memory);
}

static int stop_at_once(void *context, const char *what, size_t done, size_t total) {
    (void)what;
    assert_true(done <= total);
    ++*(size_t *)context;
    return 1;
}

static void a_load_can_be_cancelled(void **state) {
    (void)state;
    size_t told = 0;
    hop_load_options options = hop_load_defaults;
    options.progress = stop_at_once;
    options.context = &told;
    assert_fails(try_path(bytes_of_shape("(4, 6)", 24), &options), HOP_E_CANCELLED, "cancelled");
    assert_int_equal(told, 1);
}

/* Ends at the first question, and notes how far it was. */
static int end_at_once(void *context, const char *what, size_t done, size_t total) {
    (void)what;
    (void)total;
    *(size_t *)context = done;
    return 1;
}

/* Whether bytes are levels shows in all of them: that, too, can be ended, before anything is read.
 */
static void a_search_through_dark_bytes_can_be_ended(void **state) {
    (void)state;
    enum { COUNT = 24000, DIM = 1000 };
    struct stat about;
    size_t done = 7;
    hop_load_options options = hop_load_defaults;
    options.progress = end_at_once;
    options.context = &done;
    const char *path = put_npy("dark.npy", "|u1", "False", "(24000, 1000)", "", 0);
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(truncate(path, about.st_size + COUNT * DIM), 0); /* zeros */
    assert_fails(try_path(path, &options), HOP_E_CANCELLED, "0 of 24000");
    assert_int_equal(done, 0);
}

/* Bytes of few values are no shares of white, unless they are queries, or it is said. */
static void bytes_of_few_values_are_told_from_shares(void **state) {
    (void)state;
    static const struct {
        unsigned char most;
        hop_memory_role role;
        double units; /* one byte's worth of it */
        const char *remark;
    } CASES[] = {
        {0, HOP_PATTERNS, 1.0 / 255, NULL},  {1, HOP_PATTERNS, 1, "its bytes are 0 and 1"},
        {2, HOP_PATTERNS, 1, "above 2"},     {16, HOP_PATTERNS, 1, "above 16"},
        {17, HOP_PATTERNS, 1.0 / 255, NULL}, {1, HOP_QUERIES, 1, "its bytes are 0 and 1"},
        {16, HOP_QUERIES, 1.0 / 255, NULL},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        const unsigned char bytes[4] = {0, CASES[i].most, CASES[i].most, 0};
        hop_load_options options = hop_load_defaults;
        options.role = CASES[i].role;
        hop_memory *memory =
            load_path(put_npy("few.npy", "|u1", "False", "(2, 2)", bytes, 4), &options);
        assert_true(fabs(number_in(memory, 0, 1) - CASES[i].most * CASES[i].units) < 1e-7);
        assert_true(number_in(memory, 1, 1) == 0);
        assert_int_equal(hop_memory_remark_count(memory), CASES[i].remark != NULL);
        if (CASES[i].remark) assert_non_null(strstr(hop_memory_remark(memory, 0), CASES[i].remark));
        hop_memory_destroy(memory);
    }
}

/* --range says what is black and what is white. */
static void a_range_that_was_given_is_the_one_used(void **state) {
    (void)state;
    const unsigned char bytes[2] = {0, 5};
    hop_load_options options = hop_load_defaults;
    options.range_given = true;
    options.range[1] = 255;
    hop_memory *memory = load_path(put_npy("r.npy", "|u1", "False", "(1, 2)", bytes, 2), &options);
    assert_int_equal(hop_memory_dtype(memory), HOP_U8);
    assert_true(number_in(memory, 0, 1) == 5.0 / 255);
    hop_memory_destroy(memory);
    options.range[0] = -5;
    options.range[1] = 5;
    memory = load_path(in_folder("r.npy"), &options);
    assert_true(fabs(number_in(memory, 0, 0) - 0.5) < 1e-7 && number_in(memory, 0, 1) == 1);
    hop_memory_destroy(memory);
    options.range[0] = 0;
    options.range[1] = 10;
    memory = load_path(in_folder("r.npy"), &options);
    assert_true(number_in(memory, 0, 0) == 0 && fabs(number_in(memory, 0, 1) - 0.5) < 1e-7);
    hop_memory_destroy(memory);
}

/* Each side and the channels by themselves: what is wanted otherwise must be asked to be changed.
 */
static void pictures_are_changed_where_one_side_differs(void **state) {
    (void)state;
    static const struct {
        size_t width, height, channels;
        hop_status status;
    } CASES[] = {{0, 0, 0, HOP_OK},      {4, 3, 1, HOP_OK},      {4, 0, 0, HOP_OK},
                 {0, 3, 0, HOP_OK},      {5, 0, 0, HOP_E_SHAPE}, {0, 4, 0, HOP_E_SHAPE},
                 {5, 3, 0, HOP_E_SHAPE}, {4, 4, 0, HOP_E_SHAPE}, {0, 0, 3, HOP_OK}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        hop_load_options options = hop_load_defaults;
        options.width = CASES[i].width;
        options.height = CASES[i].height;
        options.channels = CASES[i].channels;
        assert_int_equal(try_path(bytes_of_shape("(2, 3, 4)", 24), &options), CASES[i].status);
    }
}

typedef struct told {
    size_t done, total, times;
} told;

static int note(void *context, const char *what, size_t done, size_t total) {
    told *t = context;
    (void)what;
    assert_true(done >= t->done && done <= total);
    *t = (told){done, total, t->times + 1};
    return 0;
}

/* Bytes as they are, and pictures that are resized; of a few numbers that are converted nothing is
 * told. */
static void progress_ends_with_all_patterns(void **state) {
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        told t = {0};
        hop_load_options options = hop_load_defaults;
        options.progress = note;
        options.context = &t;
        if (i == 2) options.width = options.height = 2, options.resize = HOP_RESIZE_STRETCH;
        hop_memory *memory =
            load_path(i == 1 ? put_npy("i.npy", "<i4", "False", "(3, 2)", COUNTING, 24)
                             : bytes_of_shape(i ? "(3, 4, 2)" : "(3, 8)", 24),
                      &options);
        assert_int_equal(hop_memory_count(memory), 3);
        assert_int_equal(t.done, i == 1 ? 0 : 3);
        assert_int_equal(t.times > 0, i != 1);
        hop_memory_destroy(memory);
    }
}

/* A mebibyte of numbers, or what one pattern has, goes from one word to the next. */
static void converting_many_numbers_tells_how_far_it_is(void **state) {
    (void)state;
    told t = {0};
    struct stat about;
    hop_load_options options = hop_load_defaults;
    options.progress = note;
    options.context = &t;
    const char *path = put_npy("many.npy", "|i1", "False", "(3, 1100000)", "", 0);
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(truncate(path, about.st_size + 3300000), 0); /* zeros */
    hop_memory_destroy(load_path(path, &options));
    assert_true(t.done == 3 && t.times == 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_search_through_dark_bytes_can_be_ended),
        cmocka_unit_test(the_dimensions_say_what_it_is),
        cmocka_unit_test(pictures_of_two_channels_are_refused),
        cmocka_unit_test(vectors_become_pictures_of_the_size_asked_for),
        cmocka_unit_test(a_dim_that_is_not_wanted_is_refused),
        cmocka_unit_test(the_limit_takes_the_first_ones),
        cmocka_unit_test(every_type_becomes_the_dtype_that_holds_it),
        cmocka_unit_test(a_dtype_given_is_the_one_made),
        cmocka_unit_test(bytes_become_floats_in_units),
        cmocka_unit_test(what_does_not_fit_the_dtype_is_named),
        cmocka_unit_test(booleans_are_zero_and_one),
        cmocka_unit_test(pictures_of_another_size_are_resized_only_when_asked),
        cmocka_unit_test(grey_pictures_become_colour_when_asked),
        cmocka_unit_test(a_load_can_be_cancelled),
        cmocka_unit_test(bytes_of_few_values_are_told_from_shares),
        cmocka_unit_test(a_range_that_was_given_is_the_one_used),
        cmocka_unit_test(pictures_are_changed_where_one_side_differs),
        cmocka_unit_test(progress_ends_with_all_patterns),
        cmocka_unit_test(converting_many_numbers_tells_how_far_it_is),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
