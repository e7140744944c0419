/* Names at the curves' ends.
 * SPDX-License-Identifier: MIT */
#include "sample.h"

#include <math.h>

#include "result/figure_parts.h"

static const hop_frame FRAME = {.x = {.low = 0, .high = 1}, .y = {.low = 0, .high = 1}};
static const double X[] = {0, 1}, RISING[] = {0, 0.75}, SHORT_X[] = {0, 0.5}, GAP[] = {0.25, NAN};

static char *labels_of(const hop_curve *curves, size_t count) {
    hop_figure figure = {.curves = curves, .curve_count = count};
    hop_string out = {0};
    hop_table_set_labels(&out, &figure, &FRAME);
    return out.text;
}

static void a_label_stands_where_its_curve_ends(void **state) {
    (void)state;
    hop_curve curve = {.name = "up", .x = X, .y = RISING, .count = 2};
    char *text = labels_of(&curve, 1);
    assert_non_null(strstr(text, "set label \"up\" at graph 1.03,0.7500 "));
    assert_non_null(strstr(text, "set arrow from graph 1.002,0.7500 to graph 1.025,0.7500 "));
    free(text);
}

static void a_gap_at_the_end_is_passed_over(void **state) {
    (void)state;
    hop_curve curve = {.name = "gap", .x = X, .y = GAP, .count = 2};
    char *text = labels_of(&curve, 1);
    assert_non_null(strstr(text, "at graph 1.03,0.2500 "));
    free(text);
}

static void dots_lead_from_where_a_curve_ends_early_to_its_label(void **state) {
    (void)state;
    hop_curve curve = {.name = "short", .x = SHORT_X, .y = RISING, .count = 2};
    char *text = labels_of(&curve, 1);
    assert_non_null(strstr(text, "set label \"short\""));
    assert_non_null(strstr(text, "from graph 0.5000,0.7500 to graph 1.002,0.7500 "));
    assert_non_null(strstr(text, "dashtype (2,4)"));
    free(text);
}

static void a_curve_without_a_point_has_no_label(void **state) {
    (void)state;
    static const double NOTHING[] = {NAN, NAN};
    hop_curve curve = {.name = "none", .x = X, .y = NOTHING, .count = 2};
    assert_null(labels_of(&curve, 1));
}

static void two_labels_at_one_place_are_moved_apart(void **state) {
    (void)state;
    hop_curve curves[] = {{.name = "a", .x = X, .y = RISING, .count = 2},
                          {.name = "b", .x = X, .y = RISING, .count = 2}};
    char *text = labels_of(curves, 2);
    assert_non_null(strstr(text, "set label \"a\" at graph 1.03,0.7210 "));
    assert_non_null(strstr(text, "set label \"b\" at graph 1.03,0.7790 "));
    free(text);
}

static void a_curve_without_a_name_has_no_label(void **state) {
    (void)state;
    hop_curve curves[] = {{.x = X, .y = RISING, .count = 2},
                          {.name = "", .x = X, .y = X, .count = 2}};
    assert_null(labels_of(curves, 2));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_label_stands_where_its_curve_ends),
        cmocka_unit_test(a_gap_at_the_end_is_passed_over),
        cmocka_unit_test(dots_lead_from_where_a_curve_ends_early_to_its_label),
        cmocka_unit_test(a_curve_without_a_point_has_no_label),
        cmocka_unit_test(two_labels_at_one_place_are_moved_apart),
        cmocka_unit_test(a_curve_without_a_name_has_no_label),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
