/* Covariance attention against numpy, and the properties that hold of it.
 * Covers: covariance_components.c covariance_parts.c
 *
 * Constants: numpy 1.24, double, with f2 = lambda n, a, b: numpy.sin(a * k * k + b), k = arange(n),
 *   R = f2(28, .37, .4).reshape(7, 4) * [1, 2, .5, 3]; C = R - R.mean(0)
 *   numpy.linalg.eigh(C.T @ C / 6); softmax(.6 C @ C.T) @ C; (C @ C.T / 6) @ C;
 *   residual at .01: rms over rows of |softmax(.01 C @ C.T) @ C - .01 C @ (C.T @ C) / 7|
 * SPDX-License-Identifier: MIT */
#include "attention/covariance_parts.h"

#include "base/blas.h"
#include "numbers.h"

enum { COUNT = 7, DIM = 4, SIZE = COUNT * DIM };

static const double EIGENVALUES[DIM] = {4.260149683816158, 1.5400434796823088, 0.1529936845088384,
                                        0.051526643028904986};
static const double FIRST[DIM] = {-0.1342962400144004, -0.10333808357306384, -0.10393570551046016,
                                  0.9800424121034169};
static const double LAST[DIM] = {-0.3555691787403635, -0.05603411711961423, 0.9319211884062533,
                                 0.044199948506810645};
static const double SOFTMAX[DIM] = {0.47544195275569096, 1.3888044312463734, 0.42787494477792076,
                                    -2.826217810151437};
static const double COVARIANT[DIM] = {2.22940210112031, 3.026515374544723, 1.6299858494106925,
                                      -12.575925223184342};
static const double RESIDUAL = 0.0008515918369182301;

static double rows[SIZE];

static void make_rows(void) {
    static const double SCALE[DIM] = {1, 2, 0.5, 3};
    fill_chirp(rows, SIZE, 0.37, 0.4);
    for (size_t i = 0; i < SIZE; i++) rows[i] *= SCALE[i % DIM];
    hop_covariance_centre(rows, COUNT, DIM, NULL, NULL);
}

static hop_covariance_options wanted(size_t components) {
    hop_covariance_options options = hop_covariance_defaults;
    options.components = components;
    return options;
}

static void components_are_the_eigenvectors_that_numpy_finds(void **state) {
    (void)state;
    hop_covariance_result result;
    const hop_covariance_options options = wanted(DIM);
    make_rows();
    assert_int_equal(hop_covariance_components(rows, COUNT, DIM, &options, &result), HOP_OK);
    assert_true(result.settled);
    assert_all_near(result.eigenvalue, EIGENVALUES, 1e-13);
    assert_all_near(result.vector, FIRST, 1e-12);
    assert_all_near(result.vector + (size_t)3 * DIM, LAST, 1e-12);
    assert_near(result.total, EIGENVALUES[0] + EIGENVALUES[1] + EIGENVALUES[2] + EIGENVALUES[3],
                1e-13);
    assert_near(result.power_rate, EIGENVALUES[1] / EIGENVALUES[0], 0.01);
    hop_covariance_result_clear(&result);
}

static void the_first_components_alone_are_the_same(void **state) {
    (void)state;
    hop_covariance_result result;
    const hop_covariance_options options = wanted(1);
    make_rows();
    assert_int_equal(hop_covariance_components(rows, COUNT, DIM, &options, &result), HOP_OK);
    assert_near(result.eigenvalue[0], EIGENVALUES[0], 1e-13);
    assert_all_near(result.vector, FIRST, 1e-12);
    hop_covariance_result_clear(&result);
}

/* State vectors of `asking` rows, of themselves, at `beta`. */
static hop_status states_of(size_t count, size_t asking, double beta, double *out) {
    const hop_covariance_asked asked = {.rows = rows,
                                        .count = count,
                                        .dim = DIM,
                                        .asking = asking,
                                        .values = rows,
                                        .width = DIM,
                                        .beta = beta};
    return hop_covariance_states(&asked, out, NULL, NULL);
}

/* Of three rows of seven; and of a direction, which is the direction of the states. */
static void some_rows_may_ask_and_of_other_values(void **state) {
    (void)state;
    const double along[DIM] = {1, -2, 0.5, 3};
    double all[SIZE], some[3 * DIM], values[COUNT], out[3];
    hop_covariance_asked asked = {
        .rows = rows, .count = COUNT, .dim = DIM, .asking = 3, .values = values, .width = 1};
    make_rows();
    hop_blas_dots(COUNT, 1, DIM, rows, along, values);
    for (int k = 0; k < 2; k++, asked.beta = 0.6) {
        assert_int_equal(states_of(COUNT, COUNT, asked.beta, all), HOP_OK);
        assert_int_equal(states_of(COUNT, 3, asked.beta, some), HOP_OK);
        assert_int_equal(hop_covariance_states(&asked, out, NULL, NULL), HOP_OK);
        for (size_t i = 0; i < 3; i++) {
            const double *state_i = all + hop_covariance_spread(i, 3, COUNT) * DIM;
            double sum = 0;
            for (size_t c = 0; c < DIM; c++) {
                assert_near(some[i * DIM + c], state_i[c], 1e-13);
                sum += state_i[c] * along[c];
            }
            assert_near(out[i], sum, 1e-12);
        }
    }
    assert_int_equal(hop_covariance_spread(2, 3, COUNT), 4);
}

static void one_step_multiplies_by_the_covariance(void **state) {
    (void)state;
    double scratch[COUNT * COUNT], out[SIZE];
    make_rows();
    hop_covariance_step(rows, COUNT, DIM, rows, COUNT, scratch, out);
    assert_all_near(out, COVARIANT, 1e-13);
    assert_int_equal(states_of(COUNT, COUNT, 0, out), HOP_OK);
    assert_all_near(out, COVARIANT, 1e-13);
    assert_int_equal(states_of(COUNT, COUNT, 0.6, out), HOP_OK);
    assert_all_near(out, SOFTMAX, 1e-13);
}

static void the_rest_of_the_expansion_is_of_second_order(void **state) {
    (void)state;
    const double beta[] = {1e-2, 1e-4, 1e-6};
    double rest[3];
    make_rows();
    assert_int_equal(hop_covariance_expansion(rows, COUNT, DIM, 100, beta, 3, rest, NULL, NULL),
                     HOP_OK);
    assert_near(rest[0], RESIDUAL, 1e-13);
    assert_near(log10(rest[1] / rest[2]), 4, 1e-3);
}

/* Close eigenvalues: plain iteration would take a hundred thousand steps. */
static void close_eigenvalues_are_parted_by_a_rotation(void **state) {
    (void)state;
    static const double SIDE[] = {1, 0.9999, 0.9998};
    double axes[18] = {0};
    hop_covariance_result result;
    const hop_covariance_options options = wanted(3);
    for (size_t c = 0; c < 3; c++) {
        axes[2 * c * 3 + c] = SIDE[c];
        axes[(2 * c + 1) * 3 + c] = -SIDE[c];
    }
    assert_int_equal(hop_covariance_components(axes, 6, 3, &options, &result), HOP_OK);
    assert_true(result.settled && result.rotated);
    for (size_t i = 0; i < 3; i++) {
        assert_near(result.eigenvalue[i], 0.4 * SIDE[i] * SIDE[i], 1e-14);
        for (size_t c = 0; c < 3; c++) assert_near(result.vector[i * 3 + c], i == c, 1e-9);
    }
    hop_covariance_result_clear(&result);
}

static void directions_without_variance_are_orthonormal_too(void **state) {
    (void)state;
    hop_covariance_result result;
    const hop_covariance_options options = wanted(3);
    double flat[] = {1, 2, 5, 2, 4, 5, 3, 6, 5, 4, 8, 5, 7, 14, 5};
    bool constant[3];
    double mean[3];
    hop_covariance_centre(flat, 5, 3, mean, constant);
    assert_true(constant[2] && !constant[0] && mean[2] == 5);
    assert_int_equal(hop_covariance_components(flat, 5, 3, &options, &result), HOP_OK);
    assert_near(result.vector[0], 1 / sqrt(5), 1e-14);
    for (size_t i = 0; i < 3; i++)
        for (size_t j = 0; j < 3; j++) {
            double sum = 0;
            for (size_t c = 0; c < 3; c++)
                sum += result.vector[i * 3 + c] * result.vector[j * 3 + c];
            assert_near(sum, i == j, 1e-14);
        }
    assert_true(result.eigenvalue[1] < 1e-14 && result.eigenvalue[1] >= 0);
    hop_covariance_result_clear(&result);
}

static void more_columns_than_rows_are_no_matter(void **state) {
    (void)state;
    enum { WIDE = 40 };
    double wide[3 * WIDE];
    hop_covariance_result result;
    const hop_covariance_options options = wanted(2);
    fill_chirp(wide, (size_t)3 * WIDE, 0.37, 0.4);
    hop_covariance_centre(wide, 3, WIDE, NULL, NULL);
    assert_int_equal(hop_covariance_components(wide, 3, WIDE, &options, &result), HOP_OK);
    assert_true(result.settled);
    assert_near(result.eigenvalue[0] + result.eigenvalue[1], result.total, 1e-12);
    hop_covariance_result_clear(&result);
}

static void centring_leaves_columns_of_mean_zero(void **state) {
    (void)state;
    double far[] = {1e9 + 1, 1, 1e9 + 2, 1, 1e9 + 6, 1};
    hop_covariance_centre(far, 3, 2, NULL, NULL);
    assert_near(far[0] + far[2] + far[4], 0, 1e-9);
    assert_near(far[0], -2, 1e-9);
    assert_true(far[1] == 0 && far[3] == 0 && far[5] == 0);
}

static void jacobi_finds_the_eigenvectors_of_a_small_matrix(void **state) {
    (void)state;
    double matrix[] = {2, 1, 0, 1, 2, 0, 0, 0, -5}, value[3], vector[9];
    hop_covariance_jacobi(matrix, 3, value, vector);
    const double expected[] = {3, 1, -5};
    assert_all_near(value, expected, 1e-15);
    assert_near(fabs(vector[0]), sqrt(0.5), 1e-15);
    assert_near(vector[0] - vector[1], 0, 1e-15);
    assert_near(fabs(vector[8]), 1, 1e-15);
}

static void mistakes_are_refused_in_words(void **state) {
    (void)state;
    hop_covariance_result result;
    hop_covariance_options options = wanted(5);
    double out[SIZE], same[] = {0, 0, 0, 0};
    make_rows();
    assert_says(hop_covariance_components(rows, COUNT, DIM, &options, &result), HOP_E_SHAPE,
                "5 components are asked for, but 7 rows of 4 numbers have 1 to 4");
    options.components = 3;
    assert_says(hop_covariance_components(rows, 3, DIM, &options, &result), HOP_E_SHAPE,
                "3 rows of 4 numbers have 1 to 2");
    assert_says(hop_covariance_components(rows, 1, DIM, &options, &result), HOP_E_EMPTY, "1 row");
    options.components = 1;
    assert_says(hop_covariance_components(same, 2, 2, &options, &result), HOP_E_VALUE,
                "do not vary");
    rows[0] = 1e160;
    assert_says(hop_covariance_components(rows, COUNT, DIM, &options, &result), HOP_E_VALUE,
                "overflows");
    assert_says(states_of(COUNT, COUNT, 0.1, out), HOP_E_VALUE, "overflows");
    assert_says(states_of(COUNT, COUNT, -1, out), HOP_E_VALUE, "beta is -1");
    assert_says(states_of(1, 1, 1, out), HOP_E_EMPTY, "two at least");
    assert_says(hop_covariance_expansion(rows, 1, DIM, 1, out, 1, out, NULL, NULL), HOP_E_EMPTY,
                "two");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(components_are_the_eigenvectors_that_numpy_finds),
        cmocka_unit_test(the_first_components_alone_are_the_same),
        cmocka_unit_test(some_rows_may_ask_and_of_other_values),
        cmocka_unit_test(one_step_multiplies_by_the_covariance),
        cmocka_unit_test(the_rest_of_the_expansion_is_of_second_order),
        cmocka_unit_test(close_eigenvalues_are_parted_by_a_rotation),
        cmocka_unit_test(directions_without_variance_are_orthonormal_too),
        cmocka_unit_test(more_columns_than_rows_are_no_matter),
        cmocka_unit_test(centring_leaves_columns_of_mean_zero),
        cmocka_unit_test(jacobi_finds_the_eigenvectors_of_a_small_matrix),
        cmocka_unit_test(mistakes_are_refused_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
