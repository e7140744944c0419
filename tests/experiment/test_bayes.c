/* Recall beside the posterior mean, and attention with and without its scale: what must hold.
 * Covers: scaling.c
 * SPDX-License-Identifier: MIT */
#include "support/experiment.h"

static void one_step_at_the_noise_is_the_posterior_mean_and_all_else_is_worse(void **state) {
    (void)state;
    hop_findings f = fixture_findings("bayes", "steps=1,2,20 ratio=0.5,1,2 queries=500");
    for (size_t i = 0; i < 9; i++) {
        if (i == 1)
            assert_true(fabs(fixture_number(f.table, i, "gap")) < 1e-12);
        else
            assert_true(fixture_number(f.table, i, "low") > 0);
        assert_true(fixture_number(f.table, i, "nearest") >
                    fixture_number(f.table, i, "posterior"));
    }
    hop_findings_clear(&f);
}

static void scaled_entropy_does_not_depend_on_the_width_and_plain_entropy_falls(void **state) {
    (void)state;
    hop_findings f = fixture_findings("scaling", "dim=16,256 queries=200");
    assert_true(
        fabs(fixture_number(f.table, 0, "entropy") - fixture_number(f.table, 1, "entropy")) < 0.1);
    assert_true(fabs(fixture_number(f.table, 1, "entropy") - fixture_number(f.table, 1, "theory")) <
                0.05);
    assert_true(fixture_number(f.table, 3, "entropy") <
                0.5 * fixture_number(f.table, 2, "entropy"));
    assert_true(fixture_number(f.table, 3, "sensitivity") <
                0.5 * fixture_number(f.table, 2, "sensitivity"));
    hop_findings_clear(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_step_at_the_noise_is_the_posterior_mean_and_all_else_is_worse),
        cmocka_unit_test(scaled_entropy_does_not_depend_on_the_width_and_plain_entropy_falls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
