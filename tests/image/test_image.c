/* Making and converting pictures.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <string.h>

#include <hopfield/image.h>

/* A picture of one pixel, converted. */
static hop_image convert(size_t from, const float *pixel, size_t to, const double *background) {
    hop_image image, out;
    assert_int_equal(hop_image_create(1, 1, from, &image), HOP_OK);
    memcpy(image.samples, pixel, from * sizeof *pixel);
    image.depth = 16;
    image.unknown = true;
    assert_int_equal(hop_image_convert(&image, to, background, &out), HOP_OK);
    assert_int_equal(out.channels, to);
    assert_int_equal(out.depth, 16);
    hop_image_clear(&image);
    return out;
}

static void check_pixel(size_t from, const float *pixel, size_t to, const double *background,
                        const double *expected) {
    hop_image out = convert(from, pixel, to, background);
    for (size_t c = 0; c < to; c++) assert_true(out.samples[c] == (float)expected[c]);
    hop_image_clear(&out);
}

static void a_new_image_is_black_and_a_cleared_one_is_nothing(void **state) {
    (void)state;
    hop_image image;
    assert_int_equal(hop_image_create(3, 2, 4, &image), HOP_OK);
    for (size_t i = 0; i < 24; i++) assert_true(image.samples[i] == 0.0f);
    assert_int_equal(image.depth, 8);
    assert_false(image.unknown);
    hop_image_clear(&image);
    assert_null(image.samples);
    assert_int_equal(image.width, 0);
    hop_image_clear(&image);
    hop_image_clear(NULL);
}

static void a_size_that_overflows_is_beyond_the_limit(void **state) {
    (void)state;
    hop_image image = {.width = 11}, before = image;
    assert_int_equal(hop_image_create(SIZE_MAX, 2, 1, &image), HOP_E_LIMIT);
    assert_int_equal(hop_image_create(SIZE_MAX / 2, 1, 3, &image), HOP_E_LIMIT);
    assert_int_equal(hop_image_create(SIZE_MAX / 4, 1, 3, &image), HOP_E_LIMIT);
    assert_memory_equal(&image, &before, sizeof before);
}

static void a_size_beyond_memory_is_said_so(void **state) {
    (void)state;
#ifdef __SANITIZE_ADDRESS__
    skip(); /* its allocator aborts instead of returning NULL */
#endif
    hop_image image = {.width = 11}, before = image;
    assert_int_equal(hop_image_create((size_t)1 << 45, 4, 1, &image), HOP_E_MEMORY);
    assert_memory_equal(&image, &before, sizeof before);
}

static void colour_becomes_grey_by_luma(void **state) {
    (void)state;
    const float colour[3] = {0.5f, 0.25f, 1.0f};
    check_pixel(3, colour, 1, NULL, (double[]){0.299 * 0.5 + 0.587 * 0.25 + 0.114});
}

static void grey_stays_grey_exactly_whatever_the_way(void **state) {
    (void)state;
    for (unsigned value = 0; value < 65536; value++) {
        float grey = (float)(value / 65535.0);
        check_pixel(1, &grey, 1, NULL, (double[]){(double)grey});
        check_pixel(3, (float[]){grey, grey, grey}, 1, NULL, (double[]){(double)grey});
    }
}

static void grey_becomes_colour_by_repetition(void **state) {
    (void)state;
    check_pixel(1, (float[]){0.25f}, 3, NULL, (double[]){0.25, 0.25, 0.25});
    check_pixel(1, (float[]){0.25f}, 2, NULL, (double[]){0.25, 1.0});
    check_pixel(1, (float[]){0.25f}, 4, NULL, (double[]){0.25, 0.25, 0.25, 1.0});
    check_pixel(2, (float[]){0.25f, 0.5f}, 4, NULL, (double[]){0.25, 0.25, 0.25, 0.5});
}

static void transparency_shows_the_background(void **state) {
    (void)state;
    const double pink[3] = {1.0, 0.5, 0.75};
    const float half[4] = {0.5f, 0.25f, 0.0f, 0.5f}, clear[4] = {0.5f, 0.25f, 0.0f, 0.0f};
    check_pixel(4, half, 3, pink, (double[]){0.75, 0.375, 0.375});
    check_pixel(4, clear, 3, pink, pink);
    check_pixel(4, clear, 1, pink, (double[]){0.299 + 0.587 * 0.5 + 0.114 * 0.75});
    check_pixel(2, (float[]){0.5f, 0.5f}, 3, pink, (double[]){0.75, 0.5, 0.625});
    check_pixel(4, (float[]){0.1f, 0.2f, 0.3f, 1.0f}, 3, pink, (double[]){0.1f, 0.2f, 0.3f});
}

static void unknown_pixels_stay_so_only_while_there_is_alpha(void **state) {
    (void)state;
    const double white[3] = {1, 1, 1};
    hop_image kept = convert(4, (float[]){0, 0, 0, 0}, 2, NULL);
    assert_true(kept.unknown);
    hop_image composed = convert(4, (float[]){0, 0, 0, 0}, 3, white);
    assert_false(composed.unknown);
    hop_image_clear(&kept);
    hop_image_clear(&composed);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_image_is_black_and_a_cleared_one_is_nothing),
        cmocka_unit_test(a_size_that_overflows_is_beyond_the_limit),
        cmocka_unit_test(a_size_beyond_memory_is_said_so),
        cmocka_unit_test(colour_becomes_grey_by_luma),
        cmocka_unit_test(grey_stays_grey_exactly_whatever_the_way),
        cmocka_unit_test(grey_becomes_colour_by_repetition),
        cmocka_unit_test(transparency_shows_the_background),
        cmocka_unit_test(unknown_pixels_stay_so_only_while_there_is_alpha),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
