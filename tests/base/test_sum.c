/* Sums in lanes and runs: right for every length, and better than one after another.
 * SPDX-License-Identifier: MIT */
#include "support/support.h"

#include <float.h>
#include <math.h>

#include <hopfield/random.h>

#include "base/sum.h"

enum { MOST = 3000 };

static void draw(hop_random *random, double *v, size_t count) {
    for (size_t i = 0; i < count; i++) v[i] = hop_random_normal(random);
}

static void every_length_is_summed_whole(void **state) {
    (void)state;
    double a[MOST], b[MOST];
    for (size_t i = 0; i < MOST; i++) a[i] = (double)(i % 7), b[i] = (double)(i % 5);
    double products = 0, differences = 0; /* whole numbers: every order gives the same */
    for (size_t count = 0; count < MOST; count++) {
        assert_true(hop_sum_products(a, b, count) == products);
        assert_true(hop_sum_squared_differences(a, b, count) == differences);
        products += a[count] * b[count];
        differences += (a[count] - b[count]) * (a[count] - b[count]);
    }
}

static void weighted_sums_of_every_length_are_whole(void **state) {
    (void)state;
    double x[MOST], w[MOST], y[MOST], sums[3] = {0};
    for (size_t i = 0; i < MOST; i++)
        x[i] = (double)(i % 7), w[i] = (double)(i % 2), y[i] = (double)(i % 5);
    for (size_t count = 0; count < MOST; count++) {
        double found[3] = {0};
        hop_sum_weighted(x, w, y, count, found);
        assert_memory_equal(found, sums, sizeof sums);
        sums[0] += w[count] * x[count];
        sums[1] += w[count] * x[count] * x[count];
        sums[2] += x[count] * y[count];
    }
}

static void the_error_stays_within_its_bound(void **state) {
    (void)state;
    static double a[100000], b[100000];
    hop_random random;
    hop_random_init(&random, 11, 0);
    draw(&random, a, 100000);
    draw(&random, b, 100000);
    long double exact = 0, absolute = 0;
    for (size_t i = 0; i < 100000; i++) {
        exact += (long double)a[i] * (long double)b[i];
        absolute += fabsl((long double)a[i] * (long double)b[i]);
    }
    double allowed = (32 + 100000 / 256.0) * DBL_EPSILON / 2 * (double)absolute;
    assert_near(hop_sum_products(a, b, 100000), (double)exact, allowed);
}

static void equal_terms_hardly_drift(void **state) {
    (void)state;
    static double a[1 << 20];
    for (size_t i = 0; i < 1 << 20; i++) a[i] = 0.1;
    double exact = (double)((long double)0.1 * (long double)0.1 * (1 << 20));
    assert_near(hop_sum_squares(a, 1 << 20), exact, 4200 * DBL_EPSILON / 2 * exact);
}

static void numbers_are_added_within_two_roundings(void **state) {
    (void)state;
    static double a[1 << 20];
    for (size_t i = 0; i < 1 << 20; i++) a[i] = 0.1;
    const double exact = (double)((long double)0.1 * (1 << 20));
    assert_near(hop_sum(a, 1 << 20), exact, 2 * DBL_EPSILON * exact);
    assert_true(hop_sum(a, 0) == 0 && hop_sum(a, 1) == 0.1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_length_is_summed_whole),
        cmocka_unit_test(weighted_sums_of_every_length_are_whole),
        cmocka_unit_test(the_error_stays_within_its_bound),
        cmocka_unit_test(numbers_are_added_within_two_roundings),
        cmocka_unit_test(equal_terms_hardly_drift),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
