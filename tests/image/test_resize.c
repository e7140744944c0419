/* Resizing: what must stay the same, and where the picture lands.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <float.h>
#include <limits.h>
#include <math.h>
#include <string.h>

#include <hopfield/image.h>
#include <hopfield/random.h>

static const double PINK[3] = {1.0, 0.5, 0.75};

static hop_image random_image(size_t width, size_t height, size_t channels) {
    hop_image image;
    hop_random random;
    hop_random_init(&random, width * 1000 + height, channels);
    assert_int_equal(hop_image_create(width, height, channels, &image), HOP_OK);
    for (size_t i = 0; i < width * height * channels; i++)
        image.samples[i] = (float)hop_random_uniform(&random);
    return image;
}

static void check_near(double value, double expected, double tolerance) {
    assert_true(fabs(value - expected) <= tolerance);
}

static hop_image constant_image(size_t width, size_t height, size_t channels, float value) {
    hop_image image;
    assert_int_equal(hop_image_create(width, height, channels, &image), HOP_OK);
    for (size_t i = 0; i < width * height * channels; i++) image.samples[i] = value;
    return image;
}

static hop_image resized(const hop_image *image, size_t width, size_t height, hop_resize how) {
    hop_image out;
    assert_int_equal(hop_image_resize(image, width, height, how, PINK, &out), HOP_OK);
    assert_int_equal(out.width, width);
    assert_int_equal(out.height, height);
    assert_int_equal(out.channels, image->channels);
    return out;
}

static float sample(const hop_image *image, size_t x, size_t y, size_t c) {
    return image->samples[(y * image->width + x) * image->channels + c];
}

static void the_same_size_is_an_exact_copy(void **state) {
    (void)state;
    for (size_t channels = 1; channels <= 4; channels++)
        for (int how = HOP_RESIZE_NONE; how <= HOP_RESIZE_STRETCH; how++) {
            hop_image image = random_image(13, 9, channels);
            image.depth = 16;
            image.unknown = true;
            hop_image out = resized(&image, 13, 9, (hop_resize)how);
            assert_memory_equal(out.samples, image.samples, 13 * 9 * channels * sizeof(float));
            assert_ptr_not_equal(out.samples, image.samples);
            assert_int_equal(out.depth, 16);
            assert_true(out.unknown);
            hop_image_clear(&out);
            hop_image_clear(&image);
        }
}

static double mean_of(const hop_image *image, size_t c) {
    double sum = 0.0;
    for (size_t y = 0; y < image->height; y++)
        for (size_t x = 0; x < image->width; x++) sum += (double)sample(image, x, y, c);
    return sum / (double)(image->width * image->height);
}

static void shrinking_preserves_the_mean(void **state) {
    (void)state;
    static const size_t SIDES[][4] = {
        {64, 64, 32, 32}, {64, 64, 28, 28}, {100, 30, 33, 29}, {7, 7, 3, 2}, {50, 40, 1, 1}};
    for (size_t i = 0; i < sizeof SIDES / sizeof *SIDES; i++)
        for (size_t channels = 1; channels <= 3; channels += 2) {
            hop_image image = random_image(SIDES[i][0], SIDES[i][1], channels);
            hop_image out = resized(&image, SIDES[i][2], SIDES[i][3], HOP_RESIZE_STRETCH);
            /* Float weights and float sums, one a side and pixel. */
            double tolerance = (double)FLT_EPSILON * (double)(SIDES[i][0] + SIDES[i][1]);
            for (size_t c = 0; c < channels; c++)
                check_near(mean_of(&out, c), mean_of(&image, c), tolerance);
            hop_image_clear(&out);
            hop_image_clear(&image);
        }
}

static void halving_averages_four_pixels(void **state) {
    (void)state;
    hop_image image = random_image(8, 6, 1);
    hop_image out = resized(&image, 4, 3, HOP_RESIZE_STRETCH);
    for (size_t y = 0; y < 3; y++)
        for (size_t x = 0; x < 4; x++) {
            double sum = 0.0;
            for (size_t k = 0; k < 4; k++)
                sum += (double)sample(&image, 2 * x + k % 2, 2 * y + k / 2, 0);
            check_near(sample(&out, x, y, 0), sum / 4.0, 8 * FLT_EPSILON);
        }
    hop_image_clear(&out);
    hop_image_clear(&image);
}

static void growing_keeps_an_even_colour_and_stays_within_black_and_white(void **state) {
    (void)state;
    hop_image even = constant_image(5, 4, 3, 0.3f);
    hop_image out = resized(&even, 17, 31, HOP_RESIZE_STRETCH);
    for (size_t i = 0; i < 17 * 31 * 3; i++) check_near(out.samples[i], 0.3f, 8 * FLT_EPSILON);
    hop_image_clear(&out);
    hop_image_clear(&even);
    hop_image edge = constant_image(8, 8, 1, 0.0f);
    for (size_t i = 0; i < 64; i++) edge.samples[i] = i % 8 < 4 ? 0.0f : 1.0f;
    out = resized(&edge, 64, 64, HOP_RESIZE_STRETCH);
    for (size_t i = 0; i < 64 * 64; i++)
        assert_true(out.samples[i] >= 0.0f && out.samples[i] <= 1.0f);
    assert_true(sample(&out, 0, 0, 0) == 0.0f && sample(&out, 63, 63, 0) == 1.0f);
    hop_image_clear(&out);
    hop_image_clear(&edge);
}

static void a_transparent_pixel_lends_no_colour(void **state) {
    (void)state;
    hop_image image, out;
    assert_int_equal(hop_image_create(2, 1, 4, &image), HOP_OK);
    memcpy(image.samples, (float[]){1, 0, 0, 0, 0, 1, 0, 1}, 8 * sizeof(float));
    out = resized(&image, 1, 1, HOP_RESIZE_STRETCH);
    const float expected[4] = {0, 1, 0, 0.5f};
    for (size_t c = 0; c < 4; c++) check_near(out.samples[c], expected[c], 4 * FLT_EPSILON);
    hop_image_clear(&out);
    hop_image_clear(&image);
}

/* Whether (x, y) shows the picture (0.25 everywhere), else the background. */
static void check_fit(size_t width, size_t height, size_t left, size_t top, size_t wide,
                      size_t high) {
    hop_image image = constant_image(width, height, 3, 0.25f);
    hop_image out = resized(&image, 20, 20, HOP_RESIZE_FIT);
    for (size_t y = 0; y < 20; y++)
        for (size_t x = 0; x < 20; x++) {
            bool inside = x >= left && x < left + wide && y >= top && y < top + high;
            for (size_t c = 0; c < 3; c++)
                check_near(sample(&out, x, y, c), inside ? 0.25 : PINK[c], 8 * FLT_EPSILON);
        }
    hop_image_clear(&out);
    hop_image_clear(&image);
}

static void fit_shows_all_of_it_in_the_middle(void **state) {
    (void)state;
    check_fit(40, 20, 0, 5, 20, 10);
    check_fit(10, 40, 7, 0, 5, 20);
    check_fit(10, 5, 0, 5, 20, 10);
    check_fit(7, 7, 0, 0, 20, 20);
    check_fit(1000, 1, 0, 9, 20, 1);
}

static void fit_leaves_an_opaque_background_of_its_grey(void **state) {
    (void)state;
    hop_image image = constant_image(4, 2, 2, 0.0f);
    hop_image out = resized(&image, 4, 4, HOP_RESIZE_FIT);
    double luma = 0.299 * PINK[0] + 0.587 * PINK[1] + 0.114 * PINK[2];
    check_near(sample(&out, 0, 0, 0), luma, FLT_EPSILON);
    assert_true(sample(&out, 0, 0, 1) == 1.0f);
    assert_true(sample(&out, 0, 1, 1) == 0.0f);
    hop_image_clear(&out);
    hop_image_clear(&image);
}

static void crop_takes_the_middle_and_all_of_the_shorter_side(void **state) {
    (void)state;
    hop_image wide = random_image(10, 4, 3), tall = random_image(5, 9, 1);
    hop_image out = resized(&wide, 4, 4, HOP_RESIZE_CROP);
    for (size_t i = 0; i < 4 * 4 * 3; i++)
        check_near(out.samples[i], sample(&wide, 3 + i / 3 % 4, i / 12, i % 3), 4 * FLT_EPSILON);
    hop_image_clear(&out);
    out = resized(&tall, 5, 5, HOP_RESIZE_CROP);
    for (size_t i = 0; i < 25; i++)
        check_near(out.samples[i], sample(&tall, i % 5, 2 + i / 5, 0), 4 * FLT_EPSILON);
    hop_image_clear(&out);
    hop_image_clear(&wide);
    hop_image_clear(&tall);
}

static void stretch_scales_the_sides_apart(void **state) {
    (void)state;
    hop_image image = constant_image(6, 2, 1, 0.0f);
    for (size_t i = 0; i < 12; i++) image.samples[i] = (float)(i % 6 / 2) / 2.0f;
    hop_image out = resized(&image, 3, 7, HOP_RESIZE_STRETCH);
    for (size_t i = 0; i < 21; i++)
        check_near(out.samples[i], (double)(i % 3) / 2.0, 8 * FLT_EPSILON);
    hop_image_clear(&out);
    hop_image_clear(&image);
}

static void every_pair_of_sizes_works(void **state) {
    (void)state;
    hop_random random;
    hop_random_init(&random, 5, 0);
    for (size_t i = 0; i < 400; i++) {
        size_t side[4];
        for (size_t k = 0; k < 4; k++)
            side[k] = 1 + hop_random_below(&random, hop_random_below(&random, 3) ? 9 : 150);
        hop_image image = random_image(side[0], side[1], 1 + i % 4);
        for (int how = HOP_RESIZE_FIT; how <= HOP_RESIZE_STRETCH; how++) {
            hop_image out = resized(&image, side[2], side[3], (hop_resize)how);
            for (size_t k = 0; k < side[2] * side[3] * out.channels; k++)
                assert_true(out.samples[k] >= 0.0f && out.samples[k] <= 1.0f);
            hop_image_clear(&out);
        }
        hop_image_clear(&image);
    }
}

static void refusals_leave_the_output_alone(void **state) {
    (void)state;
    hop_image image = random_image(6, 5, 1), out = {.width = 11}, before = out;
    assert_int_equal(hop_image_resize(&image, 5, 6, HOP_RESIZE_NONE, PINK, &out), HOP_E_SHAPE);
    assert_non_null(strstr(hop_status_detail(), "6 x 5"));
    assert_non_null(strstr(hop_status_detail(), "5 x 6"));
    assert_int_equal(hop_image_resize(&image, 0, 6, HOP_RESIZE_FIT, PINK, &out), HOP_E_VALUE);
    assert_int_equal(hop_image_resize(&image, 6, SIZE_MAX, HOP_RESIZE_CROP, PINK, &out),
                     HOP_E_LIMIT);
    assert_int_equal(hop_image_resize(&image, INT_MAX, 1, HOP_RESIZE_STRETCH, PINK, &out),
                     HOP_E_LIMIT);
    assert_memory_equal(&out, &before, sizeof before);
    hop_image_clear(&image);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_size_is_an_exact_copy),
        cmocka_unit_test(shrinking_preserves_the_mean),
        cmocka_unit_test(halving_averages_four_pixels),
        cmocka_unit_test(growing_keeps_an_even_colour_and_stays_within_black_and_white),
        cmocka_unit_test(a_transparent_pixel_lends_no_colour),
        cmocka_unit_test(fit_shows_all_of_it_in_the_middle),
        cmocka_unit_test(fit_leaves_an_opaque_background_of_its_grey),
        cmocka_unit_test(crop_takes_the_middle_and_all_of_the_shorter_side),
        cmocka_unit_test(stretch_scales_the_sides_apart),
        cmocka_unit_test(every_pair_of_sizes_works),
        cmocka_unit_test(refusals_leave_the_output_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
