/* Barriers beside their formula, and a census of a memory that is known.  Covers: census.c
 * SPDX-License-Identifier: MIT */
#include "support/experiment.h"

/* r^2/8 - ln 2/beta to 1e-5 where beta r^2 = 64 and more, and the way between two is straight. */
static void the_barrier_of_two_patterns_is_the_formula(void **state) {
    (void)state;
    hop_findings f = fixture_findings("barrier", "ratio=0.5,2,16,40 runs=0");
    assert_true(fabs(fixture_number(f.table, 0, "barrier")) < 1e-9);
    for (size_t i = 1; i < 4; i++) {
        double barrier = fixture_number(f.table, i, "barrier");
        assert_true(fabs(barrier - fixture_number(f.table, i, "theory")) < 1e-6);
        assert_true(fabs(barrier - fixture_number(f.table, i, "straight")) < 1e-6);
        if (i > 1) assert_true(fabs(barrier - fixture_number(f.table, i, "large")) < 1e-5);
    }
    hop_findings_clear(&f);
}

/* Within five standard errors of the exact time, which tends to Kramers' as the barrier grows. */
static void noise_crosses_in_the_exact_time(void **state) {
    (void)state;
    hop_findings f = fixture_findings("barrier", "ratio=4 heat=2,8 runs=300");
    double time = fixture_number(f.table, 0, "time"), high = fixture_number(f.table, 0, "high");
    double exact = fixture_number(f.table, 0, "exact");
    assert_true(fabs(time - exact) < 5 * (high - time) / 1.96 + 0.05 * exact);
    hop_findings_clear(&f);
    f = fixture_findings("barrier", "ratio=4 heat=12 runs=0");
    assert_true(fabs(fixture_number(f.table, 0, "kramers") / fixture_number(f.table, 0, "exact") -
                     1) < 0.1);
    hop_findings_clear(&f);
}

/* In a memory the way found is no higher than the straight one. */
static void the_way_found_is_no_higher_than_the_straight_one(void **state) {
    (void)state;
    hop_findings f =
        fixture_findings("barrier", "memory=" HOP_SOURCE_DIR "/patterns/glyphs ratio=3,12");
    for (size_t i = 0; i < 2; i++)
        assert_true(fixture_number(f.table, i, "barrier") <=
                    fixture_number(f.table, i, "straight") + 1e-9);
    hop_findings_clear(&f);
}

/* One pattern of Hebb's: half of the states end in it, half in its inverse, and nothing else is. */
static void a_single_pattern_shares_the_states_with_its_inverse(void **state) {
    (void)state;
    hop_findings f = fixture_findings("census", "dim=31 stored=1 starts=400");
    assert_int_equal(hop_table_row_count(f.table), 2);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal((size_t)fixture_number(f.table, i, "ends"), 2);
        assert_int_equal((size_t)fixture_number(f.table, i, "reached"), 1);
        assert_true(fixture_number(f.table, i, "low") < 0.5 &&
                    fixture_number(f.table, i, "high") > 0.5);
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
