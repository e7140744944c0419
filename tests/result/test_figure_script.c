/* Scripts: literals that stand for themselves, colours, keys.
 * SPDX-License-Identifier: MIT */
#include "sample.h"

#include <math.h>

#include "result/figure_parts.h"

static const double X[] = {1, 2}, Y[] = {0.5, 1};

static char *script_of(const hop_figure *figure) {
    hop_frame frame;
    hop_string out = {0};
    assert_int_equal(hop_table_frame(figure, &frame), HOP_OK);
    hop_table_figure_script(figure, &frame, HOP_PICTURE_SVG, &out);
    return out.text;
}

static void check_literal(const char *text, size_t width, const char *expected) {
    hop_string out = {0};
    hop_table_quote(&out, text, width);
    assert_string_equal(out.text, expected);
    free(out.text);
}

static void literals_hold_nothing_that_means_something_to_gnuplot(void **state) {
    (void)state;
    check_literal("beta [1/m^2], 50 %", 99, "\"beta [1/m^2], 50 %\"");
    check_literal("it's", 99, "\"it\\047s\"");
    check_literal("a\nb\r", 99, "\"a?b?\"");
    check_literal("`\\\"$@{}#!", 99, "\"\\140\\134\\042\\044\\100\\173\\175\\043\\041\"");
    check_literal("", 99, "\"\"");
    check_literal("abcdef", 4, "\"abc\xe2\x80\xa6\"");
}

static void a_title_has_a_capital_and_a_subtitle_is_a_softer_line_below_it(void **state) {
    (void)state;
    hop_curve curve = {.x = X, .y = Y, .count = 2};
    hop_figure figure = {.title = "a", .subtitle = "b \"c\"", .curves = &curve, .curve_count = 1};
    char *script = script_of(&figure);
    assert_non_null(strstr(script, "set label \"b \\042c\\042\" at graph 0, graph 1 left "));
    assert_non_null(strstr(script, "textcolor rgb '#555555'"));
    assert_non_null(strstr(script, "set label \"A\" at graph 0, graph 1 left "));
    free(script);
    figure.subtitle = NULL;
    script = script_of(&figure);
    assert_null(strstr(script, "textcolor rgb '#555555'"));
    free(script);
}

static void a_long_title_goes_on_in_the_next_line(void **state) {
    (void)state;
    hop_curve curve = {.x = X, .y = Y, .count = 2};
    hop_figure figure = {.title = "a", .curves = &curve, .curve_count = 1};
    figure.subtitle =
        "first=1 second=2 third=3 fourth=4 fifth=5 sixth=6 seventh=7 eighth=8 ninth=9 "
        "tenth=10 eleventh=11 twelfth=12 thirteenth=13";
    char *script = script_of(&figure);
    assert_non_null(strstr(script, "eleventh=11\" . \"\\n\" . \"twelfth=12 thirteenth=13\" at "));
    free(script);
}

static void numbers_alone_are_not_drawn_and_take_no_colour(void **state) {
    (void)state;
    hop_curve curves[] = {{.name = "all", .x = X, .y = Y, .count = 2, .style = HOP_CURVE_DATA},
                          {.x = X, .y = Y, .count = 2}};
    hop_figure figure = {.curves = curves, .curve_count = 2};
    char *script = script_of(&figure);
    assert_null(strstr(script, "index 0"));
    assert_null(strstr(script, "all"));
    assert_non_null(strstr(script, "plot \\\n    data index 1 using 1:2 with lines linewidth 2 "
                                   "dashtype solid linecolor rgb '#0072B2'"));
    free(script);
}

static void theory_is_dashed_and_black_unless_it_has_a_colour(void **state) {
    (void)state;
    hop_curve curve = {.x = X, .y = Y, .count = 2, .style = HOP_CURVE_THEORY};
    hop_figure figure = {.curves = &curve, .curve_count = 1};
    char *script = script_of(&figure);
    assert_non_null(strstr(script, "dashtype (8,5) linecolor rgb '#000000'"));
    free(script);
    curve.colour = 2;
    script = script_of(&figure);
    assert_non_null(strstr(script, "linecolor rgb '#D55E00'"));
    free(script);
}

static void six_curves_are_labelled_directly_and_seven_by_a_key(void **state) {
    (void)state;
    hop_curve curves[7];
    double heights[7][2];
    for (int i = 0; i < 7; i++) {
        heights[i][0] = heights[i][1] = i;
        curves[i] = (hop_curve){.name = "c", .x = X, .y = heights[i], .count = 2};
    }
    hop_figure figure = {.curves = curves, .curve_count = 6};
    char *script = script_of(&figure);
    assert_non_null(strstr(script, "unset key"));
    assert_non_null(strstr(script, "set label \"c\""));
    free(script);
    figure.curve_count = 7;
    script = script_of(&figure);
    assert_non_null(strstr(script, "set key outside"));
    assert_non_null(strstr(script, "title \"c\""));
    assert_null(strstr(script, "set label"));
    free(script);
}

static void the_key_of_a_map_stands_below_it_with_room_for_its_lines(void **state) {
    (void)state;
    static const double VALUES[4] = {0, 1, 2, 3};
    hop_heat_map map = {.rows = 2, .columns = 2, .values = VALUES, .label = "m"};
    hop_curve curves[4];
    for (int i = 0; i < 4; i++) curves[i] = (hop_curve){.name = "c", .x = X, .y = Y, .count = 2};
    hop_figure figure = {.map = &map, .curves = curves, .curve_count = 3};
    char *script = script_of(&figure);
    assert_non_null(strstr(script, "bottom horizontal maxcols 3"));
    assert_non_null(strstr(script, "set bmargin 5.0\n"));
    free(script);
    figure.curve_count = 4;
    script = script_of(&figure);
    assert_non_null(strstr(script, "set bmargin 6.0\n"));
    free(script);
}

static void long_names_below_a_map_have_more_lines(void **state) {
    (void)state;
    static const double VALUES[4] = {0, 1, NAN, 3};
    hop_heat_map map = {.rows = 2, .columns = 2, .values = VALUES, .label = "m"};
    hop_curve curves[2];
    for (int i = 0; i < 2; i++) curves[i] = (hop_curve){.name = "c", .x = X, .y = Y, .count = 2};
    hop_figure figure = {.map = &map, .curves = curves, .curve_count = 2};
    char *script = script_of(&figure);
    assert_null(strstr(script, "keyentry"));
    free(script);
    map.grey = "no support: infinite energy";
    script = script_of(&figure);
    assert_non_null(strstr(script, "maxcols 2"));
    assert_non_null(strstr(script, "set bmargin 6.0\n"));
    assert_non_null(strstr(script, "keyentry with boxes"));
    assert_non_null(strstr(script, "title \"no support: infinite energy\""));
    free(script);
}

static void long_names_stand_whole_below_the_figure(void **state) {
    (void)state;
    hop_curve curve = {.name = "dim=20 energy=entmax:beta=2,alpha=1.25 patterns=gaussian",
                       .x = X,
                       .y = Y,
                       .count = 2};
    hop_figure figure = {.curves = &curve, .curve_count = 1};
    char *script = script_of(&figure);
    assert_non_null(strstr(script, "screen 0.02 center bottom horizontal maxcols 1 "));
    assert_non_null(strstr(script, "alpha=1.25 patterns=gaussian\""));
    assert_null(strstr(script, "set label"));
    free(script);
}

static void three_curves_that_end_in_one_place_have_a_key(void **state) {
    (void)state;
    hop_curve curves[3];
    for (int i = 0; i < 3; i++) curves[i] = (hop_curve){.name = "c", .x = X, .y = Y, .count = 2};
    hop_figure figure = {.curves = curves, .curve_count = 2};
    char *script = script_of(&figure);
    assert_non_null(strstr(script, "unset key"));
    free(script);
    figure.curve_count = 3;
    script = script_of(&figure);
    assert_non_null(strstr(script, "set key outside"));
    free(script);
}

static void curves_of_several_panels_are_plotted_beside_each_other(void **state) {
    (void)state;
    hop_curve curves[] = {{.name = "a", .x = X, .y = Y, .count = 2, .panel = "first"},
                          {.name = "a", .x = X, .y = Y, .count = 2, .panel = "second"}};
    hop_figure figure = {.title = "t", .curves = curves, .curve_count = 2};
    char *script = script_of(&figure);
    assert_non_null(strstr(script, "set multiplot layout 1,2 "));
    assert_non_null(strstr(script, "set title \"first\" "));
    assert_non_null(strstr(script, "set title \"second\" "));
    const char *second = strstr(strstr(script, "\nplot ") + 1, "\nplot ");
    assert_non_null(strstr(second, "index 1 "));
    assert_null(strstr(second, "index 0 "));
    free(script);
}

static void a_key_of_many_lines_makes_the_picture_taller(void **state) {
    (void)state;
    hop_curve curves[12];
    hop_figure figure = {.curves = curves, .curve_count = 2};
    for (int i = 0; i < 12; i++)
        curves[i] = (hop_curve){.name = "dim=20 energy=entmax:beta=2,alpha=1.25 patterns=gaussian",
                                .x = X,
                                .y = Y,
                                .count = 2};
    for (int many = 0; many < 2; many++) {
        hop_string out = {0};
        figure.curve_count = many ? 12 : 2;
        hop_table_terminal(&out, &figure, HOP_PICTURE_PNG);
        assert_non_null(strstr(out.text, many ? "size 1260,1065 " : "size 1260,780 "));
        free(out.text);
    }
}

static void a_lone_point_of_theory_has_a_mark(void **state) {
    (void)state;
    static const double LONE[] = {NAN, 1};
    hop_curve curve = {.x = X, .y = LONE, .count = 2, .style = HOP_CURVE_THEORY};
    hop_figure figure = {.curves = &curve, .curve_count = 1};
    char *script = script_of(&figure);
    assert_non_null(strstr(script, "linespoints pointtype 2"));
    free(script);
    curve.y = Y;
    script = script_of(&figure);
    assert_null(strstr(script, "linespoints"));
    free(script);
}

static void an_interval_is_a_band_or_bars(void **state) {
    (void)state;
    hop_curve curve = {.x = X, .y = Y, .low = Y, .high = X, .count = 2};
    hop_figure figure = {.curves = &curve, .curve_count = 1};
    char *script = script_of(&figure);
    assert_non_null(strstr(script, "using 1:3:4 with filledcurves"));
    free(script);
    curve.style = HOP_CURVE_POINTS;
    script = script_of(&figure);
    assert_non_null(strstr(script, "using 1:2:3:4 with yerrorbars"));
    free(script);
    figure.log_y = true;
    script = script_of(&figure);
    assert_non_null(strstr(script, "set logscale y"));
    assert_non_null(strstr(script, "using 1:2:($3 < "));
    free(script);
}

static void ticks_of_what_is_counted_are_whole_numbers(void **state) {
    (void)state;
    hop_curve curve = {.x = X, .y = Y, .count = 2, .style = HOP_CURVE_THIN};
    hop_figure figure = {.curves = &curve, .curve_count = 1};
    char *script = script_of(&figure);
    assert_null(strstr(script, "set xtics 1\n"));
    free(script);
    figure.whole_x = true;
    script = script_of(&figure);
    assert_non_null(strstr(script, "set xtics 1\n"));
    assert_non_null(strstr(script, "lines linewidth 0.6"));
    free(script);
    figure.x_low = 0, figure.x_high = 100; /* a hundred ticks would be a black bar */
    script = script_of(&figure);
    assert_null(strstr(script, "set xtics 1\n"));
    free(script);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(literals_hold_nothing_that_means_something_to_gnuplot),
        cmocka_unit_test(a_long_title_goes_on_in_the_next_line),
        cmocka_unit_test(numbers_alone_are_not_drawn_and_take_no_colour),
        cmocka_unit_test(a_title_has_a_capital_and_a_subtitle_is_a_softer_line_below_it),
        cmocka_unit_test(theory_is_dashed_and_black_unless_it_has_a_colour),
        cmocka_unit_test(six_curves_are_labelled_directly_and_seven_by_a_key),
        cmocka_unit_test(the_key_of_a_map_stands_below_it_with_room_for_its_lines),
        cmocka_unit_test(long_names_below_a_map_have_more_lines),
        cmocka_unit_test(long_names_stand_whole_below_the_figure),
        cmocka_unit_test(three_curves_that_end_in_one_place_have_a_key),
        cmocka_unit_test(curves_of_several_panels_are_plotted_beside_each_other),
        cmocka_unit_test(a_key_of_many_lines_makes_the_picture_taller),
        cmocka_unit_test(a_lone_point_of_theory_has_a_mark),
        cmocka_unit_test(an_interval_is_a_band_or_bars),
        cmocka_unit_test(ticks_of_what_is_counted_are_whole_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
