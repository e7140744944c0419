/* The dot product as a similarity.
 * SPDX-License-Identifier: MIT */
#include "fixture.h"

static void keys_are_the_patterns_and_there_is_no_bias(void **state) {
    (void)state;
    hop_similarity dot = fixture_similarity("dot");
    hop_frame frame = fixture_frame(&dot, (double[]){3, -4, 0.5}, 3);
    assert_true(frame.gain == 1 && frame.offset == 0 && frame.bias == 0);
    assert_true(dot.kind->plain_keys);
    assert_true(fixture_full(&dot, (double[]){1, 2, 3}, (double[]){3, -4, 0.5}, 3) == -3.5);
}

static void known_pixels_stand_for_all(void **state) {
    (void)state;
    hop_similarity dot = fixture_similarity("dot");
    double query[] = {1, NAN, 3, NAN}, pattern[] = {2, 100, -1, -100};
    assert_true(fixture_known(&dot, query, pattern, 4) == (2 - 3) * 2.0);
}

static void unknown_pixels_hold_what_is_expected(void **state) {
    (void)state;
    hop_similarity dot = fixture_similarity("dot");
    hop_known_sums sums = fixture_sums((double[]){1, 2, NAN}, (double[]){10, 20, 30}, 3);
    double gain = 0, offset = 7;
    dot.kind->fill(dot.parameter, &sums, &gain, &offset);
    assert_true(gain == 1 && offset == 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_the_patterns_and_there_is_no_bias),
        cmocka_unit_test(known_pixels_stand_for_all),
        cmocka_unit_test(unknown_pixels_hold_what_is_expected),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
