/* What moves in a result as an animated PNG: paths over a map; and what does not move.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include <hopfield/result.h>

#include "support/support.h"

/* A map of four cells; with `moves`, a path over it. */
static hop_result *result_of(bool moves) {
    static const double axis[] = {0, 1}, values[] = {0, 1, 2, 3}, x[] = {0, 1, 1}, y[] = {0, 0, 1};
    const hop_heat_map map = {
        .x = axis, .y = axis, .columns = 2, .rows = 2, .values = values, .label = "height"};
    const hop_curve path = {.x = x, .y = y, .count = 3, .name = "path", .style = HOP_CURVE_LINE};
    const hop_figure figure = {.title = "hill",
                               .x_label = "x",
                               .y_label = "y",
                               .map = &map,
                               .curves = &path,
                               .curve_count = moves ? 1 : 0};
    const hop_made made = {.command_line = "hopfield test", .threads = 1};
    hop_result *result = NULL;
    assert_int_equal(hop_result_create("test", &made, &result), HOP_OK);
    hop_result_figure(result, "hill", &figure, NULL, NULL);
    assert_int_equal(hop_result_status(result), HOP_OK);
    return result;
}

static void paths_over_a_map_move(void **state) {
    (void)state;
    size_t size = 0;
    hop_result *result = result_of(true);
    const char *path = support_path("moves.png");
    assert_int_equal(hop_result_animate(result, path, false), HOP_OK);
    char *bytes = support_read(path, &size);
    assert_memory_equal(bytes + 1, "PNG", 3);
    assert_non_null(memmem(bytes, size, "acTL", 4));
    assert_non_null(memmem(bytes, size, "fdAT", 4));
    free(bytes);
    assert_int_equal(hop_result_animate(result, path, false), HOP_E_EXISTS);
    hop_result_destroy(result);
}

static void what_does_not_move_is_said(void **state) {
    (void)state;
    hop_result *result = result_of(false);
    const char *path = support_path("still.png");
    assert_int_equal(hop_result_animate(result, path, false), HOP_E_SUPPORT);
    assert_false(support_exists(path));
    hop_result_destroy(result);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_over_a_map_move),
        cmocka_unit_test(what_does_not_move_is_said),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
