/* Correlation: brightness and contrast do not count, and a constant picture is never 0/0.
 * SPDX-License-Identifier: MIT */
#include "fixture.h"

static void keys_have_mean_zero_and_norm_one(void **state) {
    (void)state;
    enum { DIM = 100 };
    hop_similarity correlation = fixture_similarity("correlation");
    hop_random random;
    hop_random_init(&random, 5, 0);
    double x[DIM];
    for (double offset = 0; offset <= 1e6; offset = 10 * offset + 1) {
        fixture_draw(&random, offset, offset + 1, DIM, x);
        hop_frame frame = fixture_frame(&correlation, x, DIM);
        double sum = 0, square = 0, allowed = DIM * DBL_EPSILON * (1 + offset);
        for (size_t j = 0; j < DIM; j++) {
            double key = frame.gain * x[j] + frame.offset;
            sum += key, square += key * key;
        }
        assert_near(sum, 0, sqrt(DIM) * allowed);
        assert_near(square, 1, 4 * allowed);
        assert_true(frame.bias == 0);
    }
    assert_false(correlation.kind->plain_keys);
}

static void brightness_and_contrast_do_not_count(void **state) {
    (void)state;
    enum { DIM = 64 };
    hop_similarity correlation = fixture_similarity("correlation");
    hop_random random;
    hop_random_init(&random, 6, 0);
    double q[DIM], x[DIM], pale[DIM], negative[DIM];
    fixture_draw(&random, 0, 1, DIM, q);
    fixture_draw(&random, 0, 1, DIM, x);
    for (size_t j = 0; j < DIM; j++) pale[j] = 0.3 * q[j] + 0.4, negative[j] = 1 - q[j];
    double s = fixture_full(&correlation, q, x, DIM), allowed = 8 * DIM * DBL_EPSILON;
    assert_near(fixture_full(&correlation, pale, x, DIM), s, allowed);
    assert_near(fixture_full(&correlation, negative, x, DIM), -s, allowed);
    assert_near(fixture_full(&correlation, pale, q, DIM), 1, allowed);
}

/* The mean of equal numbers is off by roundings that grow with their count. */
static void a_constant_picture_of_any_size_has_a_key_of_zero(void **state) {
    (void)state;
    static const size_t DIMS[] = {1, 2, 3, 10, 784, 12288, 200000};
    hop_similarity correlation = fixture_similarity("correlation");
    double *x = malloc(200000 * sizeof *x);
    assert_non_null(x);
    for (size_t d = 0; d < sizeof DIMS / sizeof *DIMS; d++)
        for (unsigned value = 0; value <= 255; value += d < 5 ? 1 : 17) {
            for (size_t j = 0; j < DIMS[d]; j++) x[j] = value / 255.0;
            hop_frame frame = fixture_frame(&correlation, x, DIMS[d]);
            assert_true(frame.gain == 0 && frame.offset == 0 && frame.bias == 0);
            assert_true(fixture_known(&correlation, x, x, DIMS[d]) == 0);
        }
    free(x);
}

static void the_least_contrast_of_eight_bits_is_not_constant(void **state) {
    (void)state;
    enum { DIM = 12288 };
    static double x[DIM];
    hop_similarity correlation = fixture_similarity("correlation");
    for (size_t j = 0; j < DIM; j++) x[j] = 1;
    x[7] = 254 / 255.0;
    assert_true(fixture_frame(&correlation, x, DIM).gain > 0);
    assert_near(fixture_full(&correlation, x, x, DIM), 1, DIM * 255 * DBL_EPSILON);
}

static void a_constant_picture_correlates_with_nothing(void **state) {
    (void)state;
    hop_similarity correlation = fixture_similarity("correlation");
    double constant[] = {0.1, 0.1, 0.1}, zero[] = {0, 0, 0}, x[] = {1, 2, 4};
    assert_true(fixture_full(&correlation, constant, x, 3) == 0);
    assert_true(fixture_known(&correlation, constant, x, 3) == 0);
    assert_true(fixture_known(&correlation, x, constant, 3) == 0);
    assert_true(fixture_known(&correlation, zero, zero, 3) == 0);
    assert_true(fixture_known(&correlation, (double[]){NAN, 5, NAN}, x, 3) == 0);
}

static void numbers_of_any_size_correlate(void **state) {
    (void)state;
    hop_similarity correlation = fixture_similarity("correlation");
    for (double size = 1e-120; size < 1e130; size *= 1e10) {
        double x[] = {0, size, 3 * size}, q[] = {size, 2 * size, 4 * size};
        assert_near(fixture_known(&correlation, q, x, 3), 1, 64 * DBL_EPSILON);
        assert_near(fixture_full(&correlation, q, x, 3), 1, 64 * DBL_EPSILON);
    }
}

static void unknown_pixels_follow_the_line_of_least_squares(void **state) {
    (void)state;
    hop_similarity correlation = fixture_similarity("correlation");
    double query[] = {5, 7, NAN, 11}, expected[] = {1, 2, 50, 4}, gain = 0, offset = 0;
    hop_known_sums sums = fixture_sums(query, expected, 4);
    correlation.kind->fill(correlation.parameter, &sums, &gain, &offset);
    assert_near(gain, 2, 64 * DBL_EPSILON);
    assert_near(offset, 3, 64 * DBL_EPSILON);
}

static void a_constant_expectation_is_only_shifted(void **state) {
    (void)state;
    hop_similarity correlation = fixture_similarity("correlation");
    double query[] = {5, 7, NAN}, expected[] = {2, 2, 9}, gain = 0, offset = 0;
    hop_known_sums sums = fixture_sums(query, expected, 3);
    correlation.kind->fill(correlation.parameter, &sums, &gain, &offset);
    assert_true(gain == 1 && offset == 4);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_have_mean_zero_and_norm_one),
        cmocka_unit_test(brightness_and_contrast_do_not_count),
        cmocka_unit_test(a_constant_picture_of_any_size_has_a_key_of_zero),
        cmocka_unit_test(the_least_contrast_of_eight_bits_is_not_constant),
        cmocka_unit_test(a_constant_picture_correlates_with_nothing),
        cmocka_unit_test(numbers_of_any_size_correlate),
        cmocka_unit_test(unknown_pixels_follow_the_line_of_least_squares),
        cmocka_unit_test(a_constant_expectation_is_only_shifted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
