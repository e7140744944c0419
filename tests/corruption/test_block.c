/* Painted blocks.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "corruption/canvas.h"

/* The smallest rectangle around what changed; ends not included. */
typedef struct extent {
    size_t left, top, right, bottom, changed;
} extent;

static extent extent_of_block(const hop_canvas *canvas, const char *spec, size_t index) {
    size_t width = canvas->shape.width, channels = canvas->shape.channels;
    double *before = ramp(canvas), *after = ramp(canvas);
    assert_int_equal(damage_at(spec, canvas, 1, index, after), HOP_OK);
    extent box = {.left = SIZE_MAX, .top = SIZE_MAX};
    for (size_t p = 0; p < width * canvas->shape.height; p++) {
        if (before[p * channels] == after[p * channels]) continue;
        for (size_t c = 0; c < channels; c++) assert_true(after[p * channels + c] == canvas->low);
        size_t x = p % width, y = p / width;
        box.left = x < box.left ? x : box.left;
        box.top = y < box.top ? y : box.top;
        box.right = x + 1 > box.right ? x + 1 : box.right;
        box.bottom = y + 1 > box.bottom ? y + 1 : box.bottom;
        box.changed++;
    }
    free(before);
    free(after);
    return box;
}

static void a_block_is_a_rectangle_in_proportion(void **state) {
    (void)state;
    const hop_canvas canvas = picture(64, 32, 3);
    for (size_t index = 0; index < 20; index++) {
        extent box = extent_of_block(&canvas, "block:area=0.25", index);
        assert_int_equal(box.right - box.left, 32);
        assert_int_equal(box.bottom - box.top, 16);
        assert_int_equal(box.changed, 32 * 16);
    }
}

/* Height is a whole number first; then the width is off by half a pixel at most. */
static void the_area_is_off_by_half_a_column_at_most(void **state) {
    (void)state;
    const hop_canvas canvases[] = {picture(30, 20, 1), picture(7, 50, 1), picture(1, 40, 1)};
    for (size_t i = 0; i < sizeof canvases / sizeof *canvases; i++)
        for (int percent = 0; percent <= 100; percent++) {
            char spec[32];
            snprintf(spec, sizeof spec, "block:%d.%02d", percent / 100, percent % 100);
            const hop_shape shape = canvases[i].shape;
            double asked = percent / 100.0 * (double)(shape.width * shape.height);
            extent box = extent_of_block(&canvases[i], spec, 3);
            double rows = fmax(1, round((double)shape.height * sqrt(percent / 100.0)));
            assert_true(fabs((double)box.changed - asked) <= rows / 2 + 1e-9 ||
                        box.changed == shape.width * (size_t)rows);
        }
}

static void a_block_may_lie_at_every_place_where_it_fits(void **state) {
    (void)state;
    const hop_canvas canvas = picture(4, 6, 1);
    bool seen[4][3] = {{false}};
    for (size_t index = 0; index < 400; index++) {
        extent box = extent_of_block(&canvas, "block:0.25", index);
        assert_int_equal(box.changed, 6);
        seen[box.top][box.left] = true;
    }
    for (size_t y = 0; y < 4; y++)
        for (size_t x = 0; x < 3; x++) assert_true(seen[y][x]);
}

static void a_vector_gets_one_run(void **state) {
    (void)state;
    const hop_canvas canvas = vector(100);
    extent box = extent_of_block(&canvas, "block:0.3", 0);
    assert_int_equal(box.changed, 30);
    assert_int_equal(box.right - box.left, 30);
}

static void a_whole_block_covers_everything_and_none_nothing(void **state) {
    (void)state;
    const hop_canvas canvas = picture(5, 7, 1);
    assert_int_equal(extent_of_block(&canvas, "block:1", 0).changed, 35);
    assert_int_equal(extent_of_block(&canvas, "block:0", 0).changed, 0);
}

static void the_value_is_a_place_in_the_range(void **state) {
    (void)state;
    const hop_canvas canvas = vector(10);
    double *after = damaged_ramp("block:area=1,value=0.75", &canvas);
    for (size_t i = 0; i < 10; i++) assert_true(after[i] == 0.5);
    free(after);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_block_is_a_rectangle_in_proportion),
        cmocka_unit_test(the_area_is_off_by_half_a_column_at_most),
        cmocka_unit_test(a_block_may_lie_at_every_place_where_it_fits),
        cmocka_unit_test(a_vector_gets_one_run),
        cmocka_unit_test(a_whole_block_covers_everything_and_none_nothing),
        cmocka_unit_test(the_value_is_a_place_in_the_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
