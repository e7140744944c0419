/* Planes through three points.
 * SPDX-License-Identifier: MIT */
#include "theory/plane.h"

#include "support/experiment.h"

enum { DIM = 5 };

/* The longest side is from the second to the third. */
static const double POINTS[3 * DIM] = {1, 0, 2, 0, 1, 4, 1, 0, 0, -2, -3, 1, 1, 5, 0};

static void the_three_points_lie_on_their_plane(void **state) {
    (void)state;
    hop_plane plane = {0};
    double back[DIM], x = 0, y = 0;
    assert_ok(hop_plane_create(POINTS, DIM, &plane));
    for (size_t k = 0; k < 3; k++) {
        hop_plane_point(&plane, plane.corner[k][0], plane.corner[k][1], back);
        for (size_t j = 0; j < DIM; j++) assert_true(fabs(back[j] - POINTS[k * DIM + j]) < 1e-12);
        assert_true(hop_plane_project(&plane, POINTS + k * DIM, &x, &y) < 1e-12);
    }
    /* Across runs along the longest side. */
    assert_true(fabs(plane.corner[1][1] - plane.corner[2][1]) < 1e-12);
    hop_plane_clear(&plane);
}

static void a_point_beside_the_plane_has_its_foot_and_distance(void **state) {
    (void)state;
    hop_plane plane = {0};
    double point[DIM], away[DIM] = {1, -2, 0.5, 3, 1}, x = 0, y = 0;
    assert_ok(hop_plane_create(POINTS, DIM, &plane));
    /* What of `away` is at right angles to the plane. */
    double across = 0, up = 0, length = 0;
    for (size_t j = 0; j < DIM; j++) {
        across += away[j] * plane.across[j];
        up += away[j] * plane.up[j];
    }
    hop_plane_point(&plane, 0.7, -1.3, point);
    for (size_t j = 0; j < DIM; j++) {
        away[j] -= across * plane.across[j] + up * plane.up[j];
        length += away[j] * away[j];
        point[j] += away[j];
    }
    double off = hop_plane_project(&plane, point, &x, &y);
    assert_true(fabs(x - 0.7) < 1e-12 && fabs(y + 1.3) < 1e-12);
    assert_true(length > 1 && fabs(off - sqrt(length)) < 1e-12);
    hop_plane_clear(&plane);
}

static void points_on_a_line_have_no_plane(void **state) {
    (void)state;
    static const double LINE[] = {0, 0, 1, 1, 3, 3}, SAME[] = {1, 2, 1, 2, 1, 2};
    hop_plane plane = {0};
    assert_refused(hop_plane_create(LINE, 2, &plane), HOP_E_VALUE, "on a line");
    assert_refused(hop_plane_create(SAME, 2, &plane), HOP_E_VALUE, "on a line");
    assert_null(plane.origin);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_three_points_lie_on_their_plane),
        cmocka_unit_test(a_point_beside_the_plane_has_its_foot_and_distance),
        cmocka_unit_test(points_on_a_line_have_no_plane),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
