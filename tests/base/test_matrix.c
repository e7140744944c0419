/* Matrices.
 * SPDX-License-Identifier: MIT */
#include <hopfield/matrix.h>

#include <math.h>

#include "support/support.h"

static void drawn_numbers_depend_on_seed_and_stream_alone(void **state) {
    (void)state;
    hop_matrix a = {0}, b = {0}, other = {0};
    assert_int_equal(hop_matrix_draw(50, 40, 2, 1, 1, &a), HOP_OK);
    assert_int_equal(hop_matrix_draw(50, 40, 2, 1, 1, &b), HOP_OK);
    assert_int_equal(hop_matrix_draw(50, 40, 2, 1, 2, &other), HOP_OK);
    assert_memory_equal(a.values, b.values, 2000 * sizeof(double));
    double square = 0;
    for (size_t i = 0; i < 2000; i++) {
        square += a.values[i] * a.values[i] / 2000;
        assert_true(a.values[i] != other.values[i]);
    }
    /* Variance 4, its estimate from 2,000 within five standard errors. */
    assert_true(fabs(square - 4) < 5 * 4 * sqrt(2.0 / 2000));
    hop_matrix_clear(&a);
    hop_matrix_clear(&b);
    hop_matrix_clear(&other);
    assert_null(a.values);
}

static void a_size_that_overflows_is_refused(void **state) {
    (void)state;
    hop_matrix matrix = {0};
    assert_int_equal(hop_matrix_create(SIZE_MAX / 2, 3, &matrix), HOP_E_LIMIT);
    assert_null(matrix.values);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(drawn_numbers_depend_on_seed_and_stream_alone),
        cmocka_unit_test(a_size_that_overflows_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
