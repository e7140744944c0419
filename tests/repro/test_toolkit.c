/* What rows are made with.
 * SPDX-License-Identifier: MIT */
#include "repro/repro_private.h"

#include <math.h>
#include <stdlib.h>

#include "support/support.h"

static const hop_repro_options OPTIONS = {.seed = 3, .threads = 1};
static const hop_repro REPRO = {.options = &OPTIONS};

static void an_experiment_is_run_by_the_text_of_its_settings(void **state) {
    (void)state;
    hop_findings findings = {0};
    assert_int_equal(hop_repro_experiment(&REPRO, 0, &findings, "capacity",
                                          "energy=hebb dim=%d load=0.1,0.3 trials=20", 40),
                     HOP_OK);
    assert_int_equal(hop_table_row_count(findings.table), 2);
    assert_near(hop_repro_number(&findings, 0, "dim"), 40, 0);
    assert_near(hop_repro_number(&findings, 1, "load"), 0.3, 1e-12);
    assert_true(isnan(hop_repro_number(&findings, 0, "no_such_column")));
    hop_findings_clear(&findings);
}

static void what_an_experiment_refuses_is_handed_on(void **state) {
    (void)state;
    hop_findings findings = {0};
    assert_int_equal(hop_repro_experiment(&REPRO, 0, &findings, "capacity", "dims=4"), HOP_E_NAME);
    assert_int_equal(hop_repro_experiment(&REPRO, 0, &findings, "kapazity", "dim=4"), HOP_E_NAME);
    assert_null(findings.table);
}

static void no_threshold_is_an_error_and_not_a_number(void **state) {
    (void)state;
    hop_findings none = {0};
    hop_threshold threshold = {.value = 7};
    assert_int_equal(hop_repro_threshold(&none, &threshold), HOP_E_EMPTY);
    assert_near(threshold.value, 7, 0);
}

static void a_reproduction_that_is_skipped_has_no_numbers(void **state) {
    (void)state;
    hop_repro_results results = {0};
    hop_repro repro = {.options = &OPTIONS, .results = &results};
    assert_int_equal(hop_repro_skip(&repro, "install it"), HOP_OK);
    assert_int_equal(results.count, 1);
    assert_string_equal(hop_repro_verdict(&results.all[0]), "SKIP");
    assert_string_equal(results.all[0].reason, "install it");
    assert_true(isnan(results.all[0].value) && isnan(results.all[0].expected));
    hop_repro_results_clear(&results);
}

static void patterns_are_of_the_kind_that_was_asked_for(void **state) {
    (void)state;
    enum { COUNT = 50, DIM = 30 };
    double values[COUNT * DIM];
    hop_random random;
    hop_random_init(&random, 1, 0);
    hop_repro_draw(HOP_REPRO_BIPOLAR, &random, COUNT, DIM, values);
    double sum = 0;
    for (size_t k = 0; k < COUNT * DIM; k++) {
        assert_near(fabs(values[k]), 1, 0);
        sum += values[k];
    }
    assert_true(fabs(sum) < 5 * sqrt(COUNT * DIM));
    hop_repro_draw(HOP_REPRO_SPHERE, &random, COUNT, DIM, values);
    for (size_t i = 0; i < COUNT; i++) {
        double square = 0;
        for (size_t j = 0; j < DIM; j++) square += values[i * DIM + j] * values[i * DIM + j];
        assert_near(square, DIM, 1e-12 * DIM);
    }
}

static void the_memory_holds_the_patterns(void **state) {
    (void)state;
    const double patterns[] = {1, 2, 3, -4, 5, 6};
    double read[3];
    hop_memory *memory = NULL;
    assert_int_equal(hop_repro_memory(patterns, 2, 3, &memory), HOP_OK);
    assert_int_equal(hop_memory_count(memory), 2);
    hop_memory_read(memory, 1, 1, read);
    assert_memory_equal(read, patterns + 3, sizeof read);
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_experiment_is_run_by_the_text_of_its_settings),
        cmocka_unit_test(what_an_experiment_refuses_is_handed_on),
        cmocka_unit_test(no_threshold_is_an_error_and_not_a_number),
        cmocka_unit_test(a_reproduction_that_is_skipped_has_no_numbers),
        cmocka_unit_test(patterns_are_of_the_kind_that_was_asked_for),
        cmocka_unit_test(the_memory_holds_the_patterns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
