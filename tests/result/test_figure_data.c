/* The numbers beside a figure.
 * SPDX-License-Identifier: MIT */
#include "sample.h"

#include <math.h>

#include "result/figure_parts.h"

static void check(const hop_figure *figure, const char *expected) {
    hop_string out = {0};
    hop_table_figure_data(figure, &out);
    assert_string_equal(out.text, expected);
    free(out.text);
}

static const double X[] = {1, 2}, Y[] = {0.1, NAN}, LOW[] = {0, 0}, HIGH[] = {0.5, INFINITY};

static void curves_are_blocks_with_their_intervals(void **state) {
    (void)state;
    hop_curve curves[] = {
        {.name = "a", .x = X, .y = Y, .low = LOW, .high = HIGH, .count = 2},
        {.name = "b", .x = X, .y = X, .count = 1},
    };
    check(&(hop_figure){.x_label = "t [s]", .curves = curves, .curve_count = 2},
          "# x: t [s]\n"
          "# curve: a\n# x\ty\tlow\thigh\n1\t0.1\t0\t0.5\n2\tNaN\t0\tNaN\n\n\n"
          "# curve: b\n# x\ty\tlow\thigh\n1\t1\tNaN\tNaN\n\n\n");
}

static void a_curve_without_points_is_a_block_all_the_same(void **state) {
    (void)state;
    hop_curve curve = {.name = "none"};
    check(&(hop_figure){.curves = &curve, .curve_count = 1},
          "# curve: none\n# x\ty\tlow\thigh\nNaN\tNaN\tNaN\tNaN\tNaN\tNaN\n\n\n");
}

static void a_map_comes_first_and_curves_over_it_know_their_cells(void **state) {
    (void)state;
    static const double VALUES[] = {1, 2, 3, 4}, TICKS[] = {1, 4};
    hop_heat_map map = {.rows = 2, .columns = 2, .values = VALUES, .x = TICKS, .label = "p"};
    hop_curve curve = {.name = "edge", .x = X + 1, .y = LOW, .count = 1};
    check(&(hop_figure){.map = &map, .log_x = true, .curves = &curve, .curve_count = 1},
          "# map: p\n# x\ty\tvalue\tcolumn\trow\n"
          "1\t0\t1\t0\t0\n4\t0\t2\t1\t0\n1\t1\t3\t0\t1\n4\t1\t4\t1\t1\n\n\n"
          "# curve: edge\n# x\ty\tlow\thigh\tcolumn\trow\n2\t0\tNaN\tNaN\t0.5\t0\n\n\n");
}

static void provenance_and_names_stay_on_their_lines(void **state) {
    (void)state;
    hop_table *table = sample_table();
    hop_table_note(table, "seed", "4\n2");
    hop_curve curve = {.name = "a\n9 9", .x = X, .y = X, .count = 1};
    check(&(hop_figure){.provenance = table, .title = "t\n1 1", .curves = &curve, .curve_count = 1},
          "# seed: 4?2\n# figure: t?1 1\n"
          "# curve: a?9 9\n# x\ty\tlow\thigh\n1\t1\tNaN\tNaN\n\n\n");
    hop_table_destroy(table);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(curves_are_blocks_with_their_intervals),
        cmocka_unit_test(a_curve_without_points_is_a_block_all_the_same),
        cmocka_unit_test(a_map_comes_first_and_curves_over_it_know_their_cells),
        cmocka_unit_test(provenance_and_names_stay_on_their_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
