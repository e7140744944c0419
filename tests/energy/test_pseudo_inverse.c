/* The pseudo-inverse rule.
 * SPDX-License-Identifier: MIT */
#include "coupled.h"

/* W is the projection onto the patterns: W x = x, W W = W, W = W'. */
static void assert_projection(size_t count, size_t dim, size_t rank) {
    signed char *patterns = coupled_patterns(count, dim, 11);
    for (size_t k = 0; k < dim; k++) patterns[(count - 1) * dim + k] = (signed char)-patterns[k];
    hop_couplings c = coupled_make("pseudo-inverse:self=keep", patterns, count, dim);
    double trace = 0;
    for (size_t k = 0; k < dim; k++) {
        trace += coupled_entry(&c, k, k);
        assert_near(c.self[k], coupled_entry(&c, k, k), 1e-14);
        for (size_t i = 0; i < count; i++) {
            double field = 0;
            for (size_t l = 0; l < dim; l++)
                field += coupled_entry(&c, k, l) * patterns[i * dim + l];
            assert_near(field, patterns[i * dim + k], 1e-11);
        }
        for (size_t l = 0; l < dim; l++) {
            double square = 0;
            for (size_t m = 0; m < dim; m++)
                square += coupled_entry(&c, k, m) * coupled_entry(&c, m, l);
            assert_near(square, coupled_entry(&c, k, l), 1e-11);
            assert_near(coupled_entry(&c, l, k), coupled_entry(&c, k, l), 1e-14);
        }
    }
    assert_near(trace, (double)rank, 1e-9);
    hop_couplings_clear(&c);
    free(patterns);
}

/* The last pattern is the first one's negative, so the rank is one less than the count. */
static void couplings_project_onto_the_patterns_also_dependent_ones(void **state) {
    (void)state;
    assert_projection(2, 12, 1);
    assert_projection(9, 30, 8);
    assert_projection(25, 24, 24);
    assert_projection(60, 20, 20);
}

static void d_less_one_patterns_are_stable_with_and_without_self_coupling(void **state) {
    (void)state;
    enum { DIM = 64, COUNT = DIM - 1 };
    signed char *patterns = coupled_patterns(COUNT, DIM, 12);
    for (int keep = 0; keep < 2; keep++) {
        hop_couplings c = coupled_make(keep ? "pseudo-inverse:self=keep" : "pseudo-inverse",
                                       patterns, COUNT, DIM);
        assert_int_equal(coupled_errors(&c, patterns, COUNT), 0);
        double trace = 0;
        for (size_t k = 0; k < DIM; k++) trace += c.self[k];
        assert_near(trace, COUNT, 1e-9); /* none was taken for a dependent one */
        hop_couplings_clear(&c);
    }
    hop_couplings hebb = coupled_make("hebb", patterns, COUNT, DIM);
    assert_true(coupled_errors(&hebb, patterns, COUNT) > COUNT);
    hop_couplings_clear(&hebb);
    free(patterns);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(couplings_project_onto_the_patterns_also_dependent_ones),
        cmocka_unit_test(d_less_one_patterns_are_stable_with_and_without_self_coupling),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
