/* Recall beside the posterior mean, and attention with and without its scale: what must hold.
 * Covers: scaling.c
 * SPDX-License-Identifier: MIT */
#include "support/experiment.h"

static double number(const hop_findings *f, size_t row, const char *column) {
    for (size_t i = 0; i < hop_table_column_count(f->table); i++)
        if (strcmp(hop_table_column(f->table, i)->name, column) == 0)
            return hop_table_cell(f->table, row, i).number;
    fail_msg("there is no column %s", column);
    return NAN;
}

static hop_findings run(const char *name, const char *settings) {
    hop_findings f = {0};
    hop_sweep *e = fixture_experiment(name, settings, 3);
    hop_results results = fixture_sweep(e, 1, NULL);
    assert_ok(hop_findings_make(e, &results, &f));
    hop_results_clear(&results);
    hop_sweep_destroy(e);
    return f;
}

static void one_step_at_the_noise_is_the_posterior_mean_and_all_else_is_worse(void **state) {
    (void)state;
    hop_findings f = run("bayes", "steps=1,2,20 ratio=0.5,1,2 queries=500");
    for (size_t i = 0; i < 9; i++) {
        if (i == 1)
            assert_true(fabs(number(&f, i, "gap")) < 1e-12);
        else
            assert_true(number(&f, i, "low") > 0);
        assert_true(number(&f, i, "nearest") > number(&f, i, "posterior"));
    }
    hop_findings_clear(&f);
}

static void scaled_entropy_does_not_depend_on_the_width_and_plain_entropy_falls(void **state) {
    (void)state;
    hop_findings f = run("scaling", "dim=16,256 queries=200");
    assert_true(fabs(number(&f, 0, "entropy") - number(&f, 1, "entropy")) < 0.1);
    assert_true(fabs(number(&f, 1, "entropy") - number(&f, 1, "theory")) < 0.05);
    assert_true(number(&f, 3, "entropy") < 0.5 * number(&f, 2, "entropy"));
    assert_true(number(&f, 3, "sensitivity") < 0.5 * number(&f, 2, "sensitivity"));
    hop_findings_clear(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_step_at_the_noise_is_the_posterior_mean_and_all_else_is_worse),
        cmocka_unit_test(scaled_entropy_does_not_depend_on_the_width_and_plain_entropy_falls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
