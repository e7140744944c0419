/* Cosine: keys of unit norm, and what has no direction.
 * SPDX-License-Identifier: MIT */
#include "fixture.h"

static void a_similarity_is_the_cosine_of_the_angle(void **state) {
    (void)state;
    hop_similarity cosine = fixture_similarity("cosine");
    const double x[2] = {3, 0}, q[2] = {2, 2}, opposite[2] = {-7, 0};
    assert_near(fixture_full(&cosine, q, x, 2), sqrt(0.5), 4 * DBL_EPSILON);
    assert_near(fixture_full(&cosine, x, opposite, 2), -1, 4 * DBL_EPSILON);
    assert_near(fixture_known(&cosine, (double[]){2, NAN}, x, 2), 1, 4 * DBL_EPSILON);
}

static void size_does_not_count(void **state) {
    (void)state;
    hop_similarity cosine = fixture_similarity("cosine");
    double x[20], q[20], large[20];
    hop_random random;
    hop_random_init(&random, 5, 0);
    fixture_draw(&random, -1, 1, 20, x);
    fixture_draw(&random, -1, 1, 20, q);
    double plain = fixture_full(&cosine, q, x, 20);
    static const double GAINS[] = {1e-200, 1e-3, 7, 1e100};
    for (size_t i = 0; i < 4; i++) {
        for (size_t j = 0; j < 20; j++) large[j] = GAINS[i] * x[j];
        assert_near(fixture_full(&cosine, q, large, 20), plain, 64 * DBL_EPSILON);
    }
}

static void a_vector_of_zeros_has_the_key_zero(void **state) {
    (void)state;
    hop_similarity cosine = fixture_similarity("cosine");
    const double zero[3] = {0}, tiny[3] = {5e-324, 0, 0}, x[3] = {1, 2, 3};
    assert_true(fixture_frame(&cosine, zero, 3).gain == 0);
    assert_true(isfinite(fixture_frame(&cosine, tiny, 3).gain));
    assert_true(fixture_full(&cosine, zero, x, 3) == 0);
    assert_true(fixture_known(&cosine, zero, x, 3) == 0);
    assert_true(fixture_known(&cosine, x, zero, 3) == 0);
}

static void unknown_pixels_are_filled_at_the_query_s_brightness(void **state) {
    (void)state;
    hop_similarity cosine = fixture_similarity("cosine");
    const double x[3] = {1, 2, 3}, q[3] = {0.5, 1, NAN};
    double gain = 0, offset = 9;
    hop_known_sums sums = fixture_sums(q, x, 3);
    sums.x = 3, sums.xx = 5;
    cosine.kind->fill(cosine.parameter, &sums, &gain, &offset);
    assert_near(gain, 0.5, 4 * DBL_EPSILON);
    assert_true(offset == 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_similarity_is_the_cosine_of_the_angle),
        cmocka_unit_test(size_does_not_count),
        cmocka_unit_test(a_vector_of_zeros_has_the_key_zero),
        cmocka_unit_test(unknown_pixels_are_filled_at_the_query_s_brightness),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
