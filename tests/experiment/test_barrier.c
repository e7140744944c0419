/* Barriers beside their formula, and a census of a memory that is known.  Covers: census.c
 * SPDX-License-Identifier: MIT */
#include "support/experiment.h"

static hop_cell cell_of(const hop_findings *f, size_t row, const char *column) {
    for (size_t i = 0; i < hop_table_column_count(f->table); i++)
        if (strcmp(hop_table_column(f->table, i)->name, column) == 0)
            return hop_table_cell(f->table, row, i);
    fail_msg("there is no column %s", column);
    return (hop_cell){0};
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

/* r^2/8 - ln 2/beta to 1e-5 where beta r^2 = 64 and more, and the way between two is straight. */
static void the_barrier_of_two_patterns_is_the_formula(void **state) {
    (void)state;
    hop_findings f = run("barrier", "ratio=0.5,2,16,40 runs=0");
    assert_true(fabs(cell_of(&f, 0, "barrier").number) < 1e-9);
    for (size_t i = 1; i < 4; i++) {
        double barrier = cell_of(&f, i, "barrier").number;
        assert_true(fabs(barrier - cell_of(&f, i, "theory").number) < 1e-6);
        assert_true(fabs(barrier - cell_of(&f, i, "straight").number) < 1e-6);
        if (i > 1) assert_true(fabs(barrier - cell_of(&f, i, "large").number) < 1e-5);
    }
    hop_findings_clear(&f);
}

/* Within five standard errors of the exact time, which tends to Kramers' as the barrier grows. */
static void noise_crosses_in_the_exact_time(void **state) {
    (void)state;
    hop_findings f = run("barrier", "ratio=4 heat=2,8 runs=300");
    double time = cell_of(&f, 0, "time").number, high = cell_of(&f, 0, "high").number;
    double exact = cell_of(&f, 0, "exact").number;
    assert_true(fabs(time - exact) < 5 * (high - time) / 1.96 + 0.05 * exact);
    hop_findings_clear(&f);
    f = run("barrier", "ratio=4 heat=12 runs=0");
    assert_true(fabs(cell_of(&f, 0, "kramers").number / cell_of(&f, 0, "exact").number - 1) < 0.1);
    hop_findings_clear(&f);
}

/* In a memory the way found is no higher than the straight one. */
static void the_way_found_is_no_higher_than_the_straight_one(void **state) {
    (void)state;
    hop_findings f = run("barrier", "memory=" HOP_SOURCE_DIR "/patterns/glyphs ratio=3,12");
    for (size_t i = 0; i < 2; i++)
        assert_true(cell_of(&f, i, "barrier").number <= cell_of(&f, i, "straight").number + 1e-9);
    hop_findings_clear(&f);
}

/* One pattern of Hebb's: half of the states end in it, half in its inverse, and nothing else is. */
static void a_single_pattern_shares_the_states_with_its_inverse(void **state) {
    (void)state;
    hop_findings f = run("census", "dim=31 stored=1 starts=400");
    assert_int_equal(hop_table_row_count(f.table), 2);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(cell_of(&f, i, "ends").count, 2);
        assert_int_equal(cell_of(&f, i, "reached").count, 1);
        assert_true(cell_of(&f, i, "low").number < 0.5 && cell_of(&f, i, "high").number > 0.5);
    }
    hop_findings_clear(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_barrier_of_two_patterns_is_the_formula),
        cmocka_unit_test(noise_crosses_in_the_exact_time),
        cmocka_unit_test(the_way_found_is_no_higher_than_the_straight_one),
        cmocka_unit_test(a_single_pattern_shares_the_states_with_its_inverse),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
