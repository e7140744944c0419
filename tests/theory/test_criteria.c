/* Criteria of success, each at its edge.
 * SPDX-License-Identifier: MIT */
#include "theory/criteria.h"

#include <math.h>
#include <string.h>

#include "support/experiment.h"

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

/* ---- the experiment ---- */

static void criteria_are_ordered_as_they_are_strict(void **state) {
    (void)state;
    hop_findings f = {0};
    hop_sweep *e = fixture_experiment("criteria", "dim=200 load=0.05:0.4:0.05 trials=60", 1);
    hop_results results = fixture_sweep(e, 2, NULL);
    double at[HOP_CRITERION_COUNT] = {0};
    assert_ok(hop_findings_make(e, &results, &f));
    for (size_t i = 0; i < f.threshold_count; i++)
        for (size_t c = 0; c < HOP_CRITERION_COUNT; c++)
            if (strcmp(f.thresholds[i].criterion, hop_criteria_text((hop_criterion)c)) == 0)
                at[c] = f.thresholds[i].value;
    assert_true(at[HOP_CRITERION_EXACT] > 0);
    assert_true(at[HOP_CRITERION_EXACT] <= at[HOP_CRITERION_HAMMING]);
    assert_true(at[HOP_CRITERION_HAMMING] < at[HOP_CRITERION_OVERLAP]);
    /* 15 of 200 values wrong are a cosine of 0.85, so this one asks for less. */
    assert_true(at[HOP_CRITERION_SQUARES] > at[HOP_CRITERION_OVERLAP]);
    hop_findings_clear(&f);
    hop_results_clear(&results);
    hop_sweep_destroy(e);
}

static void success_is_drawn_against_what_varies(void **state) {
    (void)state;
    char *text = fixture_run("criteria", "dim=50 load=0.05 damage=0.1:0.5:0.1 trials=20", "json");
    assert_contains(text, "\"damage\": 0.3,");
    assert_contains(text, "\"quantity\": \"damage\"");
    assert_contains(text, "\"threshold\": null");
    free(text);
    hop_sweep *e = NULL;
    assert_ok(fixture_try("criteria", "damage=auto", 1, &e));
    assert_refused(hop_sweep_open(e, &hop_load_defaults), HOP_E_VALUE, "must be numbers");
    hop_sweep_destroy(e);
}

static void words_are_those_of_the_setting(void **state) {
    (void)state;
    char all[64] = "";
    for (size_t c = 0; c < HOP_CRITERION_COUNT; c++) {
        if (c > 0) strcat(all, "|");
        strcat(all, hop_criteria_word((hop_criterion)c));
    }
    assert_string_equal(all, HOP_CRITERIA);
}

static void counted_signs_score_as_values_do(void **state) {
    (void)state;
    for (size_t flips = 0; flips <= DIM; flips++) {
        double values[HOP_CRITERION_COUNT], signs[HOP_CRITERION_COUNT] = {0};
        double cosine = score(flips, 1, values);
        assert_near(hop_criteria_score_signs(flips, DIM, true, signs), cosine, 1e-15);
        assert_memory_equal(values, signs, sizeof values);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counted_signs_score_as_values_do),
        cmocka_unit_test(a_perfect_output_meets_all),
        cmocka_unit_test(each_criterion_has_its_own_edge),
        cmocka_unit_test(a_zero_output_is_no_success),
        cmocka_unit_test(every_criterion_is_a_choice_and_has_a_text),
        cmocka_unit_test(criteria_are_ordered_as_they_are_strict),
        cmocka_unit_test(success_is_drawn_against_what_varies),
        cmocka_unit_test(words_are_those_of_the_setting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
