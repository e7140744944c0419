/* Masked sides.
 * SPDX-License-Identifier: MIT */
#include "corruption/canvas.h"

/* True for the pixels of a 4 x 6 picture that each side covers at an area of a third or a half. */
static bool in_top(size_t x, size_t y) {
    return (void)x, y < 2;
}
static bool in_bottom(size_t x, size_t y) {
    return (void)x, y >= 4;
}
static bool in_left(size_t x, size_t y) {
    return (void)y, x < 2;
}
static bool in_right(size_t x, size_t y) {
    return (void)y, x >= 2;
}

static const struct {
    const char *spec;
    bool (*covers)(size_t x, size_t y);
} SIDES[] = {
    {"mask:side=top,area=0.3333", in_top},
    {"mask:side=bottom,area=0.3333", in_bottom},
    {"mask:side=left,area=0.5", in_left},
    {"mask:side=right,area=0.5", in_right},
};

static void a_side_becomes_unknown_and_the_rest_stays(void **state) {
    (void)state;
    const hop_canvas canvas = picture(4, 6, 3);
    double *before = ramp(&canvas);
    for (size_t i = 0; i < sizeof SIDES / sizeof *SIDES; i++) {
        double *after = damaged_ramp(SIDES[i].spec, &canvas);
        for (size_t k = 0; k < 72; k++) {
            bool covered = SIDES[i].covers(k / 3 % 4, k / 12);
            assert_true(covered ? isnan(after[k]) : after[k] == before[k]);
        }
        free(after);
    }
    free(before);
}

static void the_standard_is_the_bottom_half(void **state) {
    (void)state;
    const hop_canvas canvas = picture(2, 4, 1);
    double *after = damaged_ramp("mask", &canvas);
    for (size_t i = 0; i < 8; i++) assert_true(isnan(after[i]) == (i >= 4));
    free(after);
}

static void areas_are_rounded_to_whole_rows_and_columns(void **state) {
    (void)state;
    const hop_canvas canvas = picture(1, 64, 1);
    for (size_t rows = 0; rows <= 64; rows++)
        for (int side = 0; side < 2; side++) {
            hop_corruption mask = parsed(side ? "mask:top" : "mask:bottom");
            mask.parameter[1] = fmax(0, ((double)rows - 0.4) / 64);
            double *after = ramp(&canvas);
            assert_int_equal(hop_corruption_apply(&mask, 1, &canvas, 1, 0, after), HOP_OK);
            size_t unknown = 0;
            for (size_t i = 0; i < 64; i++) unknown += isnan(after[i]) != 0;
            assert_int_equal(unknown, rows);
            free(after);
        }
}

static void a_vector_has_a_left_and_a_right(void **state) {
    (void)state;
    const hop_canvas canvas = vector(10);
    double *left = damaged_ramp("mask:left,0.3", &canvas);
    double *right = damaged_ramp("mask:right,0.3", &canvas);
    for (size_t i = 0; i < 10; i++) {
        assert_true(isnan(left[i]) == (i < 3));
        assert_true(isnan(right[i]) == (i >= 7));
    }
    free(left);
    free(right);
}

static void a_vector_has_neither_top_nor_bottom(void **state) {
    (void)state;
    const hop_canvas canvas = vector(10);
    double *before = ramp(&canvas);
    assert_int_equal(damage("mask:top", &canvas, before), HOP_E_SUPPORT);
    assert_string_equal(hop_status_detail(),
                        "a plain vector has no top; use side=left or side=right");
    assert_int_equal(damage("mask:bottom", &canvas, before), HOP_E_SUPPORT);
    assert_string_equal(hop_status_detail(),
                        "a plain vector has no bottom; use side=left or side=right");
    free(before);
}

static void a_picture_of_one_row_has_a_top(void **state) {
    (void)state;
    const hop_canvas canvas = picture(10, 1, 1);
    double *after = damaged_ramp("mask:top,0.5", &canvas);
    for (size_t i = 0; i < 10; i++) assert_true(isnan(after[i]));
    free(after);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_side_becomes_unknown_and_the_rest_stays),
        cmocka_unit_test(the_standard_is_the_bottom_half),
        cmocka_unit_test(areas_are_rounded_to_whole_rows_and_columns),
        cmocka_unit_test(a_vector_has_a_left_and_a_right),
        cmocka_unit_test(a_vector_has_neither_top_nor_bottom),
        cmocka_unit_test(a_picture_of_one_row_has_a_top),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
