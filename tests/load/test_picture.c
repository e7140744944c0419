/* Pictures of different kinds in one memory.
 * SPDX-License-Identifier: MIT */
#include "memory/fixture.h"

#include <math.h>

#include "load/loader.h"

static hop_memory *load_pair(const char *first, const char *second,
                             const hop_load_options *options) {
    const char *paths[2] = {first, second};
    hop_memory *memory = NULL;
    if (hop_memory_load(paths, 2, options, &memory) != HOP_OK) fail_msg("%s", hop_status_detail());
    return memory;
}

static hop_status try_pair(const char *first, const char *second, const hop_load_options *options) {
    const char *paths[2] = {first, second};
    hop_memory *memory = NULL;
    hop_status status = hop_memory_load(paths, 2, options, &memory);
    hop_memory_destroy(memory);
    return status;
}

static hop_load_options queries_with(hop_transparency transparency) {
    hop_load_options options = hop_load_defaults;
    options.role = HOP_QUERIES;
    options.transparency = transparency;
    return options;
}

static void one_colour_picture_makes_all_of_them_colour(void **state) {
    (void)state;
    hop_memory *memory = load_pair(put_png("grey.png", 2, 2, 1, 8, 0.2f, 1),
                                   put_png("colour.png", 2, 2, 3, 8, 0.4f, 1), NULL);
    assert_int_equal(hop_memory_shape(memory).channels, 3);
    assert_int_equal(hop_memory_dtype(memory), HOP_U8);
    assert_true(number_in(memory, 0, 11) == 0.2 && number_in(memory, 1, 0) == 0.4);
    assert_string_equal(hop_memory_name(memory, 0), "grey");
    hop_memory_destroy(memory);
}

static void every_pixel_of_a_grey_picture_keeps_its_place(void **state) {
    (void)state;
    hop_image image = {0};
    assert_int_equal(hop_image_create(3, 1, 1, &image), HOP_OK);
    image.depth = 8;
    memcpy(image.samples, (float[]){0.2f, 0.4f, 0.6f}, 3 * sizeof(float));
    assert_int_equal(hop_image_write(&image, in_folder("steps.png"), NULL, 0, true), HOP_OK);
    hop_image_clear(&image);
    hop_memory *memory =
        load_pair(in_folder("steps.png"), put_png("colour.png", 3, 1, 3, 8, 1, 1), NULL);
    for (size_t i = 0; i < 9; i++)
        assert_true(number_in(memory, 0, i) == (double)(51 * (i / 3 + 1)) / 255);
    hop_memory_destroy(memory);
}

static void grey_after_colour_is_repeated(void **state) {
    (void)state;
    hop_memory *memory = load_pair(put_png("colour.png", 1, 1, 3, 8, 0.4f, 1),
                                   put_png("grey.png", 1, 1, 1, 8, 0.2f, 1), NULL);
    assert_int_equal(hop_memory_shape(memory).channels, 3);
    assert_true(number_in(memory, 1, 2) == 0.2);
    hop_memory_destroy(memory);
}

static void sixteen_bits_make_floats_of_all(void **state) {
    (void)state;
    hop_memory *memory = load_pair(put_png("8.png", 1, 1, 1, 8, 0.2f, 1),
                                   put_png("16.png", 1, 1, 1, 16, 0.30001f, 1), NULL);
    assert_int_equal(hop_memory_dtype(memory), HOP_F32);
    assert_true(fabs(number_in(memory, 0, 0) - 0.2) < 1e-7);
    assert_true(fabs(number_in(memory, 1, 0) - 0.30001) < 1.0 / 65535);
    hop_memory_destroy(memory);
    memory = load_pair(in_folder("16.png"), in_folder("8.png"), NULL);
    assert_int_equal(hop_memory_dtype(memory), HOP_F32);
    hop_memory_destroy(memory);
}

static void channels_and_dtype_asked_for_are_made(void **state) {
    (void)state;
    hop_load_options options = hop_load_defaults;
    options.channels = 1;
    options.dtype_given = true;
    options.dtype = HOP_U8;
    hop_memory *memory = load_pair(put_png("colour.png", 1, 1, 3, 8, 0.4f, 1),
                                   put_png("16.png", 1, 1, 1, 16, 1, 1), &options);
    assert_int_equal(hop_memory_dim(memory), 1);
    assert_int_equal(hop_memory_dtype(memory), HOP_U8);
    assert_true(fabs(number_in(memory, 0, 0) - 0.4) < 1e-9);
    hop_memory_destroy(memory);
}

static void another_size_is_refused_with_both_names(void **state) {
    (void)state;
    const char *large = put_png("a.png", 64, 64, 1, 8, 0.5f, 1);
    const char *small = put_png("b.png", 32, 32, 1, 8, 0.5f, 1);
    hop_load_options options = hop_load_defaults;
    assert_fails(try_pair(large, small, NULL), HOP_E_SHAPE, "b.png: 32x32, but /");
    assert_fails(try_pair(large, small, NULL), HOP_E_SHAPE, "a.png is 64x64; use --resize fit");
    options.width = options.height = 32;
    assert_fails(try_pair(large, small, &options), HOP_E_SHAPE, "a.png: 64x64, but the size is 32");
    options.role = HOP_QUERIES;
    assert_fails(try_path(large, &options), HOP_E_SHAPE, "the memory holds 32x32; use --resize");
}

static void another_size_is_resized_when_asked(void **state) {
    (void)state;
    hop_load_options options = hop_load_defaults;
    options.resize = HOP_RESIZE_FIT;
    hop_memory *memory =
        load_pair(put_png("a.png", 4, 4, 1, 8, 0, 1), put_png("b.png", 8, 4, 1, 8, 0, 1), &options);
    assert_int_equal(hop_memory_dim(memory), 16);
    /* The margins above and below are the white background. */
    assert_true(number_in(memory, 1, 0) == 1 && number_in(memory, 1, 5) == 0);
    hop_memory_destroy(memory);
}

static void transparent_pictures_are_composed_and_that_is_remembered(void **state) {
    (void)state;
    hop_load_options options = hop_load_defaults;
    const char *clear = put_png("clear.png", 1, 1, 2, 8, 0, 0);
    const char *opaque = put_png("opaque.png", 1, 1, 2, 8, 0, 1);
    hop_memory *memory = load_path(clear, NULL);
    assert_true(hop_memory_composed(memory));
    assert_true(number_in(memory, 0, 0) == 1);
    assert_int_equal(hop_memory_shape(memory).channels, 1);
    hop_memory_destroy(memory);
    memory = load_path(opaque, NULL);
    assert_false(hop_memory_composed(memory));
    assert_true(number_in(memory, 0, 0) == 0);
    hop_memory_destroy(memory);
    memcpy(options.background, (double[]){0, 0.2, 1}, sizeof options.background);
    memory = load_pair(opaque, clear, &options);
    assert_int_equal(hop_memory_shape(memory).channels, 3);
    assert_true(hop_memory_composed(memory) && hop_memory_background(memory)[1] == 0.2);
    assert_true(number_in(memory, 0, 2) == 0 && number_in(memory, 1, 1) == 0.2);
    hop_memory_destroy(memory);
}

static void transparent_pixels_of_queries_may_be_unknown(void **state) {
    (void)state;
    hop_load_options options = queries_with(HOP_TRANSPARENT_UNKNOWN);
    options.channels = 3;
    hop_memory *memory = load_pair(put_png("clear.png", 1, 1, 2, 8, 0, 0.4f),
                                   put_png("half.png", 1, 1, 4, 8, 0, 0.6f), &options);
    assert_int_equal(hop_memory_dtype(memory), HOP_F32);
    for (size_t c = 0; c < 3; c++) assert_true(isnan(number_in(memory, 0, c)));
    assert_true(fabs(number_in(memory, 1, 0) - 0.4) < 1e-6);
    assert_false(hop_memory_composed(memory));
    hop_memory_destroy(memory);
}

static void auto_takes_the_word_of_the_caller_or_the_file(void **state) {
    (void)state;
    hop_load_options options = queries_with(HOP_TRANSPARENT_AUTO);
    const char *path = put_png("clear.png", 1, 1, 2, 8, 0, 0);
    hop_memory *memory = load_path(path, &options);
    assert_true(number_in(memory, 0, 0) == 1);
    hop_memory_destroy(memory);
    options.auto_unknown = true;
    memory = load_path(path, &options);
    assert_true(isnan(number_in(memory, 0, 0)));
    hop_memory_destroy(memory);
    options.auto_unknown = false;
    hop_image image = {0};
    assert_int_equal(hop_image_create(1, 1, 2, &image), HOP_OK);
    image.depth = 8;
    image.unknown = true;
    assert_int_equal(hop_image_write(&image, in_folder("u.png"), NULL, 0, true), HOP_OK);
    hop_image_clear(&image);
    memory = load_path(in_folder("u.png"), &options);
    assert_true(isnan(number_in(memory, 0, 0)));
    hop_memory_destroy(memory);
}

static void patterns_are_never_unknown(void **state) {
    (void)state;
    hop_load_options options = hop_load_defaults;
    options.transparency = HOP_TRANSPARENT_UNKNOWN;
    hop_memory *memory = load_path(put_png("clear.png", 1, 1, 2, 8, 0, 0), &options);
    assert_true(number_in(memory, 0, 0) == 1);
    hop_memory_destroy(memory);
}

static void colour_does_not_go_with_grey_arrays(void **state) {
    (void)state;
    const unsigned char data[1] = {70};
    const char *array = put_npy("a.npy", "|u1", "False", "(1, 1, 1)", data, 1);
    hop_load_options options = hop_load_defaults;
    const char *colour = put_png("c.png", 1, 1, 3, 8, 0.2f, 1);
    assert_fails(try_pair(array, colour, NULL), HOP_E_SHAPE, "use --gray");
    options.channels = 1;
    assert_int_equal(try_pair(array, colour, &options), HOP_OK);
    assert_fails(try_pair(array, put_png("16.png", 1, 1, 1, 16, 0.2f, 1), NULL), HOP_E_SHAPE,
                 "choose one with --dtype");
}

static void a_colour_picture_does_not_overrun_a_vector(void **state) {
    (void)state;
    const unsigned char data[3] = {7, 8, 9};
    hop_load_options options = hop_load_defaults;
    options.channels = 3;
    const char *array = put_npy("v.npy", "|u1", "False", "(1, 3)", data, 3);
    assert_fails(try_pair(array, put_png("c.png", 1, 1, 3, 8, 0.2f, 1), &options), HOP_E_SHAPE,
                 "vectors of 3 numbers");
}

/* Pictures are converted in pieces: at the borders of these too every pixel has its place, and is
 * unknown where it is transparent. */
static void every_pixel_of_a_large_picture_keeps_its_place(void **state) {
    (void)state;
    enum { WIDTH = 512, HEIGHT = 300, COUNT = WIDTH * HEIGHT };
    hop_image image = {0};
    hop_memory *memory = NULL;
    hop_load_options unknown = queries_with(HOP_TRANSPARENT_UNKNOWN);
    assert_int_equal(hop_image_create(WIDTH, HEIGHT, 2, &image), HOP_OK);
    image.depth = 8;
    for (size_t i = 0; i < COUNT; i++) {
        image.samples[2 * i] = (float)(i * 37 % 256) / 255;
        image.samples[2 * i + 1] = i % 101 != 0;
    }
    const char *path = in_folder("large.png");
    assert_int_equal(hop_image_write(&image, path, NULL, 0, true), HOP_OK);
    hop_image_clear(&image);
    assert_int_equal(hop_memory_load(&path, 1, &unknown, &memory), HOP_OK);
    assert_int_equal(hop_memory_dim(memory), COUNT);
    for (size_t i = 0; i < COUNT; i++) {
        const double value = number_in(memory, 0, i), wanted = (double)(i * 37 % 256) / 255;
        assert_true(i % 101 == 0 ? isnan(value) : fabs(value - wanted) < 1e-7);
    }
    hop_memory_destroy(memory);
}

/* A picture in memory, for what no file holds. */
static hop_status append_image(hop_load *load, hop_image *image) {
    return hop_picture_append(load, "it", "it", image);
}

static void half_transparent_is_known(void **state) {
    (void)state;
    hop_load_options options = queries_with(HOP_TRANSPARENT_UNKNOWN);
    hop_load load = {.options = &options};
    float samples[4] = {1, 0.5f, 1, 0.49f};
    hop_image image = {.width = 2, .height = 1, .channels = 2, .depth = 8, .samples = samples};
    assert_int_equal(append_image(&load, &image), HOP_OK);
    assert_true(number_in(load.memory, 0, 0) == 1);
    assert_true(isnan(number_in(load.memory, 0, 1)));
    hop_memory_destroy(load.memory);
}

/* Only what is resized may be read smaller than it is: to the size given, or that of the memory. */
static void pictures_are_read_as_large_as_they_are_needed(void **state) {
    (void)state;
    hop_load_options options = hop_load_defaults;
    hop_load load = {.options = &options};
    options.width = 5;
    options.height = 4;
    assert_int_equal(hop_picture_limits(&load).width, 0);
    assert_int_equal(hop_picture_limits(&load).height, 0);
    options.resize = HOP_RESIZE_FIT;
    assert_int_equal(hop_picture_limits(&load).width, 5);
    assert_int_equal(hop_picture_limits(&load).height, 4);
    load.memory = load_path(put_png("three.png", 3, 2, 1, 8, 0, 1), NULL);
    assert_int_equal(hop_picture_limits(&load).width, 3);
    assert_int_equal(hop_picture_limits(&load).height, 2);
    hop_memory_destroy(load.memory);
}

static void resized_pictures_are_counted(void **state) {
    (void)state;
    hop_load_options options = hop_load_defaults;
    options.resize = HOP_RESIZE_STRETCH;
    hop_load load = {.options = &options};
    for (size_t side = 1; side <= 3; side++) {
        hop_image image = {0};
        assert_int_equal(hop_image_create(side, side, 1, &image), HOP_OK);
        image.depth = 8;
        assert_int_equal(append_image(&load, &image), HOP_OK);
        hop_image_clear(&image);
    }
    assert_int_equal(load.resized, 2);
    assert_int_equal(hop_memory_dim(load.memory), 1);
    hop_memory_destroy(load.memory);
}

/* A background of any colour makes what it shows through colourful. */
static void a_background_is_grey_only_if_all_of_it_is(void **state) {
    (void)state;
    static const double BACKGROUNDS[][3] = {
        {0.2, 0.2, 1}, {1, 0.2, 0.2}, {0.2, 1, 0.2}, {0.2, 0.2, 0.2}};
    const char *clear = put_png("through.png", 1, 1, 2, 8, 0, 0);
    for (size_t i = 0; i < 4; i++) {
        hop_load_options options = hop_load_defaults;
        memcpy(options.background, BACKGROUNDS[i], sizeof options.background);
        hop_memory *memory = load_path(clear, &options);
        assert_int_equal(hop_memory_shape(memory).channels, i < 3 ? 3 : 1);
        for (size_t c = 0; c < hop_memory_dim(memory); c++)
            assert_true(fabs(number_in(memory, 0, c) - BACKGROUNDS[i][c]) < 1e-6);
        hop_memory_destroy(memory);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_colour_picture_makes_all_of_them_colour),
        cmocka_unit_test(every_pixel_of_a_grey_picture_keeps_its_place),
        cmocka_unit_test(grey_after_colour_is_repeated),
        cmocka_unit_test(sixteen_bits_make_floats_of_all),
        cmocka_unit_test(channels_and_dtype_asked_for_are_made),
        cmocka_unit_test(another_size_is_refused_with_both_names),
        cmocka_unit_test(another_size_is_resized_when_asked),
        cmocka_unit_test(transparent_pictures_are_composed_and_that_is_remembered),
        cmocka_unit_test(transparent_pixels_of_queries_may_be_unknown),
        cmocka_unit_test(every_pixel_of_a_large_picture_keeps_its_place),
        cmocka_unit_test(auto_takes_the_word_of_the_caller_or_the_file),
        cmocka_unit_test(patterns_are_never_unknown),
        cmocka_unit_test(colour_does_not_go_with_grey_arrays),
        cmocka_unit_test(a_colour_picture_does_not_overrun_a_vector),
        cmocka_unit_test(half_transparent_is_known),
        cmocka_unit_test(pictures_are_read_as_large_as_they_are_needed),
        cmocka_unit_test(resized_pictures_are_counted),
        cmocka_unit_test(a_background_is_grey_only_if_all_of_it_is),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
