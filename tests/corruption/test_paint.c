/* Painted sides.
 * SPDX-License-Identifier: MIT */
#include "corruption/canvas.h"

/* A 4 x 6 picture: which rows and columns are painted, and with what. */
static const struct {
    const char *spec;
    size_t x, y, right, below; /* the painted box, ends not included */
    double value;
} SIDES[] = {
    {"paint:top,0.5,0.25", 0, 0, 4, 3, 0.25},
    {"paint:bottom,0.5,1", 0, 3, 4, 6, 1},
    {"paint:left,0.25,0.5", 0, 0, 1, 6, 0.5},
    {"paint:right,0.75,0", 1, 0, 4, 6, 0},
    {"paint", 0, 3, 4, 6, 0},
    {"paint:area=0", 0, 0, 0, 0, 0},
    {"paint:area=1", 0, 0, 4, 6, 0},
};

static void a_side_is_covered_and_the_rest_stays(void **state) {
    (void)state;
    const hop_canvas canvas = picture(4, 6, 3);
    double *before = ramp(&canvas);
    for (size_t i = 0; i < sizeof SIDES / sizeof *SIDES; i++) {
        double *after = damaged_ramp(SIDES[i].spec, &canvas);
        for (size_t k = 0; k < 72; k++) {
            size_t x = k / 3 % 4, y = k / 12;
            bool painted =
                x >= SIDES[i].x && x < SIDES[i].right && y >= SIDES[i].y && y < SIDES[i].below;
            assert_true(after[k] == (painted ? SIDES[i].value : before[k]));
        }
        free(after);
    }
    free(before);
}

static void the_value_is_a_place_in_the_range(void **state) {
    (void)state;
    const hop_canvas canvas = vector(10);
    double *black = damaged_ramp("paint:left,0.5", &canvas);
    double *grey = damaged_ramp("paint:left,0.5,0.25", &canvas);
    double *white = damaged_ramp("paint:left,0.5,1", &canvas);
    for (size_t i = 0; i < 5; i++) assert_true(black[i] == -1 && grey[i] == -0.5 && white[i] == 1);
    free(black);
    free(grey);
    free(white);
}

static void a_vector_has_no_top_to_paint(void **state) {
    (void)state;
    const hop_canvas canvas = vector(10);
    double *before = ramp(&canvas);
    assert_int_equal(damage("paint:top", &canvas, before), HOP_E_SUPPORT);
    assert_non_null(strstr(hop_status_detail(), "use side=left or side=right"));
    free(before);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_side_is_covered_and_the_rest_stays),
        cmocka_unit_test(the_value_is_a_place_in_the_range),
        cmocka_unit_test(a_vector_has_no_top_to_paint),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
