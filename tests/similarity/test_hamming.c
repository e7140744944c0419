/* Hamming: which values become 1.
 * SPDX-License-Identifier: MIT */
#include "fixture.h"

static void assert_keys(const double *vector, size_t dim, const char *signs) {
    hop_similarity similarity = fixture_similarity("hamming");
    hop_frame frame = fixture_frame(&similarity, vector, dim);
    assert_true(frame.sign);
    for (size_t j = 0; j < dim; j++) {
        bool above = frame.gain * vector[j] + frame.offset > 0;
        assert_true(above == (signs[j] == '+'));
    }
}

static void what_is_above_the_mean_is_one(void **state) {
    (void)state;
    assert_keys((double[]){0, 0.2, 0.9, 0.1}, 4, "--+-");
    assert_keys((double[]){10, 30, 20, 30}, 4, "-+-+"); /* 20 is below 22.5 */
    assert_keys((double[]){1, 2, 3}, 3, "--+");         /* the mean itself is not above it */
    assert_keys((double[]){-1, 1, 1, 0.9}, 4, "-+++");
}

static void bipolar_values_stay_as_they_are(void **state) {
    (void)state;
    assert_keys((double[]){1, 1, 1}, 3, "+++");
    assert_keys((double[]){-1, -1}, 2, "--");
    assert_keys((double[]){1, 1, 1, -1}, 4, "+++-");
}

/* The mean of a hundred tenths rounds to something else than a tenth. */
static void a_constant_picture_is_black(void **state) {
    (void)state;
    double vector[100];
    for (size_t j = 0; j < 100; j++) vector[j] = 0.1;
    hop_similarity similarity = fixture_similarity("hamming");
    for (size_t dim = 1; dim <= 100; dim++) {
        hop_frame frame = fixture_frame(&similarity, vector, dim);
        assert_true(frame.gain * 0.1 + frame.offset <= 0);
    }
}

static void the_similarity_is_what_agrees_less_what_differs(void **state) {
    (void)state;
    hop_similarity similarity = fixture_similarity("hamming");
    double x[] = {1, 1, -1, -1, 1}, q[] = {1, -1, -1, -1, NAN};
    assert_near(fixture_full(&similarity, x, x, 5), 5, 0);
    assert_near(fixture_known(&similarity, q, x, 5), 2 * 5.0 / 4, 1e-15);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_above_the_mean_is_one),
        cmocka_unit_test(bipolar_values_stay_as_they_are),
        cmocka_unit_test(a_constant_picture_is_black),
        cmocka_unit_test(the_similarity_is_what_agrees_less_what_differs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
