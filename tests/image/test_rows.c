/* Rows on their way into a picture.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "image/rows.h"

static void small_pictures_and_those_of_no_wanted_size_are_not_reduced(void **state) {
    (void)state;
    hop_image_limits limits = {.width = 8, .height = 8};
    assert_int_equal(hop_rows_factor(&limits, 1000, 1000, 3), 1);
    assert_int_equal(hop_rows_factor(&limits, 4000, 3000, 3), 187);
    limits.height = 700;
    assert_int_equal(hop_rows_factor(&limits, 4000, 3000, 3), 2);
    assert_int_equal(hop_rows_factor(&(hop_image_limits){0}, 4000, 3000, 3), 1);
}

static void a_reduced_pixel_is_the_mean_of_its_square_weighed_by_alpha(void **state) {
    (void)state;
    enum { WIDE = 2402, HIGH = 2401, FACTOR = 3 };
    hop_image_limits limits = {.width = 400, .height = 300, .numbers = 1 << 22};
    hop_rows rows = {0};
    float *row = calloc(2 * WIDE, sizeof *row);
    assert_non_null(row);
    assert_int_equal(hop_rows_begin("it", &limits, WIDE, HIGH, 2, &rows), HOP_OK);
    assert_int_equal(rows.factor, FACTOR);
    /* Every third pixel is half opaque white, the others are transparent black. */
    for (size_t x = 0; x < WIDE; x += 3) row[2 * x] = 1, row[2 * x + 1] = 0.5f;
    for (size_t y = 0; y < HIGH; y++) hop_rows_add(&rows, row);
    hop_image image = {0};
    assert_int_equal(hop_rows_end(&rows, 1, &image), HOP_OK);
    assert_int_equal(image.width, 801);
    assert_int_equal(image.height, 801);
    for (size_t i = 0; i < image.width * image.height; i++) {
        bool last = i % image.width == image.width - 1; /* two pixels wide only */
        assert_float_equal(image.samples[2 * i], 1, 1e-6);
        assert_float_equal(image.samples[2 * i + 1], last ? 0.25f : 0.5f / 3, 1e-6);
    }
    hop_image_clear(&image);
    free(row);
}

static void a_field_of_zero_has_its_default(void **state) {
    (void)state;
    hop_image_limits limits = hop_image_limits_resolve(&(hop_image_limits){.pixels = 5});
    assert_int_equal(limits.pixels, 5);
    assert_int_equal(limits.bytes, hop_image_default_limits.bytes);
    assert_int_equal(limits.numbers, hop_image_default_limits.numbers);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_pictures_and_those_of_no_wanted_size_are_not_reduced),
        cmocka_unit_test(a_reduced_pixel_is_the_mean_of_its_square_weighed_by_alpha),
        cmocka_unit_test(a_field_of_zero_has_its_default),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
