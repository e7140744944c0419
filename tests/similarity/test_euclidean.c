/* The Euclidean distance as a similarity.
 * SPDX-License-Identifier: MIT */
#include "fixture.h"

static void the_bias_is_minus_half_the_square(void **state) {
    (void)state;
    hop_similarity euclidean = fixture_similarity("euclidean");
    hop_frame frame = fixture_frame(&euclidean, (double[]){3, -4}, 2);
    assert_true(frame.gain == 1 && frame.offset == 0 && frame.bias == -12.5);
    assert_true(euclidean.kind->plain_keys);
}

/* -|q - x|^2 / 2 is the similarity less |q|^2 / 2, a term all patterns share. */
static void it_orders_patterns_by_their_distance(void **state) {
    (void)state;
    enum { DIM = 50 };
    hop_similarity euclidean = fixture_similarity("euclidean");
    hop_random random;
    hop_random_init(&random, 3, 0);
    double q[DIM], x[DIM];
    for (size_t turn = 0; turn < 100; turn++) {
        fixture_draw(&random, -1, 1, DIM, q);
        fixture_draw(&random, -2, 2, DIM, x);
        double apart = 0, square = 0, terms = 0;
        for (size_t j = 0; j < DIM; j++) {
            apart += (q[j] - x[j]) * (q[j] - x[j]);
            square += q[j] * q[j];
            terms += q[j] * q[j] + x[j] * x[j] + fabs(x[j] * q[j]);
        }
        double s = fixture_full(&euclidean, q, x, DIM);
        assert_near(s - square / 2, -apart / 2, DIM * DBL_EPSILON * terms);
    }
}

static void a_pattern_is_most_similar_to_itself(void **state) {
    (void)state;
    hop_similarity euclidean = fixture_similarity("euclidean");
    double q[] = {0.2, 0.4}, bright[] = {1, 1};
    assert_true(fixture_full(&euclidean, q, q, 2) > fixture_full(&euclidean, q, bright, 2));
}

static void known_pixels_stand_for_all(void **state) {
    (void)state;
    hop_similarity euclidean = fixture_similarity("euclidean");
    double query[] = {1, NAN, 3, NAN}, pattern[] = {2, 100, -1, -100};
    assert_true(fixture_known(&euclidean, query, pattern, 4) == (2 - 3 - 2.5) * 2);
}

static void unknown_pixels_hold_what_is_expected(void **state) {
    (void)state;
    hop_similarity euclidean = fixture_similarity("euclidean");
    hop_known_sums sums = fixture_sums((double[]){1, 2, NAN}, (double[]){10, 20, 30}, 3);
    double gain = 0, offset = 7;
    euclidean.kind->fill(euclidean.parameter, &sums, &gain, &offset);
    assert_true(gain == 1 && offset == 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_bias_is_minus_half_the_square),
        cmocka_unit_test(it_orders_patterns_by_their_distance),
        cmocka_unit_test(a_pattern_is_most_similar_to_itself),
        cmocka_unit_test(known_pixels_stand_for_all),
        cmocka_unit_test(unknown_pixels_hold_what_is_expected),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
