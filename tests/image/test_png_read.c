/* Reading PNG: every form of pixel, read back sample by sample.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <string.h>
#include <unistd.h>

#include <hopfield/image.h>

#include "base/file.h"
#include "image/make_png.h"

static const unsigned SIZES[][2] = {{1, 1}, {3, 2}, {8, 8}, {7, 5}, {33, 17}};
enum { SIZE_COUNT = sizeof SIZES / sizeof *SIZES };

static const png_color COLOURS[4] = {{255, 0, 10}, {1, 2, 3}, {100, 100, 100}, {0, 200, 255}};
static const png_color GREYS[4] = {{0, 0, 0}, {85, 85, 85}, {19, 19, 19}, {255, 255, 255}};
static const unsigned char ALPHAS[2] = {0, 77};

static hop_image read_form(const png_form *form) {
    size_t size = 0;
    unsigned char *bytes = form_encode(form, &size);
    hop_image image;
    assert_int_equal(hop_image_parse("form.png", bytes, size, NULL, &image), HOP_OK);
    free(bytes);
    assert_int_equal(image.width, form->width);
    assert_int_equal(image.height, form->height);
    return image;
}

static float sample(const hop_image *image, unsigned x, unsigned y, unsigned c) {
    return image->samples[(y * image->width + x) * image->channels + c];
}

static float unit(unsigned value, int depth) {
    return (float)(value / (double)((1u << depth) - 1));
}

/* The first `channels` samples of every pixel, exactly. */
static void check_samples(const hop_image *image, const png_form *form, unsigned channels) {
    for (unsigned y = 0; y < form->height; y++)
        for (unsigned x = 0; x < form->width; x++)
            for (unsigned c = 0; c < channels; c++) {
                float expected = unit(form_value(form, x, y, c), form->depth);
                assert_memory_equal(&image->samples[(y * image->width + x) * image->channels + c],
                                    &expected, sizeof expected);
            }
}

static void check_form(png_form form) {
    for (unsigned i = 0; i < 2 * SIZE_COUNT; i++) {
        form.width = SIZES[i / 2][0];
        form.height = SIZES[i / 2][1];
        form.interlaced = i % 2;
        hop_image image = read_form(&form);
        assert_int_equal(image.channels, form_channels(&form));
        assert_int_equal(image.depth, form.depth);
        assert_false(image.unknown);
        check_samples(&image, &form, form_channels(&form));
        hop_image_clear(&image);
    }
}

static void grey_of_every_depth_reads_as_value_over_its_top(void **state) {
    (void)state;
    for (int depth = 1; depth <= 16; depth *= 2)
        check_form((png_form){.depth = depth, .colour = PNG_COLOR_TYPE_GRAY});
}

static void colour_and_alpha_of_both_depths_read_as_value_over_their_top(void **state) {
    (void)state;
    const int colours[] = {PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_GRAY_ALPHA, PNG_COLOR_TYPE_RGB_ALPHA};
    for (int depth = 8; depth <= 16; depth *= 2)
        for (size_t i = 0; i < 3; i++) check_form((png_form){.depth = depth, .colour = colours[i]});
}

/* Four colours, or two where one bit is all there is. */
static png_form palette_form(int depth, const png_color *colours, unsigned size, bool interlaced) {
    return (png_form){.depth = depth,
                      .colour = PNG_COLOR_TYPE_PALETTE,
                      .palette = colours,
                      .palette_count = depth == 1 ? 2 : 4,
                      .width = SIZES[size][0],
                      .height = SIZES[size][1],
                      .interlaced = interlaced};
}

static void check_palette(const png_form *form, unsigned channels, bool alpha) {
    hop_image image = read_form(form);
    assert_int_equal(image.channels, channels + alpha);
    assert_int_equal(image.depth, 8);
    for (unsigned y = 0; y < form->height; y++)
        for (unsigned x = 0; x < form->width; x++) {
            unsigned index = form_value(form, x, y, 0);
            png_color colour = form->palette[index];
            unsigned char parts[3] = {colour.red, colour.green, colour.blue};
            for (unsigned c = 0; c < channels; c++)
                assert_true(sample(&image, x, y, c) == unit(parts[c], 8));
            unsigned opacity = index < 2 ? ALPHAS[index] : 255;
            if (alpha) assert_true(sample(&image, x, y, channels) == unit(opacity, 8));
        }
    hop_image_clear(&image);
}

static void check_palettes(const png_color *colours, unsigned channels) {
    for (int depth = 1; depth <= 8; depth *= 2)
        for (unsigned i = 0; i < 4 * SIZE_COUNT; i++) {
            png_form form = palette_form(depth, colours, i / 4, i % 2);
            bool alpha = i & 2;
            form.palette_alpha = ALPHAS;
            form.alpha_count = alpha ? 2 : 0;
            check_palette(&form, channels, alpha);
        }
}

static void a_palette_becomes_colour_and_its_transparency_alpha(void **state) {
    (void)state;
    check_palettes(COLOURS, 3);
}

static void a_palette_of_greys_becomes_grey(void **state) {
    (void)state;
    check_palettes(GREYS, 1);
}

/* The colour of the first pixel is declared transparent. */
static void check_key(png_form form) {
    unsigned channels = form_channels(&form);
    unsigned first[3];
    for (unsigned c = 0; c < 3; c++) first[c] = form_value(&form, 0, 0, c < channels ? c : 0);
    png_color_16 key = {.gray = (png_uint_16)first[0],
                        .red = (png_uint_16)first[0],
                        .green = (png_uint_16)first[1],
                        .blue = (png_uint_16)first[2]};
    form.key = &key;
    hop_image image = read_form(&form);
    assert_int_equal(image.channels, channels + 1);
    assert_int_equal(image.depth, form.depth);
    check_samples(&image, &form, channels);
    for (unsigned y = 0; y < form.height; y++)
        for (unsigned x = 0; x < form.width; x++) {
            bool same = true;
            for (unsigned c = 0; c < channels; c++)
                same = same && form_value(&form, x, y, c) == first[c];
            assert_true(sample(&image, x, y, channels) == (same ? 0.0f : 1.0f));
        }
    hop_image_clear(&image);
}

static void a_transparent_colour_becomes_alpha(void **state) {
    (void)state;
    for (unsigned i = 0; i < 2 * SIZE_COUNT; i++) {
        png_form form = {.width = SIZES[i / 2][0], .height = SIZES[i / 2][1], .interlaced = i % 2};
        for (form.depth = 1; form.depth <= 16; form.depth *= 2) check_key(form);
        form.colour = PNG_COLOR_TYPE_RGB;
        for (form.depth = 8; form.depth <= 16; form.depth *= 2) check_key(form);
    }
}

static void gamma_is_not_applied(void **state) {
    (void)state;
    check_form((png_form){.depth = 8, .colour = PNG_COLOR_TYPE_RGB, .gamma = 1.0});
    check_form((png_form){.depth = 16, .colour = PNG_COLOR_TYPE_GRAY_ALPHA, .gamma = 0.2});
}

static bool reads_as_unknown(const char *key, const char *text) {
    png_form form = {.width = 3,
                     .height = 3,
                     .depth = 8,
                     .colour = PNG_COLOR_TYPE_RGB_ALPHA,
                     .text_key = key,
                     .text = text};
    hop_image image = read_form(&form);
    bool unknown = image.unknown;
    hop_image_clear(&image);
    return unknown;
}

static void only_its_own_note_makes_transparent_pixels_unknown(void **state) {
    (void)state;
    assert_true(reads_as_unknown("Unknown", "transparent pixels"));
    assert_false(reads_as_unknown("Unknown", "transparent pixel"));
    assert_false(reads_as_unknown("Unknown", "transparent pixels!"));
    assert_false(reads_as_unknown("Comment", "transparent pixels"));
}

static void bytes_behind_the_end_are_ignored(void **state) {
    (void)state;
    png_form form = {.width = 5, .height = 4, .depth = 8, .colour = PNG_COLOR_TYPE_RGB};
    size_t size = 0;
    unsigned char *bytes = form_encode(&form, &size);
    bytes = realloc(bytes, size + 9);
    memset(bytes + size, 'x', 9);
    hop_image image;
    assert_int_equal(hop_image_parse("form.png", bytes, size + 9, NULL, &image), HOP_OK);
    check_samples(&image, &form, 3);
    hop_image_clear(&image);
    free(bytes);
}

/* The status of reading; a failure must leave the picture as it was. */
static hop_status read_status(const char *path, const hop_image_limits *limits) {
    hop_image image = {.width = 11, .depth = 3}, before = image;
    hop_status status = hop_image_read(path, limits, &image);
    if (status == HOP_OK)
        hop_image_clear(&image);
    else
        assert_memory_equal(&image, &before, sizeof before);
    return status;
}

static void what_cannot_be_read_is_said_with_its_name(void **state) {
    (void)state;
    char folder[] = "/tmp/hopfield-png-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a.png", folder);
    assert_int_equal(read_status(path, NULL), HOP_E_READ);
    assert_non_null(strstr(hop_status_detail(), path));
    assert_int_equal(read_status(folder, NULL), HOP_E_READ);
    assert_non_null(strstr(hop_status_detail(), "folder"));
    assert_int_equal(hop_file_write(path, "", 0, false), HOP_OK);
    assert_int_equal(read_status(path, NULL), HOP_E_FORMAT);
    assert_non_null(strstr(hop_status_detail(), "empty"));
    assert_non_null(strstr(hop_status_detail(), path));
    unlink(path);
    rmdir(folder);
}

static void limits_hold_to_the_pixel_and_to_the_byte(void **state) {
    (void)state;
    char folder[] = "/tmp/hopfield-png-XXXXXX", path[64];
    png_form form = {.width = 6, .height = 7, .depth = 8};
    size_t size = 0;
    unsigned char *bytes = form_encode(&form, &size);
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a.png", folder);
    assert_int_equal(hop_file_write(path, bytes, size, false), HOP_OK);
    hop_image_limits limits = {.pixels = 42, .bytes = size};
    assert_int_equal(read_status(path, &limits), HOP_OK);
    limits.pixels = 41;
    assert_int_equal(read_status(path, &limits), HOP_E_LIMIT);
    assert_non_null(strstr(hop_status_detail(), "6 x 7"));
    limits = (hop_image_limits){.pixels = 42, .bytes = size - 1};
    assert_int_equal(read_status(path, &limits), HOP_E_LIMIT);
    hop_image image;
    assert_int_equal(hop_image_parse(path, bytes, size, &limits, &image), HOP_E_LIMIT);
    free(bytes);
    unlink(path);
    rmdir(folder);
}

/* One colour in a palette of greys is colour, whichever it is. */
static void a_palette_with_one_colour_is_none_of_greys(void **state) {
    (void)state;
    for (size_t at = 0; at <= 4; at++)
        for (size_t channel = 0; channel < 3; channel++) {
            png_color palette[4];
            memcpy(palette, GREYS, sizeof palette);
            if (at < 4) {
                png_byte *values[] = {&palette[at].red, &palette[at].green, &palette[at].blue};
                *values[channel] = 77;
            }
            const png_form form = {.width = 3,
                                   .height = 2,
                                   .depth = 2,
                                   .colour = PNG_COLOR_TYPE_PALETTE,
                                   .palette = palette,
                                   .palette_count = 4};
            hop_image image = read_form(&form);
            assert_int_equal(image.channels, at < 4 ? 3 : 1);
            hop_image_clear(&image);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grey_of_every_depth_reads_as_value_over_its_top),
        cmocka_unit_test(colour_and_alpha_of_both_depths_read_as_value_over_their_top),
        cmocka_unit_test(a_palette_becomes_colour_and_its_transparency_alpha),
        cmocka_unit_test(a_palette_of_greys_becomes_grey),
        cmocka_unit_test(a_transparent_colour_becomes_alpha),
        cmocka_unit_test(gamma_is_not_applied),
        cmocka_unit_test(only_its_own_note_makes_transparent_pixels_unknown),
        cmocka_unit_test(bytes_behind_the_end_are_ignored),
        cmocka_unit_test(what_cannot_be_read_is_said_with_its_name),
        cmocka_unit_test(limits_hold_to_the_pixel_and_to_the_byte),
        cmocka_unit_test(a_palette_with_one_colour_is_none_of_greys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
