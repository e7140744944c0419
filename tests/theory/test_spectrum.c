/* Eigenvalues, inverses and angles against numpy.
 *
 * Constants: numpy 1.24, double, with f2 = lambda n, a, b: numpy.sin(a * k * k + b), k = arange(n),
 *   B = f2(9, .37, .3).reshape(3, 3): linalg.inv(B), linalg.cond(B), linalg.eigvalsh((B + B.T) / 2)
 *   P = outer([1, 2, 3], [1, 0, -1]) + outer([0, 1, 1], [2, 1, 0]): linalg.pinv(P)
 * SPDX-License-Identifier: MIT */
#include <hopfield/spectrum.h>

#include <math.h>
#include <string.h>

#include "support/support.h"

static const double INVERSE[] = {-0.07502317451470444, -1.8570574594630824, 0.1734908295078956,
                                 5.9037473295742995,   12.308429131150652,  4.63711062081104,
                                 -2.702906021378186,   -7.252697422274756,  -2.99617759993642};
static const double CONDITION = 26.388754977609814;
static const double SYMMETRIC[] = {0.7991712543926018, -0.015332163492315361, -1.4653424234429324};
static const double SINGULAR[] = {1, 0, -1, 4, 1, -2, 5, 1, -3};
static const double PSEUDO[] = {-4.0 / 9, 7.0 / 18,  -1.0 / 18, -7.0 / 9, 5.0 / 9,
                                -2.0 / 9, -10.0 / 9, 13.0 / 18, -7.0 / 18};

#define assert_all_near(values, expected, tolerance)                                \
    do {                                                                            \
        for (size_t near = 0; near < sizeof(expected) / sizeof *(expected); near++) \
            assert_near((values)[near], (expected)[near], tolerance);               \
    } while (0)

#define assert_says(call, code, words)                                      \
    do {                                                                    \
        assert_int_equal(call, code);                                       \
        if (!strstr(hop_status_detail(), words))                            \
            fail_msg("'%s' does not say '%s'", hop_status_detail(), words); \
    } while (0)

static void fill_chirp(double *out, size_t count, double a, double b) {
    for (size_t i = 0; i < count; i++) out[i] = sin(a * (double)i * (double)i + b);
}

static void eigenvalues_of_the_symmetric_part_fall(void **state) {
    (void)state;
    double matrix[9], value[3], vector[9];
    fill_chirp(matrix, 9, 0.37, 0.3);
    assert_int_equal(hop_spectrum_symmetric(matrix, 3, value, vector), HOP_OK);
    assert_all_near(value, SYMMETRIC, 1e-14);
    for (size_t i = 0; i < 3; i++)
        for (size_t r = 0; r < 3; r++) {
            double image = 0;
            for (size_t c = 0; c < 3; c++)
                image += (matrix[r * 3 + c] + matrix[c * 3 + r]) / 2 * vector[i * 3 + c];
            assert_near(image, value[i] * vector[i * 3 + r], 1e-14);
        }
    assert_int_equal(hop_spectrum_symmetric(matrix, 3, value, NULL), HOP_OK);
    assert_all_near(value, SYMMETRIC, 1e-14);
}

static void an_inverse_and_its_condition_are_those_of_numpy(void **state) {
    (void)state;
    double matrix[9], inverse[9], condition = 0;
    size_t rank = 0;
    fill_chirp(matrix, 9, 0.37, 0.3);
    assert_int_equal(hop_spectrum_inverse(matrix, 3, inverse, &condition, &rank), HOP_OK);
    assert_all_near(inverse, INVERSE, 1e-13);
    assert_near(condition, CONDITION, 1e-12);
    assert_int_equal(rank, 3);
    assert_int_equal(hop_spectrum_inverse(matrix, 3, NULL, NULL, NULL), HOP_OK);
}

static void a_singular_matrix_gets_its_pseudo_inverse(void **state) {
    (void)state;
    double inverse[9], condition = 0;
    size_t rank = 0;
    const double zero[4] = {0};
    assert_int_equal(hop_spectrum_inverse(SINGULAR, 3, inverse, &condition, &rank), HOP_OK);
    assert_int_equal(rank, 2);
    assert_true(condition > 1e15);
    assert_all_near(inverse, PSEUDO, 1e-14);
    assert_int_equal(hop_spectrum_inverse(zero, 2, inverse, &condition, &rank), HOP_OK);
    assert_int_equal(rank, 0);
    assert_true(isinf(condition) && inverse[0] == 0 && inverse[3] == 0);
}

/* One of a few hundred rows: GSL's Jacobi variant gives up on it without a word. */
static void a_large_inverse_inverts(void **state) {
    (void)state;
    enum { SIZE = 200 };
    double *matrix = malloc(sizeof(double) * SIZE * SIZE), worst = 0;
    double *inverse = malloc(sizeof(double) * SIZE * SIZE), condition = 0;
    assert_non_null(matrix);
    assert_non_null(inverse);
    fill_chirp(matrix, (size_t)SIZE * SIZE, 0.37, 0.3);
    assert_int_equal(hop_spectrum_inverse(matrix, SIZE, inverse, &condition, NULL), HOP_OK);
    for (size_t r = 0; r < SIZE; r++)
        for (size_t c = 0; c < SIZE; c++) {
            double sum = 0;
            for (size_t k = 0; k < SIZE; k++) sum += matrix[r * SIZE + k] * inverse[k * SIZE + c];
            worst = fmax(worst, fabs(sum - (r == c)));
        }
    assert_true(worst < 1e-13 * condition);
    free(inverse);
    free(matrix);
}

/* Tall data go by columns, wide data by rows; a few rows can be taken either way round. */
static void covariances_of_tall_and_wide_rows_are_found(void **state) {
    (void)state;
    double wide[3 * 5] = {0}, value[3], *vector = NULL;
    const hop_spectrum_options both = {.wanted = 2};
    size_t made = 0;
    /* Two directions of variance 2 and 1/2 after centring. */
    wide[0 * 5 + 1] = sqrt(2), wide[1 * 5 + 1] = -sqrt(2);
    wide[0 * 5 + 3] = wide[1 * 5 + 3] = -sqrt(1.0 / 6), wide[2 * 5 + 3] = 2 * sqrt(1.0 / 6);
    assert_int_equal(hop_spectrum_covariance(wide, 3, 5, &both, value, &vector, &made), HOP_OK);
    assert_int_equal(made, 2);
    assert_near(value[0], 2, 1e-14);
    assert_near(value[1], 0.5, 1e-14);
    assert_near(fabs(vector[1]), 1, 1e-14);
    assert_near(fabs(vector[5 + 3]), 1, 1e-14);
    free(vector);
    const double tall[] = {1, 0, -1, 0, 0, 2, 0, -2};
    assert_int_equal(hop_spectrum_covariance(tall, 4, 2, &both, value, &vector, &made), HOP_OK);
    assert_near(value[0], 8.0 / 3, 1e-14);
    assert_near(value[1], 2.0 / 3, 1e-14);
    assert_near(fabs(vector[1]), 1, 1e-14);
    free(vector);
    assert_says(hop_spectrum_covariance(tall, 1, 2, &both, value, &vector, &made), HOP_E_EMPTY,
                "two at least");
}

static void angles_compare_subspaces_where_eigenvalues_tie(void **state) {
    (void)state;
    const double reference[] = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    const double tied[] = {2, 2, 1}, apart[] = {3, 2, 1};
    const double c = cos(0.3), s = sin(0.3), tiny = 1e-10;
    const double turned[] = {c, s, 0, -s, c, 0, 0, tiny, 1};
    double angle[3];
    assert_int_equal(hop_spectrum_angles(turned, 3, reference, tied, 3, 3, 1e-5, angle), HOP_OK);
    assert_near(angle[0], 0, 1e-15);
    assert_near(angle[1], 0, 1e-15);
    assert_near(angle[2], tiny, 1e-16);
    assert_int_equal(hop_spectrum_angles(turned, 3, reference, apart, 3, 3, 1e-5, angle), HOP_OK);
    assert_near(angle[0], 0.3, 1e-14);
    /* Where a tie goes on beyond the vectors, all of it counts. */
    assert_int_equal(hop_spectrum_angles(turned, 1, reference, tied, 3, 3, 1e-5, angle), HOP_OK);
    assert_near(angle[0], 0, 1e-15);
}

static void a_slope_is_that_of_the_power(void **state) {
    (void)state;
    const double x[] = {1, 2, 4, 8}, y[] = {3, 12, 48, 192}, zero[] = {1, 0};
    double slope = 0;
    assert_int_equal(hop_spectrum_slope(x, y, 4, &slope), HOP_OK);
    assert_near(slope, 2, 1e-14);
    assert_says(hop_spectrum_slope(x, zero, 2, &slope), HOP_E_VALUE, "point 1");
    assert_says(hop_spectrum_slope(x, y, 1, &slope), HOP_E_EMPTY, "no slope");
}

static void numbers_that_are_not_finite_are_refused(void **state) {
    (void)state;
    const double bad[] = {1, NAN, 0, 1};
    double out[4];
    assert_says(hop_spectrum_symmetric(bad, 2, out, NULL), HOP_E_VALUE, "number 1");
    assert_says(hop_spectrum_inverse(bad, 2, out, NULL, NULL), HOP_E_VALUE, "number 1");
}

/* GSL's handler is as it is in a program that knows nothing of GSL: it would end this test. */
static void a_matrix_of_no_rows_is_refused(void **state) {
    (void)state;
    double out[1] = {0};
    assert_says(hop_spectrum_symmetric(out, 0, out, NULL), HOP_E_EMPTY, "no rows");
    assert_says(hop_spectrum_inverse(out, 0, out, NULL, NULL), HOP_E_EMPTY, "no rows");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(eigenvalues_of_the_symmetric_part_fall),
        cmocka_unit_test(an_inverse_and_its_condition_are_those_of_numpy),
        cmocka_unit_test(a_singular_matrix_gets_its_pseudo_inverse),
        cmocka_unit_test(a_large_inverse_inverts),
        cmocka_unit_test(covariances_of_tall_and_wide_rows_are_found),
        cmocka_unit_test(angles_compare_subspaces_where_eigenvalues_tie),
        cmocka_unit_test(a_slope_is_that_of_the_power),
        cmocka_unit_test(numbers_that_are_not_finite_are_refused),
        cmocka_unit_test(a_matrix_of_no_rows_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
