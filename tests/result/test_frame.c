/* Ranges of axes, places along them, labels spread.
 * SPDX-License-Identifier: MIT */
#include "sample.h"

#include <math.h>

#include "result/figure_parts.h"

static const double X[] = {1, 10, 100}, Y[] = {-1, 2, NAN};
static const hop_curve CURVE = {.x = X, .y = Y, .count = 3};

static void the_frame_holds_every_point_that_can_be_shown(void **state) {
    (void)state;
    hop_frame frame;
    hop_figure figure = {.curves = &CURVE, .curve_count = 1};
    assert_int_equal(hop_table_frame(&figure, &frame), HOP_OK);
    assert_true(frame.x.low == 1 && frame.x.high == 10);
    assert_true(frame.y.low < -1 && frame.y.low > -1.5 && frame.y.high > 2 && frame.y.high < 2.5);
    figure.log_y = true;
    assert_int_equal(hop_table_frame(&figure, &frame), HOP_OK);
    assert_true(frame.x.low < 10 && frame.x.high > 10 && frame.y.low > 0 && frame.y.high > 2);
}

static void limits_that_were_asked_for_are_kept(void **state) {
    (void)state;
    hop_frame frame;
    hop_figure figure = {.curves = &CURVE, .curve_count = 1, .y_low = 0, .y_high = 1};
    assert_int_equal(hop_table_frame(&figure, &frame), HOP_OK);
    assert_true(frame.y.low == 0 && frame.y.high == 1);
    figure.log_y = true;
    assert_int_equal(hop_table_frame(&figure, &frame), HOP_E_VALUE);
    figure.log_y = false;
    figure.y_low = 2;
    assert_int_equal(hop_table_frame(&figure, &frame), HOP_E_VALUE);
}

static void nothing_to_show_is_said(void **state) {
    (void)state;
    static const double NONE[] = {NAN, INFINITY, NAN};
    hop_frame frame;
    hop_curve curve = {.x = X, .y = NONE, .count = 3};
    hop_figure figure = {.curves = &curve, .curve_count = 1};
    assert_int_equal(hop_table_frame(&figure, &frame), HOP_E_EMPTY);
    assert_int_equal(hop_table_frame(&(hop_figure){0}, &frame), HOP_E_EMPTY);
    hop_heat_map map = {.rows = 0, .columns = 3};
    assert_int_equal(hop_table_frame(&(hop_figure){.map = &map}, &frame), HOP_E_EMPTY);
}

static void ticks_of_a_map_must_increase(void **state) {
    (void)state;
    static const double VALUES[3] = {0}, FALLING[] = {1, 3, 2}, ZERO[] = {0, 1, 2};
    hop_frame frame;
    hop_heat_map map = {.rows = 1, .columns = 3, .values = VALUES, .x = FALLING};
    hop_figure figure = {.map = &map};
    assert_int_equal(hop_table_frame(&figure, &frame), HOP_E_VALUE);
    map.x = ZERO;
    assert_int_equal(hop_table_frame(&figure, &frame), HOP_OK);
    assert_true(frame.x.low == -0.5 && frame.x.high == 2.5);
    figure.log_x = true;
    assert_int_equal(hop_table_frame(&figure, &frame), HOP_E_VALUE);
}

static void places_along_an_axis_follow_its_scale(void **state) {
    (void)state;
    hop_axis plain = {.low = 0, .high = 10}, log = {.low = 1, .high = 100, .log = true};
    assert_float_equal(hop_table_along(&plain, 2.5), 0.25, 1e-12);
    assert_float_equal(hop_table_along(&log, 10), 0.5, 1e-12);
}

static void values_between_ticks_lie_between_cells(void **state) {
    (void)state;
    static const double TICKS[] = {1, 2, 8};
    assert_float_equal(hop_table_cell_of(TICKS, 3, false, 5), 1.5, 1e-12);
    assert_float_equal(hop_table_cell_of(TICKS, 3, true, 4), 1.5, 1e-12);
    assert_float_equal(hop_table_cell_of(TICKS, 3, false, 0.5), -0.5, 1e-12);
    assert_float_equal(hop_table_cell_of(TICKS, 3, false, 14), 3, 1e-12);
    assert_float_equal(hop_table_cell_of(NULL, 3, false, 1.25), 1.25, 1e-12);
    assert_true(isnan(hop_table_cell_of(TICKS, 3, true, -1)));
    assert_true(isnan(hop_table_cell_of(TICKS, 1, false, 7)));
}

static void labels_keep_their_distance_and_stay_inside(void **state) {
    (void)state;
    double heights[] = {0, 0, 0.01, 0.5, 0.99, 1};
    hop_table_spread(heights, 6, 0.06);
    for (size_t i = 0; i + 1 < 6; i++) assert_true(heights[i + 1] - heights[i] >= 0.0599);
    assert_true(heights[0] >= -1e-3 && heights[5] <= 1 + 1e-3);
    assert_float_equal(heights[3], 0.5, 0.02);
}

static void labels_with_room_stay_where_they_are(void **state) {
    (void)state;
    double heights[] = {0.1, 0.5, 0.9};
    hop_table_spread(heights, 3, 0.06);
    assert_true(heights[0] == 0.1 && heights[1] == 0.5 && heights[2] == 0.9);
    hop_table_spread(NULL, 0, 0.06);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_frame_holds_every_point_that_can_be_shown),
        cmocka_unit_test(limits_that_were_asked_for_are_kept),
        cmocka_unit_test(nothing_to_show_is_said),
        cmocka_unit_test(ticks_of_a_map_must_increase),
        cmocka_unit_test(places_along_an_axis_follow_its_scale),
        cmocka_unit_test(values_between_ticks_lie_between_cells),
        cmocka_unit_test(labels_keep_their_distance_and_stay_inside),
        cmocka_unit_test(labels_with_room_stay_where_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
