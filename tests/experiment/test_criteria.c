/* Criteria of success, each at its edge.
 * SPDX-License-Identifier: MIT */
#include "experiment/criteria.h"

#include <math.h>
#include <string.h>

#include "support/support.h"

enum { DIM = 400 };

/* Scores a pattern of ones and minus ones with `flips` of them flipped. */
static double score(size_t flips, double scale, double *successes) {
    double target[DIM], output[DIM];
    for (size_t j = 0; j < DIM; j++) {
        target[j] = j % 3 ? 1 : -1;
        output[j] = scale * (j < flips ? -target[j] : target[j]);
    }
    memset(successes, 0, HOP_CRITERION_COUNT * sizeof *successes);
    return hop_criteria_score(output, target, DIM, 0, true, successes);
}

static void a_perfect_output_meets_all(void **state) {
    (void)state;
    double s[HOP_CRITERION_COUNT];
    assert_near(score(0, 1, s), 1, 1e-15);
    for (size_t c = 0; c < HOP_CRITERION_COUNT; c++) assert_near(s[c], 1, 0);
}

static void each_criterion_has_its_own_edge(void **state) {
    (void)state;
    double s[HOP_CRITERION_COUNT];
    score(2, 1, s); /* 0.5 % of 400; a sum of squares of 8 */
    assert_true(s[HOP_CRITERION_HAMMING] == 1 && s[HOP_CRITERION_EXACT] == 0);
    score(3, 1, s);
    assert_true(s[HOP_CRITERION_HAMMING] == 0);
    score(15, 1, s); /* 15 * 4 = 60 */
    assert_true(s[HOP_CRITERION_SQUARES] == 1);
    score(16, 1, s);
    assert_true(s[HOP_CRITERION_SQUARES] == 0 && s[HOP_CRITERION_OVERLAP] == 1);
    assert_near(score(19, 1, s), 1 - 2 * 19.0 / DIM, 1e-12);
    assert_true(s[HOP_CRITERION_OVERLAP] == 1);
    score(21, 1, s);
    assert_true(s[HOP_CRITERION_OVERLAP] == 0);
    score(0, 0.5, s); /* the right direction, the wrong length */
    assert_true(s[HOP_CRITERION_OVERLAP] == 1 && s[HOP_CRITERION_EXACT] == 0);
    score(0, 0.995, s);
    assert_true(s[HOP_CRITERION_EXACT] == 1);
}

static void a_zero_output_is_no_success(void **state) {
    (void)state;
    double s[HOP_CRITERION_COUNT];
    assert_near(score(0, 0, s), 0, 0);
    assert_true(s[HOP_CRITERION_OVERLAP] == 0 && s[HOP_CRITERION_EXACT] == 0);
}

static void every_criterion_is_a_choice_and_has_a_text(void **state) {
    (void)state;
    size_t words = 1;
    for (const char *c = HOP_CRITERIA; *c; c++) words += *c == '|';
    assert_int_equal(words, HOP_CRITERION_COUNT);
    for (int c = 0; c < HOP_CRITERION_COUNT; c++)
        assert_true(strlen(hop_criteria_text((hop_criterion)c)) > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_perfect_output_meets_all),
        cmocka_unit_test(each_criterion_has_its_own_edge),
        cmocka_unit_test(a_zero_output_is_no_success),
        cmocka_unit_test(every_criterion_is_a_choice_and_has_a_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
