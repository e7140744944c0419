/* Names of single points on a map, and where words may stand.
 * Covers: figure_place.c
 * SPDX-License-Identifier: MIT */
#include "sample.h"

#include "result/figure_parts.h"

/* A map of 5 x 5 cells, x and y from 0 to 4. */
static const double TICKS[] = {0, 1, 2, 3, 4}, VALUES[25] = {0}, MIDDLE[] = {2}, RIGHT[] = {4};
static const hop_heat_map MAP = {
    .rows = 5, .columns = 5, .values = VALUES, .x = TICKS, .y = TICKS, .label = "m"};

static char *names_of(const hop_curve *curves, size_t count) {
    hop_figure figure = {.map = &MAP, .curves = curves, .curve_count = count};
    hop_frame frame;
    hop_string out = {0};
    assert_int_equal(hop_table_frame(&figure, &frame), HOP_OK);
    hop_table_set_landmarks(&out, &figure, &frame);
    return out.text;
}

static hop_curve point(const char *name, const double *x) {
    return (hop_curve){.name = name, .x = x, .y = MIDDLE, .count = 1, .style = HOP_CURVE_POINTS};
}

/* Where the name's middle is in the frame. */
static void find(const char *text, const char *name, double at[2]) {
    char label[64];
    snprintf(label, sizeof label, "set label \"%s\" at graph ", name);
    const char *found = strstr(text, label);
    assert_non_null(found);
    assert_int_equal(sscanf(found + strlen(label), "%lf,%lf", &at[0], &at[1]), 2);
}

static void alone_the_name_stands_below_its_point(void **state) {
    (void)state;
    hop_curve curve = point("name", MIDDLE);
    double at[2];
    char *text = names_of(&curve, 1);
    find(text, "name", at);
    assert_float_equal(at[0], 0.5, 1e-3);
    assert_true(at[1] < 0.47 && at[1] > 0.4);
    free(text);
}

static void a_path_below_sends_it_above(void **state) {
    (void)state;
    static const double X[] = {2, 2}, DOWN[] = {2, 0};
    hop_curve curves[] = {point("name", MIDDLE),
                          {.x = X, .y = DOWN, .count = 2, .style = HOP_CURVE_LINE}};
    double at[2];
    char *text = names_of(curves, 2);
    find(text, "name", at);
    assert_true(at[1] > 0.53);
    free(text);
}

static void it_does_not_leave_the_frame(void **state) {
    (void)state;
    hop_curve curve = point("a very long name indeed", RIGHT);
    double at[2];
    char *text = names_of(&curve, 1);
    find(text, "a very long name indeed", at);
    assert_true(at[0] < 0.9);
    free(text);
}

static void two_names_at_one_point_do_not_meet(void **state) {
    (void)state;
    hop_curve curves[] = {point("one", MIDDLE), point("two", MIDDLE)};
    double one[2], two[2];
    char *text = names_of(curves, 2);
    find(text, "one", one);
    find(text, "two", two);
    assert_true(one[1] + hop_table_name_height() <= two[1] ||
                two[1] + hop_table_name_height() <= one[1]);
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(alone_the_name_stands_below_its_point),
        cmocka_unit_test(a_path_below_sends_it_above),
        cmocka_unit_test(it_does_not_leave_the_frame),
        cmocka_unit_test(two_names_at_one_point_do_not_meet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
