/* Names of vertical lines.
 * SPDX-License-Identifier: MIT */
#include "sample.h"

#include "result/figure_parts.h"

static const hop_frame FRAME = {.x = {.low = 0, .high = 1}, .y = {.low = 0, .high = 1}};
static const double HALF[] = {0.5, 0.5}, NEAR_END[] = {0.95, 0.95}, UP[] = {0, 1}, X[] = {0, 1};

static hop_curve mark_at(const double *x, const char *name) {
    return (hop_curve){.name = name, .x = x, .y = UP, .count = 2, .style = HOP_CURVE_THEORY};
}

static char *marks_of(const hop_curve *curves, size_t count) {
    hop_figure figure = {.curves = curves, .curve_count = count};
    hop_string out = {0};
    hop_table_set_marks(&out, &figure, &FRAME);
    return out.text;
}

static void a_vertical_theory_line_is_named_beside_itself_alone(void **state) {
    (void)state;
    hop_curve mark = mark_at(HALF, "theory");
    hop_figure figure = {.curves = &mark, .curve_count = 1};
    hop_string ends = {0};
    char *text = marks_of(&mark, 1);
    assert_string_equal(text,
                        "set label \"theory\" at graph 0.5120,0.9500 left front noenhanced\n");
    hop_table_set_labels(&ends, &figure, &FRAME);
    assert_null(ends.text);
    free(text);
}

static void near_the_right_side_the_name_stands_on_the_left(void **state) {
    (void)state;
    hop_curve mark = mark_at(NEAR_END, "theory");
    char *text = marks_of(&mark, 1);
    assert_non_null(strstr(text, "at graph 0.9380,0.9500 right "));
    free(text);
}

static void names_have_the_colours_of_their_lines_unless_one_is_for_several(void **state) {
    (void)state;
    hop_curve curves[] = {mark_at(HALF, "theory"), mark_at(NEAR_END, NULL)};
    curves[0].colour = 2;
    char *text = marks_of(curves, 1);
    assert_non_null(strstr(text, "noenhanced textcolor rgb '#D55E00'"));
    free(text);
    text = marks_of(curves, 2);
    assert_null(strstr(text, "textcolor"));
    free(text);
}

/* What fits beside the line in a wide frame does not in one that names at curves' ends narrow. */
static void names_beside_the_frame_leave_less_room_in_it(void **state) {
    (void)state;
    hop_curve curve = {.name = "a", .x = X, .y = UP, .count = 2};
    hop_figure figure = {.curves = &curve, .curve_count = 1};
    double wide = hop_table_name_width(&figure, "theory");
    curve.name = "energy=polynomial:degree=3 dim=9";
    assert_true(hop_table_name_width(&figure, "theory") > 1.4 * wide);
    curve.name = "energy=polynomial:degree=3 dim=90, below the figure";
    assert_true(hop_table_name_width(&figure, "theory") < wide);
}

/* A falling curve leaves room below it on the left of the line, above it on the right. */
static void the_name_avoids_curves_and_their_intervals(void **state) {
    (void)state;
    static const double TOP[] = {0.95, 0.95}, BOTTOM[] = {0.03, 0.03}, X_LATE[] = {0.55, 1},
                        LATE[] = {0.5, 0.5}, LOW[] = {0.02, 0.02}, HIGH[] = {0.98, 0.98};
    hop_curve curves[] = {mark_at(HALF, "theory"),
                          {.x = X, .y = TOP, .count = 2, .style = HOP_CURVE_LINE},
                          {.x = X_LATE, .y = BOTTOM, .count = 2, .style = HOP_CURVE_LINE}};
    char *text = marks_of(curves, 3);
    assert_non_null(strstr(text, "at graph 0.4880,0.0500 right "));
    free(text);
    hop_curve bars[] = {
        mark_at(HALF, "theory"),
        {.x = X_LATE, .y = LATE, .low = LOW, .high = HIGH, .count = 2, .style = HOP_CURVE_POINTS}};
    text = marks_of(bars, 2);
    assert_non_null(strstr(text, "at graph 0.4880,0.9500 right "));
    free(text);
}

static void several_names_stand_in_a_key(void **state) {
    (void)state;
    hop_curve curves[] = {mark_at(HALF, "first"), mark_at(HALF, "second"), mark_at(HALF, NULL)};
    hop_figure figure = {.curves = curves, .curve_count = 3};
    assert_null(marks_of(curves, 3));
    assert_true(hop_table_key(&figure).shown);
    assert_true(hop_table_in_key(&figure, &curves[1]));
}

static void lines_that_are_not_vertical_and_maps_have_no_such_names(void **state) {
    (void)state;
    hop_curve slanted = {.name = "s", .x = X, .y = UP, .count = 2, .style = HOP_CURVE_THEORY};
    hop_curve mark = mark_at(HALF, "theory");
    hop_heat_map map = {.rows = 1, .columns = 1};
    hop_figure figure = {.map = &map, .curves = &mark, .curve_count = 1};
    assert_null(marks_of(&slanted, 1));
    assert_false(hop_table_is_mark(&figure, &mark));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_vertical_theory_line_is_named_beside_itself_alone),
        cmocka_unit_test(near_the_right_side_the_name_stands_on_the_left),
        cmocka_unit_test(names_have_the_colours_of_their_lines_unless_one_is_for_several),
        cmocka_unit_test(names_beside_the_frame_leave_less_room_in_it),
        cmocka_unit_test(the_name_avoids_curves_and_their_intervals),
        cmocka_unit_test(several_names_stand_in_a_key),
        cmocka_unit_test(lines_that_are_not_vertical_and_maps_have_no_such_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
