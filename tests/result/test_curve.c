/* Ways to draw a curve: every row is complete, and a figure is drawn as its row says.
 * Covers: curve_list.c
 * SPDX-License-Identifier: MIT */
#include "sample.h"

#include <math.h>

#include "result/curve.h"

static const double X[] = {1, 2, 3}, Y[] = {1, 4, 9}, LOW[] = {0, 3, 8}, HIGH[] = {2, 5, 10};

/* The plot command of a figure with one curve of that style; free() it. */
static char *script_of(hop_curve_style style) {
    const hop_curve curve = {
        .name = "c", .x = X, .y = Y, .low = LOW, .high = HIGH, .count = 3, .style = style};
    const hop_figure figure = {.curves = &curve, .curve_count = 1};
    const hop_frame frame = {{1, 3, false}, {0, 10, false}};
    hop_string out = {0};
    hop_table_plot(&out, &figure, &frame, HOP_PICTURE_SVG, NULL, false);
    assert_false(out.failed);
    return out.text;
}

static void every_way_that_draws_is_plotted_with_its_interval(void **state) {
    (void)state;
    for (int style = 0; style < HOP_CURVE_STYLES; style++) {
        const hop_curve curve = {.style = (hop_curve_style)style, .x = X, .y = Y, .count = 3};
        const hop_curve_row *row = hop_curve_row_of(&curve);
        const hop_look look = {"#123456", 7, "solid"};
        hop_string words = {0};
        char *script = script_of((hop_curve_style)style);
        assert_true(!row->drawn == !row->plot);
        if (row->drawn) {
            row->plot(&curve, &look, &words);
            assert_non_null(strstr(script, words.text));
            assert_non_null(strstr(script, row->joined ? "filledcurves" : "yerrorbars"));
        } else {
            assert_null(strstr(script, "data index"));
        }
        free(words.text);
        free(script);
    }
}

static void numbers_that_are_not_drawn_leave_no_name(void **state) {
    (void)state;
    const hop_curve data = {.name = "c", .style = HOP_CURVE_DATA}, line = {.name = "c"};
    assert_false(hop_table_curve_named(&data));
    assert_true(hop_table_curve_named(&line));
}

static void a_theory_line_of_lone_points_shows_them(void **state) {
    (void)state;
    const double gaps[] = {1, NAN, 3};
    const hop_look look = {"#000000", 7, "solid"};
    hop_curve curve = {.x = X, .y = gaps, .count = 3, .style = HOP_CURVE_THEORY};
    hop_string broken = {0}, whole = {0};
    hop_curve_row_of(&curve)->plot(&curve, &look, &broken);
    curve.y = Y;
    hop_curve_row_of(&curve)->plot(&curve, &look, &whole);
    assert_non_null(strstr(broken.text, "linespoints"));
    assert_null(strstr(whole.text, "points"));
    free(broken.text);
    free(whole.text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_way_that_draws_is_plotted_with_its_interval),
        cmocka_unit_test(numbers_that_are_not_drawn_leave_no_name),
        cmocka_unit_test(a_theory_line_of_lone_points_shows_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
