/* The fork of the mean, where what must be found is known.
 * Covers: fork.c pitchfork.c
 * SPDX-License-Identifier: MIT */
#include "support/experiment.h"

static void the_mean_is_stable_below_beta_c_and_not_above(void **state) {
    (void)state;
    hop_findings f =
        fixture_findings("pitchfork", "start=mean dim=6 stored=100 ratio=0.95,1.02,1.05");
    assert_true(fixture_number(f.table, 0, "norm") < 1e-8);
    for (size_t i = 1; i < 3; i++) {
        double theory = fixture_number(f.table, i, "theory"),
               norm = fixture_number(f.table, i, "norm");
        assert_true(theory > 0.1);
        /* On the line of v the fork is exact at beta_c; a little above it is off by little. */
        assert_near(norm, theory, 0.02 * theory);
        assert_near(fixture_number(f.table, i, "beta") /
                        fixture_number(f.table, i, "critical_beta"),
                    i == 1 ? 1.02 : 1.05, 1e-12);
    }
    hop_findings_clear(&f);
}

/* At beta_c itself a state creeps towards the mean for ever. */
static void a_state_that_has_not_settled_is_no_point_of_the_curve(void **state) {
    (void)state;
    hop_findings f = fixture_findings("pitchfork", "start=mean ratio=0.95,1,1.05 steps=2000");
    assert_true(fixture_number(f.table, 1, "norm") > 1e-3);
    assert_true(f.curve_count > 0 && f.curves[0].count == 3);
    assert_true(isfinite(f.curves[0].y[0]) && isfinite(f.curves[0].y[2]));
    assert_true(isnan(f.curves[0].y[1]));
    hop_findings_clear(&f);
    char *text = fixture_run("pitchfork", "start=mean ratio=0.95,1,1.05 steps=2000", "text");
    assert_contains(text, "not settled: 1 of 3 states");
    free(text);
    text = fixture_run("pitchfork", "start=mean ratio=0.9,1.05", "text");
    assert_null(strstr(text, "not settled"));
    free(text);
}

static void a_symmetric_fork_opens_as_a_square_root(void **state) {
    (void)state;
    hop_findings f = fixture_findings("pitchfork", "start=mean ratio=1.001,1.004 steps=1000000");
    assert_near(fixture_number(f.table, 1, "norm") / fixture_number(f.table, 0, "norm"), 2, 0.05);
    assert_near(fixture_number(f.table, 1, "theory") / fixture_number(f.table, 0, "theory"), 2,
                0.05);
    hop_findings_clear(&f);
}

static void patterns_that_are_all_the_same_have_no_fork(void **state) {
    (void)state;
    hop_results results = {0};
    hop_sweep_options options = {.threads = 1};
    char path[256];
    snprintf(path, sizeof path, "memory=%s", support_path("same.csv"));
    support_write_text(support_path("same.csv"), "1,2\n1,2\n1,2\n");
    hop_sweep *e = fixture_experiment("pitchfork", path, 1);
    assert_refused(hop_sweep_run(e, &options, &results), HOP_E_VALUE, "all patterns are the same");
    hop_sweep_destroy(e);
    support_write_text(support_path("one.csv"), "1,2\n");
    snprintf(path, sizeof path, "memory=%s", support_path("one.csv"));
    assert_ok(fixture_try("pitchfork", path, 1, &e));
    assert_refused(hop_sweep_open(e, &hop_load_defaults), HOP_E_EMPTY, "two at least");
    hop_sweep_destroy(e);
}

static void theory_beside_states_that_it_does_not_describe_says_so(void **state) {
    (void)state;
    static const char GLYPHS[] =
        "memory=" HOP_SOURCE_DIR "/patterns/glyphs start=mean ratio=0.9,1.1";
    char *text = fixture_run("pitchfork", GLYPHS, "text");
    assert_contains(text, "theory: holds for fixed points on the line of v");
    free(text);
    text = fixture_run("pitchfork", "start=mean ratio=0.9,1.05", "text");
    assert_null(strstr(text, "theory: "));
    free(text);
}

/* Of a memory of single numbers: `settings` with the numbers' file before them. */
static hop_findings of_numbers(const char *numbers, const char *settings) {
    char all[512];
    support_write_text(support_path("numbers.csv"), numbers);
    snprintf(all, sizeof all, "memory=%s %s", support_path("numbers.csv"), settings);
    return fixture_findings("pitchfork", all);
}

/* Two values at random, a share p of them not 0: excess kurtosis 1/p - 3, here -2, -1, -1/2. */
static void the_fork_opens_as_the_kurtosis_says(void **state) {
    (void)state;
    static const struct {
        const char *numbers;
        double kurtosis, amplitude; /* of variance 1 at 1.004 beta_c, iterated apart from this */
    } CASES[] = {
        {"1\n-1\n", -2, 0.1092},
        {"1.4142135623730951\n-1.4142135623730951\n0\n0\n", -1, 0.1544},
        {"1.5811388300841898\n-1.5811388300841898\n1.5811388300841898\n-1.5811388300841898\n0\n"
         "0\n0\n0\n0\n0\n",
         -0.5, 0.2172},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        hop_findings f = of_numbers(CASES[i].numbers, "start=mean ratio=1.004 steps=1000000");
        assert_near(fixture_number(f.table, 0, "kurtosis"), CASES[i].kurtosis, 1e-9);
        assert_near(fixture_number(f.table, 0, "norm"), CASES[i].amplitude, 1e-4);
        assert_near(fixture_number(f.table, 0, "theory"), CASES[i].amplitude, 1e-4);
        assert_near(fixture_number(f.table, 0, "opening"), sqrt(6 * 0.004 / -CASES[i].kurtosis),
                    1e-9);
        hop_findings_clear(&f);
    }
}

/* A quarter of the values is -2 or 2, the others 0, so kappa = 1: at beta = beta_c = 1 the equation
 * a = 2 sinh 2a / (3 + cosh 2a) has a root at 1.6046 as well, and keeps it below. */
static void a_kurtosis_above_zero_jumps_and_comes_back_later(void **state) {
    (void)state;
    static const char NUMBERS[] = "2\n-2\n0\n0\n0\n0\n0\n0\n";
    hop_findings f = of_numbers(NUMBERS, "start=mean,far ratio=0.9,0.99,1.001 steps=1000000");
    double a = 1.6;
    for (int k = 0; k < 200; k++) a = 2 * sinh(2 * 0.99 * a) / (3 + cosh(2 * 0.99 * a));
    assert_near(fixture_number(f.table, 0, "kurtosis"), 1, 1e-9);
    for (size_t r = 0; r < hop_table_row_count(f.table); r++) {
        double ratio = fixture_number(f.table, r, "ratio");
        bool far =
            strcmp(hop_table_cell(f.table, r, fixture_column(f.table, "start")).text, "far") == 0;
        double norm = fixture_number(f.table, r, "norm");
        if (ratio < 0.95 || (ratio < 1 && !far)) assert_true(norm < 1e-6);
        if (ratio == 0.99 && far) assert_near(norm, a, 1e-9);
        if (ratio > 1) assert_true(norm > 1.6);
        assert_near(fixture_number(f.table, r, "theory"), norm, 1e-6);
        assert_true(isnan(fixture_number(f.table, r, "opening")));
    }
    hop_findings_clear(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_mean_is_stable_below_beta_c_and_not_above),
        cmocka_unit_test(a_state_that_has_not_settled_is_no_point_of_the_curve),
        cmocka_unit_test(a_symmetric_fork_opens_as_a_square_root),
        cmocka_unit_test(the_fork_opens_as_the_kurtosis_says),
        cmocka_unit_test(a_kurtosis_above_zero_jumps_and_comes_back_later),
        cmocka_unit_test(patterns_that_are_all_the_same_have_no_fork),
        cmocka_unit_test(theory_beside_states_that_it_does_not_describe_says_so),
    };
    return cmocka_run_group_tests(tests, support_folder_create, support_folder_remove);
}
