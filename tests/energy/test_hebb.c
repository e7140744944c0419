/* Hebb's rule.
 * SPDX-License-Identifier: MIT */
#include "coupled.h"

static void assert_hebb(size_t count, size_t dim) {
    signed char *patterns = coupled_patterns(count, dim, 1);
    hop_couplings c = coupled_make("hebb", patterns, count, dim);
    assert_true((c.matrix == NULL) == (count < dim));
    for (size_t k = 0; k < dim; k++)
        for (size_t l = 0; l < dim; l++) {
            int sum = 0;
            for (size_t i = 0; i < count; i++) sum += patterns[i * dim + k] * patterns[i * dim + l];
            assert_near(coupled_entry(&c, k, l), (double)sum / (double)dim, 1e-15 * (double)count);
        }
    hop_couplings_clear(&c);
    free(patterns);
}

static void couplings_are_the_patterns_outer_products_for_few_and_for_many(void **state) {
    (void)state;
    assert_hebb(1, 5);
    assert_hebb(7, 30);
    assert_hebb(30, 30);
    assert_hebb(200, 9); /* more than one chunk */
}

/* E = -(sum s_i^2 / (2 d) - N / 2). */
static void the_energy_is_that_of_overlaps(void **state) {
    (void)state;
    enum { COUNT = 6, DIM = 50 };
    signed char *patterns = coupled_patterns(COUNT, DIM, 2);
    hop_couplings c = coupled_make("hebb", patterns, COUNT, DIM);
    double x[DIM], follow[COUNT], energy = 0, squares = 0;
    for (size_t k = 0; k < DIM; k++) x[k] = k % 3 == 0 ? -1 : 1;
    hop_couplings_follow(&c, x, follow);
    for (size_t k = 0; k < DIM; k++) energy -= x[k] * hop_couplings_field(&c, x, follow, k) / 2;
    for (size_t i = 0; i < COUNT; i++) {
        double s = 0;
        for (size_t k = 0; k < DIM; k++) s += patterns[i * DIM + k] * x[k];
        squares += s * s;
    }
    assert_near(energy, -(squares / (2 * DIM) - COUNT / 2.0), 1e-12 * squares);
    hop_couplings_clear(&c);
    free(patterns);
}

/* P(bit error) = erfc(sqrt(d / (2 N))) / 2 at the first step; Amit, Gutfreund, Sompolinsky 1985.
 * Errors of one memory are correlated, so the standard deviation is taken three times as large. */
static void first_step_errors_are_as_frequent_as_theory_says(void **state) {
    (void)state;
    enum { COUNT = 80, DIM = 400, MEMORIES = 4 };
    size_t errors = 0;
    for (uint64_t m = 0; m < MEMORIES; m++) {
        signed char *patterns = coupled_patterns(COUNT, DIM, 100 + m);
        hop_couplings c = coupled_make("hebb", patterns, COUNT, DIM);
        errors += coupled_errors(&c, patterns, COUNT);
        hop_couplings_clear(&c);
        free(patterns);
    }
    double bits = MEMORIES * COUNT * DIM, expected = erfc(sqrt((double)DIM / (2 * COUNT))) / 2;
    assert_near((double)errors / bits, expected, 4 * 3 * sqrt(expected / bits));
}

static void self_coupling_is_left_out_unless_kept(void **state) {
    (void)state;
    signed char patterns[] = {1, -1, 1, 1, 1, -1};
    double x[] = {1, 1, 1}, follow[3];
    for (int keep = 0; keep < 2; keep++) {
        hop_couplings c = coupled_make(keep ? "hebb:self=keep" : "hebb", patterns, 2, 3);
        hop_couplings_follow(&c, x, follow);
        /* w_01 = 0, w_02 = 0, w_00 = 2/3 */
        assert_near(hop_couplings_field(&c, x, follow, 0), keep ? 2.0 / 3 : 0, 1e-15);
        hop_couplings_clear(&c);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(couplings_are_the_patterns_outer_products_for_few_and_for_many),
        cmocka_unit_test(the_energy_is_that_of_overlaps),
        cmocka_unit_test(first_step_errors_are_as_frequent_as_theory_says),
        cmocka_unit_test(self_coupling_is_left_out_unless_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
