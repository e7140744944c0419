/* Random features: their mean, their variance in closed form, and the errors of what they estimate.
 * Covers: random_features.c
 * SPDX-License-Identifier: MIT */
#include "theory/random_features.h"

#include "support/experiment.h"

enum { COUNT = 5, DIM = 3, QUERIES = 2 };

static const double PATTERNS[COUNT * DIM] = {1, 0, 0.5, -1, 1, 0,  0.3, 0.2,
                                             1, 0, 0,   -1, 1, -1, 0.1};
static const double STATES[QUERIES * DIM] = {0.8, 0.1, 0.4, 0, 0.5, -0.5};
static const hop_kernel KERNEL = {PATTERNS, COUNT, DIM, 0.7, NULL};

static void the_exact_gradient_is_that_of_finite_differences(void **state) {
    (void)state;
    double gradient[DIM], unused[DIM], query[DIM];
    for (size_t j = 0; j < DIM; j++) {
        const double h = 1e-5;
        memcpy(query, STATES, sizeof query);
        query[j] += h;
        double up = hop_features_exact(&KERNEL, query, unused);
        query[j] -= 2 * h;
        double down = hop_features_exact(&KERNEL, query, unused);
        hop_features_exact(&KERNEL, STATES, gradient);
        assert_near(gradient[j], (up - down) / (2 * h), 1e-8);
    }
}

/* Many independent draws of one frequency: mean and variance of phi(q).T, and the mean gradient,
 * within five standard errors. */
static void check_moments(hop_feature_kind kind) {
    enum { DRAWS = 200000 };
    double sum[QUERIES], gradient[QUERIES * DIM], mean[QUERIES] = {0}, square[QUERIES] = {0};
    double slope[QUERIES * DIM] = {0}, slope_square[QUERIES * DIM] = {0};
    hop_random random;
    hop_random_init(&random, 5, 0);
    for (size_t i = 0; i < DRAWS; i++) {
        assert_ok(hop_features_estimate(&KERNEL, kind, 1, STATES, QUERIES, &random, sum, gradient));
        for (size_t q = 0; q < QUERIES; q++) {
            mean[q] += sum[q] / DRAWS;
            square[q] += sum[q] * sum[q] / DRAWS;
        }
        for (size_t k = 0; k < QUERIES * DIM; k++) {
            slope[k] += gradient[k] / DRAWS;
            slope_square[k] += gradient[k] * gradient[k] / DRAWS;
        }
    }
    for (size_t q = 0; q < QUERIES; q++) {
        double exact[DIM], truth = hop_features_exact(&KERNEL, STATES + q * DIM, exact);
        double variance = hop_features_variance(&KERNEL, kind, STATES + q * DIM);
        assert_near(mean[q], truth, 5 * sqrt(variance / DRAWS));
        assert_near(square[q] - mean[q] * mean[q], variance, 0.1 * variance);
        for (size_t j = 0; j < DIM; j++) {
            size_t k = q * DIM + j;
            assert_near(slope[k], exact[j],
                        5 * sqrt((slope_square[k] - slope[k] * slope[k]) / DRAWS));
        }
    }
}

static void sine_and_cosine_have_the_kernel_as_their_mean(void **state) {
    (void)state;
    check_moments(HOP_FEATURES_SINCOS);
}

static void positive_features_have_it_too(void **state) {
    (void)state;
    check_moments(HOP_FEATURES_POSITIVE);
}

static void pieces_of_frequencies_add_up(void **state) {
    (void)state;
    double once[QUERIES], twice[QUERIES], gradient[QUERIES * DIM];
    hop_random random;
    hop_random_init(&random, 1, 0);
    assert_ok(hop_features_estimate(&KERNEL, HOP_FEATURES_SINCOS, 100, STATES, QUERIES, &random,
                                    once, gradient));
    hop_random_init(&random, 1, 0);
    memset(twice, 0, sizeof twice);
    for (size_t part = 0; part < 2; part++) {
        double half[QUERIES];
        assert_ok(hop_features_estimate(&KERNEL, HOP_FEATURES_SINCOS, 50, STATES, QUERIES, &random,
                                        half, gradient));
        for (size_t q = 0; q < QUERIES; q++) twice[q] += half[q] / 2;
    }
    for (size_t q = 0; q < QUERIES; q++) assert_near(once[q], twice[q], 1e-12);
}

/* ---- the experiment ---- */

static double number_at(const hop_table *table, size_t row, const char *name) {
    for (size_t c = 0; c < hop_table_column_count(table); c++)
        if (strcmp(hop_table_column(table, c)->name, name) == 0)
            return hop_table_cell(table, row, c).number;
    fail_msg("there is no column %s", name);
    return NAN;
}

static void errors_fall_as_one_over_the_square_root_of_their_number(void **state) {
    (void)state;
    hop_findings f = {0};
    hop_sweep *e = fixture_experiment("features", "features=512:8192:x2 draws=20 queries=10", 3);
    hop_results results = fixture_sweep(e, 2, NULL);
    assert_ok(hop_findings_make(e, &results, &f));
    assert_int_equal(hop_table_row_count(f.table), 10);
    for (size_t i = 0; i < 10; i++) {
        double error = number_at(f.table, i, "energy_error");
        double theory = number_at(f.table, i, "theory");
        assert_true(error > 0.6 * theory && error < 1.5 * theory);
        assert_true(number_at(f.table, i, "slope_low") < -0.5 &&
                    number_at(f.table, i, "slope_high") > -0.5);
        assert_true(number_at(f.table, i, "gradient_low") < -0.5 &&
                    number_at(f.table, i, "gradient_high") > -0.5);
    }
    hop_findings_clear(&f);
    hop_results_clear(&results);
    hop_sweep_destroy(e);
}

static void a_beta_beyond_what_features_can_show_is_refused(void **state) {
    (void)state;
    hop_sweep_options options = {.threads = 1};
    hop_results results = {0};
    hop_sweep *e = fixture_experiment("features", "beta=30 kind=positive features=64 noise=0.1", 1);
    assert_refused(hop_sweep_run(e, &options, &results), HOP_E_VALUE, "take a smaller beta");
    hop_sweep_destroy(e);
    e = fixture_experiment("features", "beta=1000 kind=sincos features=64 noise=2", 1);
    assert_refused(hop_sweep_run(e, &options, &results), HOP_E_VALUE, "no pattern is near");
    hop_sweep_destroy(e);
}

static void a_slope_that_theory_does_not_have_is_said(void **state) {
    (void)state;
    char *text = fixture_run("features", "kind=positive beta=0.1", "text");
    assert_contains(text, "theory: for small errors, slope -0.5; found: ");
    free(text);
    text = fixture_run("features", "kind=positive features=256:4096:x4 draws=20", "text");
    assert_null(strstr(text, "# theory:"));
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_exact_gradient_is_that_of_finite_differences),
        cmocka_unit_test(sine_and_cosine_have_the_kernel_as_their_mean),
        cmocka_unit_test(positive_features_have_it_too),
        cmocka_unit_test(pieces_of_frequencies_add_up),
        cmocka_unit_test(errors_fall_as_one_over_the_square_root_of_their_number),
        cmocka_unit_test(a_beta_beyond_what_features_can_show_is_refused),
        cmocka_unit_test(a_slope_that_theory_does_not_have_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
