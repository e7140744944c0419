/* Choosing pixels, sides, and filling boxes.
 * SPDX-License-Identifier: MIT */
#include "corruption/canvas.h"

#include "corruption/region.h"

static void levels_run_from_low_to_high(void **state) {
    (void)state;
    hop_canvas canvas = vector(1);
    assert_true(hop_corruption_level(&canvas, 0) == -1);
    assert_true(hop_corruption_level(&canvas, 0.5) == 0);
    assert_true(hop_corruption_level(&canvas, 1) == 1);
}

static void chosen_pixels_are_different_and_as_many_as_asked(void **state) {
    (void)state;
    const hop_canvas canvas = picture(9, 7, 3);
    hop_random random;
    hop_random_init(&random, 1, 0);
    for (size_t asked = 0; asked <= 63; asked++) {
        size_t *pixels = NULL, count = 0;
        bool seen[63] = {false};
        double rate = (double)asked / 63;
        assert_int_equal(hop_corruption_choose(&canvas, rate, &random, &pixels, &count), HOP_OK);
        assert_int_equal(count, asked);
        for (size_t i = 0; i < count; i++) {
            assert_true(pixels[i] < 63);
            assert_false(seen[pixels[i]]);
            seen[pixels[i]] = true;
        }
        free(pixels);
    }
}

static void too_many_pixels_for_any_machine_are_refused(void **state) {
    (void)state;
    const hop_canvas canvas = picture(SIZE_MAX / 4, 1, 1);
    hop_random random;
    hop_random_init(&random, 1, 0);
    size_t *pixels = NULL, count = 7;
    assert_int_equal(hop_corruption_choose(&canvas, 0, &random, &pixels, &count), HOP_E_LIMIT);
    assert_null(pixels);
    assert_int_equal(count, 7);
}

static void sides_are_boxes(void **state) {
    (void)state;
    const hop_canvas canvas = picture(10, 20, 1);
    const hop_box expected[] = {
        [HOP_TOP] = {.x = 0, .y = 0, .width = 10, .height = 5},
        [HOP_BOTTOM] = {.x = 0, .y = 15, .width = 10, .height = 5},
        [HOP_LEFT] = {.x = 0, .y = 0, .width = 3, .height = 20},
        [HOP_RIGHT] = {.x = 7, .y = 0, .width = 3, .height = 20},
    };
    for (enum hop_side side = HOP_TOP; side <= HOP_RIGHT; side++) {
        hop_box box;
        double area = side <= HOP_BOTTOM ? 0.25 : 0.3;
        assert_int_equal(hop_corruption_side(&canvas, side, area, &box), HOP_OK);
        assert_memory_equal(&box, &expected[side], sizeof box);
    }
}

static void a_vector_without_a_top_leaves_the_box_alone(void **state) {
    (void)state;
    const hop_canvas canvas = vector(10);
    hop_box box = {.x = 1, .y = 2, .width = 3, .height = 4}, before = box;
    assert_int_equal(hop_corruption_side(&canvas, HOP_TOP, 0.5, &box), HOP_E_SUPPORT);
    assert_memory_equal(&box, &before, sizeof box);
}

static void filling_touches_the_known_values_of_the_box_alone(void **state) {
    (void)state;
    const hop_canvas canvas = picture(4, 3, 2);
    double *before = ramp(&canvas), *after = ramp(&canvas);
    before[2 * 5] = after[2 * 5] = NAN;
    hop_corruption_fill(&canvas, (hop_box){.x = 1, .y = 1, .width = 2, .height = 2}, 0.5, after);
    for (size_t i = 0; i < 24; i++) {
        size_t x = i / 2 % 4, y = i / 8;
        bool inside = (x == 1 || x == 2) && y >= 1;
        assert_true(same(after[i], inside && i != 10 ? 0.5 : before[i]));
    }
    free(before);
    free(after);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(levels_run_from_low_to_high),
        cmocka_unit_test(chosen_pixels_are_different_and_as_many_as_asked),
        cmocka_unit_test(too_many_pixels_for_any_machine_are_refused),
        cmocka_unit_test(sides_are_boxes),
        cmocka_unit_test(a_vector_without_a_top_leaves_the_box_alone),
        cmocka_unit_test(filling_touches_the_known_values_of_the_box_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
