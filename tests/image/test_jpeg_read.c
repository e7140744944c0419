/* Reading JPEG: grey and colour, turned as the camera was held, refused where something is missing.
 * Covers: exif.c
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include <hopfield/image.h>

#include "support/make_jpeg.h"

/* Quality 98 and colours that change slowly: off by two steps of 255 at most. */
static const double NEAR = 2.5 / 255;

static hop_image read_form(const jpeg_form *form, const hop_image_limits *limits) {
    size_t size = 0;
    unsigned char *bytes = jpeg_encode(form, &size);
    hop_image image = {0};
    if (hop_jpeg_parse("form.jpg", bytes, size, limits, &image) != HOP_OK)
        fail_msg("%s", hop_status_detail());
    free(bytes);
    return image;
}

static double sample(const hop_image *image, size_t x, size_t y, size_t c) {
    return (double)image->samples[(y * image->width + x) * image->channels + c];
}

static void check_upright(const hop_image *image, const jpeg_form *form) {
    assert_int_equal(image->width, form->width);
    assert_int_equal(image->height, form->height);
    assert_int_equal(image->channels, form->channels);
    assert_int_equal(image->depth, 8);
    for (unsigned y = 0; y < form->height; y++)
        for (unsigned x = 0; x < form->width; x++)
            for (unsigned c = 0; c < (unsigned)form->channels; c++)
                assert_true(fabs(sample(image, x, y, c) - jpeg_value(form, x, y, c) / 255.0) <=
                            NEAR);
}

static void grey_and_colour_are_read_baseline_and_progressive(void **state) {
    (void)state;
    for (int i = 0; i < 4; i++) {
        jpeg_form form = {
            .width = 37, .height = 21, .channels = i < 2 ? 1 : 3, .progressive = i % 2};
        hop_image image = read_form(&form, NULL);
        check_upright(&image, &form);
        hop_image_clear(&image);
    }
}

/* Where pixel (0, 0) of the file lies in the upright picture: CIPA DC-008, figure 6. */
static void every_orientation_is_turned_upright(void **state) {
    (void)state;
    static const bool RIGHT[9] = {[2] = true, [3] = true, [6] = true, [7] = true};
    static const bool BOTTOM[9] = {[3] = true, [4] = true, [7] = true, [8] = true};
    for (unsigned o = 1; o <= 8; o++)
        for (int big = 0; big < 2; big++) {
            jpeg_form form = {
                .width = 40, .height = 24, .channels = 1, .orientation = o, .big_endian = big};
            hop_image image = read_form(&form, NULL);
            assert_int_equal(image.width, o >= 5 ? 24 : 40);
            size_t x = RIGHT[o] ? image.width - 1 : 0, y = BOTTOM[o] ? image.height - 1 : 0;
            assert_true(fabs(sample(&image, x, y, 0) - jpeg_value(&form, 0, 0, 0) / 255.0) <= NEAR);
            /* Along the file's rows values grow fastest. */
            size_t x1 = o >= 5 ? x : image.width - 1 - x, y1 = o >= 5 ? image.height - 1 - y : y;
            assert_true(fabs(sample(&image, x1, y1, 0) - jpeg_value(&form, 39, 0, 0) / 255.0) <=
                        NEAR);
            hop_image_clear(&image);
        }
}

static void exif_is_found_behind_another_marker_of_its_kind(void **state) {
    (void)state;
    hop_image image = read_form(
        &(jpeg_form){.width = 40, .height = 24, .channels = 1, .orientation = 6, .xmp = true},
        NULL);
    assert_int_equal(image.width, 24);
    hop_image_clear(&image);
    image = read_form(&(jpeg_form){.width = 40, .height = 24, .channels = 1, .xmp = true}, NULL);
    assert_int_equal(image.width, 40);
    hop_image_clear(&image);
}

static void assert_refused(const unsigned char *bytes, size_t size, const hop_image_limits *limits,
                           hop_status status, const char *words) {
    hop_image image = {0};
    unsigned char *copy = malloc(size ? size : 1);
    assert_non_null(copy);
    memcpy(copy, bytes, size);
    assert_int_equal(hop_jpeg_parse("it.jpg", copy, size, limits, &image), status);
    assert_null(image.samples);
    if (!strstr(hop_status_detail(), words))
        fail_msg("'%s' does not say '%s'", hop_status_detail(), words);
    free(copy);
}

static void cmyk_is_refused_by_name(void **state) {
    (void)state;
    size_t size = 0;
    unsigned char *bytes = jpeg_encode(&(jpeg_form){.width = 8, .height = 8, .channels = 4}, &size);
    assert_refused(bytes, size, NULL, HOP_E_SUPPORT, "CMYK");
    free(bytes);
}

static void a_file_that_ends_early_is_truncated_wherever_it_ends(void **state) {
    (void)state;
    for (int progressive = 0; progressive < 2; progressive++) {
        size_t size = 0;
        unsigned char *bytes = jpeg_encode(
            &(jpeg_form){.width = 64, .height = 48, .channels = 3, .progressive = progressive},
            &size);
        for (size_t cut = 0; cut + 2 < size; cut += 1 + cut / 40) {
            hop_image image = {0};
            unsigned char *copy = malloc(cut ? cut : 1);
            assert_non_null(copy);
            memcpy(copy, bytes, cut);
            assert_int_equal(hop_jpeg_parse("it.jpg", copy, cut, NULL, &image), HOP_E_FORMAT);
            free(copy);
        }
        assert_refused(bytes, size * 2 / 3, NULL, HOP_E_FORMAT, "is truncated");
        free(bytes);
    }
}

static void random_damage_never_harms(void **state) {
    (void)state;
    size_t size = 0;
    uint32_t random = 7;
    unsigned char *bytes = jpeg_encode(
        &(jpeg_form){
            .width = 33, .height = 17, .channels = 3, .orientation = 6, .progressive = true},
        &size);
    for (int i = 0; i < 3000; i++) {
        unsigned char *copy = malloc(size);
        hop_image image = {0};
        assert_non_null(copy);
        memcpy(copy, bytes, size);
        for (int k = 0; k <= i % 4; k++) {
            random = random * 1664525u + 1013904223u;
            copy[(random >> 8) % size] = (unsigned char)(random >> 24);
        }
        if (hop_jpeg_parse("it.jpg", copy, size, &(hop_image_limits){.pixels = 1 << 16}, &image) ==
            HOP_OK)
            for (size_t s = 0; s < image.width * image.height * image.channels; s++)
                assert_true(image.samples[s] >= 0 && image.samples[s] <= 1);
        hop_image_clear(&image);
        free(copy);
    }
    free(bytes);
}

static void what_is_beyond_the_limits_is_refused_with_the_way_out(void **state) {
    (void)state;
    size_t size = 0;
    unsigned char *bytes =
        jpeg_encode(&(jpeg_form){.width = 40, .height = 30, .channels = 3}, &size);
    assert_refused(bytes, size, &(hop_image_limits){.pixels = 1199}, HOP_E_LIMIT, "40 x 30 pixels");
    assert_refused(bytes, size, &(hop_image_limits){.bytes = size - 1}, HOP_E_LIMIT, "bytes");
    assert_refused(bytes, size, &(hop_image_limits){.numbers = 3599}, HOP_E_LIMIT, "--size");
    free(bytes);
}

static void a_large_picture_is_reduced_while_it_is_read(void **state) {
    (void)state;
    jpeg_form form = {.width = 2400, .height = 1600, .channels = 3};
    hop_image image = read_form(&form, &(hop_image_limits){.width = 64, .height = 64});
    /* An eighth by the decoder; nothing more, to stay above twice what is wanted. */
    assert_int_equal(image.width, 300);
    assert_int_equal(image.height, 200);
    double middle = jpeg_value(&form, 1204, 804, 1) / 255.0;
    assert_true(fabs(sample(&image, 150, 100, 1) - middle) <= NEAR);
    hop_image_clear(&image);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grey_and_colour_are_read_baseline_and_progressive),
        cmocka_unit_test(every_orientation_is_turned_upright),
        cmocka_unit_test(exif_is_found_behind_another_marker_of_its_kind),
        cmocka_unit_test(cmyk_is_refused_by_name),
        cmocka_unit_test(a_file_that_ends_early_is_truncated_wherever_it_ends),
        cmocka_unit_test(random_damage_never_harms),
        cmocka_unit_test(what_is_beyond_the_limits_is_refused_with_the_way_out),
        cmocka_unit_test(a_large_picture_is_reduced_while_it_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
