/* Couplings: both forms of them, fields and flips.
 * SPDX-License-Identifier: MIT */
#include <hopfield/couplings.h>
#include <hopfield/random.h>

#include <math.h>

#include "support/support.h"

enum { DIM = 9 };

/* Random factors of a rank, right a multiple of left so that W is symmetric. */
static hop_couplings make(size_t rank, bool one, bool keep) {
    hop_couplings c = {0};
    hop_random random;
    hop_random_init(&random, 5, rank);
    assert_int_equal(hop_couplings_create(DIM, rank, one, &c), HOP_OK);
    for (size_t i = 0; i < DIM * rank; i++) c.left[i] = hop_random_normal(&random);
    for (size_t i = 0; i < DIM * rank && !one; i++) c.right[i] = -2 * c.left[i];
    c.scale = 0.25;
    c.keep_self = keep;
    return c;
}

/* h_k = sum over l of w_kl xi_l, from the factors as they were given. */
static double plain_field(const hop_couplings *c, const double *state, size_t k) {
    double field = 0;
    for (size_t l = 0; l < DIM; l++)
        for (size_t r = 0; r < c->rank && (c->keep_self || l != k); r++)
            field += c->scale * c->left[k * c->rank + r] * c->right[l * c->rank + r] * state[l];
    return field;
}

static void fields_are_those_of_the_matrix_in_both_forms_and_after_flips(void **state) {
    (void)state;
    static const size_t RANKS[] = {1, 3, DIM - 1, DIM, 2 * DIM};
    for (size_t i = 0; i < 5; i++)
        for (int one = 0; one < 2; one++)
            for (int keep = 0; keep < 2; keep++) {
                hop_couplings plain = make(RANKS[i], one, keep), c = make(RANKS[i], one, keep);
                double x[DIM] = {1, -1, 1, 1, -1, -1, 1, -1, 1}, follow[2 * DIM];
                assert_int_equal(hop_couplings_finish(&c), HOP_OK);
                assert_true((c.matrix != NULL) == (RANKS[i] >= DIM));
                assert_true(hop_couplings_followed(&c) <= DIM);
                hop_couplings_follow(&c, x, follow);
                for (size_t flip = 0; flip < DIM; flip++) {
                    for (size_t k = 0; k < DIM; k++)
                        assert_near(hop_couplings_field(&c, x, follow, k),
                                    plain_field(&plain, x, k), 1e-12);
                    hop_couplings_flip(&c, flip, x[flip], follow);
                    x[flip] = -x[flip];
                }
                hop_couplings_clear(&plain);
                hop_couplings_clear(&c);
            }
}

static void couplings_that_overflow_are_refused(void **state) {
    (void)state;
    hop_couplings c = make(3, true, false);
    c.left[4] = 1e200;
    assert_int_equal(hop_couplings_finish(&c), HOP_E_VALUE);
    assert_contains(hop_status_detail(), "9 neurons");
    hop_couplings_clear(&c);
    assert_int_equal(hop_couplings_create_matrix(DIM, &c), HOP_OK);
    c.matrix[1] = NAN;
    assert_int_equal(hop_couplings_finish(&c), HOP_E_VALUE);
    hop_couplings_clear(&c);
}

static void sizes_beyond_any_machine_are_refused(void **state) {
    (void)state;
    hop_couplings c = {0};
    assert_int_equal(hop_couplings_create((size_t)1 << 8, SIZE_MAX / 2, true, &c), HOP_E_LIMIT);
    hop_couplings_clear(&c);
    assert_true(!c.self && !c.left);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_those_of_the_matrix_in_both_forms_and_after_flips),
        cmocka_unit_test(couplings_that_overflow_are_refused),
        cmocka_unit_test(sizes_beyond_any_machine_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
