/* Storkey's rule.
 * SPDX-License-Identifier: MIT */
#include "coupled.h"

/* The rule as it is written: every h_kl summed anew, the diagonal never learnt. */
static double *textbook(const signed char *patterns, size_t count, size_t dim) {
    double *w = calloc(dim * dim, sizeof *w), *next = calloc(dim * dim, sizeof *next);
    assert_true(w && next);
    for (size_t n = 0; n < count; n++) {
        const signed char *x = patterns + n * dim;
        for (size_t k = 0; k < dim; k++)
            for (size_t l = 0; l < dim; l++) {
                double kl = 0, lk = 0;
                for (size_t m = 0; m < dim; m++) {
                    if (m == k || m == l) continue;
                    kl += w[k * dim + m] * x[m];
                    lk += w[l * dim + m] * x[m];
                }
                next[k * dim + l] =
                    w[k * dim + l] + (x[k] * x[l] - x[k] * lk - kl * x[l]) / (double)dim;
            }
        for (size_t k = 0; k < dim * dim; k++) w[k] = k % (dim + 1) == 0 ? 0 : next[k];
    }
    free(next);
    return w;
}

static void assert_textbook(size_t count, size_t dim) {
    signed char *patterns = coupled_patterns(count, dim, count);
    hop_couplings c = coupled_make("storkey", patterns, count, dim);
    double *w = textbook(patterns, count, dim);
    assert_true((c.matrix == NULL) == (count < dim / 2));
    for (size_t k = 0; k < dim; k++)
        for (size_t l = 0; l < dim; l++)
            if (k != l) assert_near(coupled_entry(&c, k, l), w[k * dim + l], 1e-12);
    free(w);
    hop_couplings_clear(&c);
    free(patterns);
}

static void couplings_are_those_of_the_rule_as_factors_and_as_a_matrix(void **state) {
    (void)state;
    assert_textbook(1, 10);
    assert_textbook(5, 24);
    assert_textbook(11, 24);
    assert_textbook(12, 24);
    assert_textbook(30, 24);
}

/* At N = .2 d Hebb's network is far beyond its capacity of .138 d. */
static void it_stores_more_than_hebb(void **state) {
    (void)state;
    enum { COUNT = 40, DIM = 200 };
    signed char *patterns = coupled_patterns(COUNT, DIM, 7);
    hop_couplings storkey = coupled_make("storkey", patterns, COUNT, DIM);
    hop_couplings hebb = coupled_make("hebb", patterns, COUNT, DIM);
    size_t more = coupled_errors(&hebb, patterns, COUNT);
    size_t fewer = coupled_errors(&storkey, patterns, COUNT);
    assert_true(more > 50);
    assert_true(fewer * 10 < more);
    hop_couplings_clear(&storkey);
    hop_couplings_clear(&hebb);
    free(patterns);
}

/* One and the same pattern, learnt too often, grows as (1 + 2/d)^N. */
static void couplings_beyond_double_are_refused(void **state) {
    (void)state;
    enum { COUNT = 2000, DIM = 2 };
    signed char *patterns = coupled_patterns(COUNT, DIM, 3);
    hop_energy energy;
    hop_couplings c = {0};
    assert_int_equal(hop_energy_parse("storkey", &energy), HOP_OK);
    assert_int_equal(energy.family->couple(energy.parameter, patterns, COUNT, DIM, &c),
                     HOP_E_VALUE);
    assert_contains(hop_status_detail(), "more patterns than 2 neurons can hold");
    hop_couplings_clear(&c);
    free(patterns);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(couplings_are_those_of_the_rule_as_factors_and_as_a_matrix),
        cmocka_unit_test(it_stores_more_than_hebb),
        cmocka_unit_test(couplings_beyond_double_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
