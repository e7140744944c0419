/* Gaussian mathematics against numbers worked out by hand.
 * SPDX-License-Identifier: MIT */
#include <hopfield/spectrum.h>
#include <math.h>
#include <string.h>

#include "support/support.h"
#include "task/gauss.h"

static void the_conditional_expectation_of_two_columns_is_the_textbooks(void **state) {
    (void)state;
    const double mean[] = {1, -2}, covariance[] = {4, 1.2, 1.2, 1}, known[] = {1, 0};
    double row[] = {3, 99};
    assert_int_equal(hop_gauss_fill(mean, covariance, 2, known, NULL, row), HOP_OK);
    assert_near(row[0], 3, 0);
    assert_near(row[1], -2 + 1.2 / 4 * (3 - 1), 1e-14);
}

static void draws_around_it_have_its_variance(void **state) {
    (void)state;
    enum { DRAWS = 20000 };
    const double mean[] = {0, 0, 0}, known[] = {1, 0, 0};
    const double covariance[] = {4, 2, 0, 2, 3, 1, 0, 1, 2};
    double sum = 0, square = 0, cross = 0;
    hop_random random;
    hop_random_init(&random, 1, 0);
    for (size_t i = 0; i < DRAWS; i++) {
        double row[] = {2, 0, 0};
        assert_int_equal(hop_gauss_fill(mean, covariance, 3, known, &random, row), HOP_OK);
        sum += row[1] / DRAWS;
        square += (row[1] - 1) * (row[1] - 1) / DRAWS;
        cross += (row[1] - 1) * row[2] / DRAWS;
    }
    /* S_mm - S_mo S_oo^-1 S_om = [3 - 1, 1; 1, 2]; five deviations of the estimates. */
    assert_near(sum, 1, 5 * sqrt(2.0 / DRAWS));
    assert_near(square, 2, 5 * 2 * sqrt(2.0 / DRAWS));
    assert_near(cross, 1, 5 * sqrt(5.0 / DRAWS));
}

static void angles_and_spectra_are_those_of_a_turned_plane(void **state) {
    (void)state;
    const double c = cos(0.3), s = sin(0.3), a[] = {1, 0, 0, 0, 1, 0}, b[] = {c, 0, s, 0, 1, 0};
    const double covariance[] = {2, 0, 0, 0, 5, 0, 0, 0, 1};
    double degrees = 0, values[3], vectors[9], ppca[9];
    assert_int_equal(hop_gauss_angle(a, b, 2, 3, &degrees), HOP_OK);
    assert_near(degrees, 0.3 * 180 / acos(-1), 1e-6);
    assert_int_equal(hop_spectrum_symmetric(covariance, 3, values, vectors), HOP_OK);
    assert_near(values[0], 5, 1e-12);
    assert_near(fabs(vectors[1]), 1, 1e-12);
    assert_int_equal(hop_gauss_ppca(covariance, 3, 1, ppca), HOP_OK);
    assert_near(ppca[0], 1.5, 1e-12);
    assert_near(ppca[4], 5, 1e-12);
}

static void two_samples_are_told_apart_where_they_differ_and_not_else(void **state) {
    (void)state;
    enum { COUNT = 60 };
    double a[2 * COUNT], b[2 * COUNT], distance = 0, p = 0, own = 0;
    hop_random random;
    hop_random_init(&random, 3, 0);
    for (size_t i = 0; i < 2 * COUNT; i++) {
        a[i] = hop_random_normal(&random);
        b[i] = hop_random_normal(&random);
    }
    assert_int_equal(hop_gauss_two_samples(a, b, COUNT, 2, 99, &random, &distance, &p, &own),
                     HOP_OK);
    assert_true(p > 0.02);
    assert_near(own, 0.5, 0.2);
    for (size_t i = 0; i < 2 * COUNT; i++) b[i] += 3;
    assert_int_equal(hop_gauss_two_samples(a, b, COUNT, 2, 99, &random, &distance, &p, &own),
                     HOP_OK);
    assert_near(p, 0.01, 1e-12);
    assert_true(own > 0.9);
}

static void kolmogorovs_distance_counts_steps(void **state) {
    (void)state;
    double a[] = {3, 1, 2, 4}, b[] = {2.5, 10, 11, 12};
    assert_near(hop_gauss_kolmogorov(a, 4, b, 4), 0.75, 1e-15);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_conditional_expectation_of_two_columns_is_the_textbooks),
        cmocka_unit_test(draws_around_it_have_its_variance),
        cmocka_unit_test(angles_and_spectra_are_those_of_a_turned_plane),
        cmocka_unit_test(two_samples_are_told_apart_where_they_differ_and_not_else),
        cmocka_unit_test(kolmogorovs_distance_counts_steps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
