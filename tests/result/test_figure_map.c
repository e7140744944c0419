/* Heat maps: colour ranges, ticks, and how cells are drawn.
 * SPDX-License-Identifier: MIT */
#include "sample.h"

#include <math.h>

#include "result/figure_parts.h"

static const double VALUES[] = {-1, 0.5, NAN, 3};

static char *settings_of(const hop_heat_map *map) {
    hop_string out = {0};
    hop_table_set_map(&out, map);
    return out.text;
}

static void check(const hop_heat_map *map, const char *expected) {
    char *text = settings_of(map);
    assert_non_null(strstr(text, expected));
    free(text);
}

static void colours_span_the_values_or_what_was_asked_for(void **state) {
    (void)state;
    hop_heat_map map = {.rows = 2, .columns = 2, .values = VALUES};
    check(&map, "set cbrange [-1:3]");
    map.low = 0, map.high = 1;
    check(&map, "set cbrange [0:1]");
}

static void diverging_colours_are_centred_at_zero(void **state) {
    (void)state;
    hop_heat_map map = {
        .rows = 2, .columns = 2, .values = VALUES, .colours = HOP_COLOURS_DIVERGING};
    check(&map, "set cbrange [-3:3]");
}

/* Wider ticks push the label away from the colours. */
static void the_label_of_the_colours_stands_clear_of_their_ticks(void **state) {
    (void)state;
    double near = 0, far = 0;
    for (int wide = 0; wide < 2; wide++) {
        hop_heat_map map = {.rows = 2, .columns = 2, .values = VALUES, .label = "m"};
        map.low = 0, map.high = wide ? 140 : 5;
        char *text = settings_of(&map);
        const char *at = strstr(text, "offset character ");
        assert_non_null(at);
        *(wide ? &far : &near) = strtod(at + strlen("offset character "), NULL);
        assert_non_null(strstr(text, wide ? "'140' 140" : "'5' 5"));
        free(text);
    }
    assert_true(far > near + 1);
}

static void classes_have_flat_colours_and_names(void **state) {
    (void)state;
    static const char *const NAMES[] = {"left", "a 'quoted' one"};
    hop_heat_map map = {.rows = 2,
                        .columns = 2,
                        .values = VALUES,
                        .label = "not shown",
                        .colours = HOP_COLOURS_CLASSES,
                        .classes = NAMES,
                        .class_count = 2};
    check(&map, "set palette defined (0 '#8fc1de', 1 '#8fc1de', 1 '#f2b083', 2 '#f2b083')");
    check(&map, "set cbrange [-0.5:1.5]");
    check(&map, "set cbtics (\"left\" 0, \"a \\047quoted\\047 one\" 1)");
}

static void equal_or_missing_values_still_have_a_range(void **state) {
    (void)state;
    static const double SAME[] = {2, 2}, NONE[] = {NAN, NAN};
    hop_heat_map map = {.rows = 1, .columns = 2, .values = SAME};
    check(&map, "set cbrange [1.5:2.5]");
    map.values = NONE;
    check(&map, "set cbrange [0:1]");
}

static void ticks_are_few_and_say_the_value(void **state) {
    (void)state;
    enum { MANY = 100 };
    static double values[MANY], ticks[MANY];
    for (size_t i = 0; i < MANY; i++) ticks[i] = 0.5 * (double)i;
    hop_heat_map map = {.rows = 1, .columns = MANY, .values = values, .x = ticks};
    check(&map, "set xtics ('0' 0, '10' 20, '20' 40, '30' 60, '40' 80) scale");
    ticks[MANY - 1] = 60; /* no longer even */
    check(&map, "set xtics ('0' 0, '6' 12, '12' 24,");
    check(&map, "set ytics ('0' 0)");
}

static void words_may_stand_in_place_of_numbers(void **state) {
    (void)state;
    static const char *const X[] = {"it's", "b"}, *const Y[] = {"low", "high"};
    hop_heat_map map = {.rows = 2, .columns = 2, .values = VALUES, .x_names = X, .y_names = Y};
    check(&map, "set ytics (\"low\" 0, \"high\" 1) scale 0.5\n");
    check(&map, " 0, \"b\" 1) scale 0.5 rotate");
}

static void cells_may_say_their_value_light_on_dark(void **state) {
    (void)state;
    hop_string out = {0};
    hop_heat_map map = {.rows = 2, .columns = 2, .values = VALUES, .high = 1, .written = true};
    hop_table_plot_map(&out, &map, HOP_PICTURE_SVG);
    char *dark = strstr(out.text, ": $3 < 0.5999"), *light = strstr(out.text, ": $3 >= 0.5999");
    assert_non_null(dark);
    assert_non_null(light);
    assert_non_null(strstr(dark, "'white'"));
    assert_true(strstr(light, "'black'") < dark);
    assert_non_null(strstr(out.text, "strcol(3) eq 'NaN' ? ''")); /* what has none says nothing */
    free(out.text);
}

static void check_plot(size_t rows, size_t columns, hop_picture picture, const char *expected) {
    hop_string out = {0};
    hop_heat_map map = {.rows = rows, .columns = columns};
    hop_table_plot_map(&out, &map, picture);
    assert_non_null(strstr(out.text, expected));
    free(out.text);
}

static void cells_are_rectangles_in_svg_and_an_image_elsewhere(void **state) {
    (void)state;
    check_plot(2, 2, HOP_PICTURE_SVG, "with image pixels notitle");
    check_plot(2, 2, HOP_PICTURE_PNG, "with image notitle");
    check_plot(500, 500, HOP_PICTURE_SVG, "with image notitle");
    check_plot(1, 9, HOP_PICTURE_PNG, "with boxxyerror");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(colours_span_the_values_or_what_was_asked_for),
        cmocka_unit_test(diverging_colours_are_centred_at_zero),
        cmocka_unit_test(the_label_of_the_colours_stands_clear_of_their_ticks),
        cmocka_unit_test(classes_have_flat_colours_and_names),
        cmocka_unit_test(equal_or_missing_values_still_have_a_range),
        cmocka_unit_test(ticks_are_few_and_say_the_value),
        cmocka_unit_test(cells_are_rectangles_in_svg_and_an_image_elsewhere),
        cmocka_unit_test(words_may_stand_in_place_of_numbers),
        cmocka_unit_test(cells_may_say_their_value_light_on_dark),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
