/* Tails of crosstalk against binomial ones and against the normal limit.
 * SPDX-License-Identifier: MIT */
#include "theory/crosstalk.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#include "support/support.h"

static double tail_of(const hop_crosstalk *c, double terms, double signal, double ties) {
    double tail = NAN;
    assert_int_equal(hop_crosstalk_tail(c, terms, signal, ties, &tail), HOP_OK);
    return tail;
}

/* A sum of 100 terms of +-1 is 2 k - 100, k binomial. */
static void a_sum_of_signs_is_binomial(void **state) {
    (void)state;
    const double one = 1;
    const hop_crosstalk c = {&one, &one, 1};
    for (int signal = 2; signal <= 30; signal += 4) {
        unsigned k = (unsigned)(100 + signal) / 2;
        double above = gsl_cdf_binomial_Q(k, 0.5, 100);
        double at = gsl_cdf_binomial_Q(k - 1, 0.5, 100) - above;
        assert_true(fabs(tail_of(&c, 100, signal, 0) - above) <= 1e-9);
        assert_true(fabs(tail_of(&c, 100, signal, 1) - (above + at)) <= 1e-9);
        assert_true(fabs(tail_of(&c, 100, signal, 0.5) - (above + at / 2)) <= 1e-9);
        assert_true(fabs(tail_of(&c, 100, signal + 1, 0) - above) <= 1e-9);
    }
}

/* Cubes of overlaps: kurtosis 46, so the normal limit needs many terms and is met in the end. */
static void many_terms_of_long_tails_are_normal_in_the_limit(void **state) {
    (void)state;
    enum { DIM = 40 };
    double chances[DIM + 1], values[DIM + 1], variance = 0, before = INFINITY;
    hop_crosstalk_overlaps(DIM, chances);
    for (int k = 0; k <= DIM; k++) {
        values[k] = pow(2 * k - DIM, 3);
        variance += chances[k] * values[k] * values[k];
    }
    const hop_crosstalk c = {values, chances, DIM + 1};
    for (double terms = 100; terms <= 1e6; terms *= 100) {
        double tail = tail_of(&c, terms, 2.5758 * sqrt(terms * variance), 0.5);
        double off = fabs(tail - 0.005);
        assert_true(off < before);
        before = off;
    }
    assert_true(before < 1e-5);
}

static void chances_of_overlaps_sum_to_one(void **state) {
    (void)state;
    double chances[101], sum = 0, square = 0;
    hop_crosstalk_overlaps(100, chances);
    for (int k = 0; k <= 100; k++) {
        sum += chances[k];
        square += chances[k] * (2 * k - 100) * (2 * k - 100);
    }
    assert_true(fabs(sum - 1) <= 1e-10);
    assert_true(fabs(square - 100) <= 1e-8);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sum_of_signs_is_binomial),
        cmocka_unit_test(many_terms_of_long_tails_are_normal_in_the_limit),
        cmocka_unit_test(chances_of_overlaps_sum_to_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
