/* The lowest way: its height between two patterns is the formula, it ends in minima, and it goes
 * round by a third pattern where that is lower.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "support/support.h"
#include "theory/double_well.h"
#include "theory/way.h"

static double height(hop_way *way, double *straight) {
    double highest = 0;
    assert_int_equal(hop_way_find(way, NULL, 0, 1, &highest, straight), HOP_OK);
    return highest;
}

static void between_two_patterns_it_is_the_formula(void **state) {
    (void)state;
    for (double b = 2; b <= 32; b *= 4) {
        hop_way way = {.dim = 1, .count = 2, .points = 101, .beta = b};
        double straight = 0;
        assert_int_equal(hop_way_create(&way), HOP_OK);
        way.patterns[0] = 1;
        way.patterns[1] = -1;
        const double top = height(&way, &straight), bottom = hop_way_energy(&way, way.path, NULL);
        const double minimum = hop_double_well_minimum(b);
        assert_true(fabs(way.path[0] - minimum) < 1e-6);
        assert_true(fabs(b * (top - bottom) -
                         (hop_double_well(b, 0) - hop_double_well(b, minimum))) < 1e-6);
        assert_true(fabs(top - straight) < 1e-6);
        hop_way_clear(&way);
    }
}

static void it_goes_round_by_a_third_pattern(void **state) {
    (void)state;
    static const double PATTERNS[] = {1, 0, -1, 0, 0, 0.8};
    hop_way way = {.dim = 2, .count = 3, .points = 101, .beta = 12};
    double straight = 0, farthest = 0;
    assert_int_equal(hop_way_create(&way), HOP_OK);
    memcpy(way.patterns, PATTERNS, sizeof PATTERNS);
    assert_true(height(&way, &straight) < straight - 0.01);
    for (size_t k = 0; k < way.points; k++) farthest = fmax(farthest, way.path[2 * k + 1]);
    assert_true(farthest > 0.5 && farthest < 0.8);
    hop_way_clear(&way);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(between_two_patterns_it_is_the_formula),
        cmocka_unit_test(it_goes_round_by_a_third_pattern),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
