/* Largest weights and k90 against a plain sort.
 * SPDX-License-Identifier: MIT */
#include "recall/spread.h"

#include <float.h>

#include "fixture.h"

/* Largest first, ties by lowest index: an index sorted as the contract says. */
static const double *sorted_weights;
static int by_weight(const void *a, const void *b) {
    size_t i = *(const size_t *)a, j = *(const size_t *)b;
    double x = sorted_weights[i], y = sorted_weights[j];
    return x != y ? (x < y) - (x > y) : (i > j) - (i < j);
}

static size_t *order_of(const double *weights, size_t count) {
    size_t *order = malloc((count + 1) * sizeof *order);
    for (size_t i = 0; i < count; i++) order[i] = i;
    sorted_weights = weights;
    qsort(order, count, sizeof *order, by_weight);
    return order;
}

/* The smallest k whose weights reach 0.9 of all, but for the rounding of the sum. */
static size_t plain_k90(const double *weights, const size_t *order, size_t count) {
    double all = 0, sum = 0;
    for (size_t i = 0; i < count; i++) all += weights[i];
    for (size_t k = 0; k < count; k++) {
        sum += weights[order[k]];
        if (sum >= 0.9 * all * (1 - 2 * (double)count * DBL_EPSILON)) return k + 1;
    }
    return count;
}

static void assert_as_sorted(const double *weights, size_t count) {
    size_t *order = order_of(weights, count), top[7];
    double values[7], *scratch = malloc((count + 1) * sizeof *scratch);
    for (size_t most = 1; most <= 7; most += 2) {
        size_t held = hop_recall_top_weights(weights, count, most, top, values);
        assert_int_equal(held, fixture_least(most, count));
        for (size_t k = 0; k < held; k++) {
            assert_int_equal(top[k], order[k]);
            assert_true(values[k] == weights[order[k]]);
        }
    }
    assert_int_equal(hop_recall_k90(weights, count, scratch), plain_k90(weights, order, count));
    free(order);
    free(scratch);
}

static void top_weights_and_k90_are_those_of_a_plain_sort(void **state) {
    (void)state;
    for (size_t count = 1; count < 2000; count = count * 4 / 3 + 1)
        for (uint64_t seed = 0; seed < 20; seed++) {
            double *weights = fixture_vectors(count, 1, FIXTURE_NORMAL, seed);
            for (size_t i = 0; i < count; i++) weights[i] = exp((double)seed * weights[i] / 4);
            assert_as_sorted(weights, count);
            free(weights);
        }
}

/* Few different values, so most are tied. */
static void ties_go_to_the_lowest_index(void **state) {
    (void)state;
    for (size_t count = 1; count < 500; count = count * 3 / 2 + 1) {
        double *weights = fixture_vectors(count, 1, FIXTURE_GREY, count);
        for (size_t i = 0; i < count; i++) weights[i] = floor(4 * weights[i]) / 4;
        weights[count / 2] = 0.25; /* not all zero */
        assert_as_sorted(weights, count);
        free(weights);
    }
}

static void sorted_and_constant_weights_are_no_special_case(void **state) {
    (void)state;
    double rising[300], falling[300], constant[300];
    for (size_t i = 0; i < 300; i++) {
        rising[i] = (double)i, falling[i] = (double)(300 - i), constant[i] = 1.0 / 300;
    }
    for (size_t count = 2; count <= 300; count += 7) {
        assert_as_sorted(rising, count);
        assert_as_sorted(falling, count);
        assert_as_sorted(constant, count);
    }
}

static void nine_in_ten_equal_weights_are_nine_tenths(void **state) {
    (void)state;
    double weights[5000], scratch[5000];
    for (size_t count = 10; count <= 5000; count += 10) {
        for (size_t i = 0; i < count; i++) weights[i] = 1 / (double)count;
        assert_int_equal(hop_recall_k90(weights, count, scratch), count * 9 / 10);
    }
}

static void one_weight_of_all_is_a_k90_of_one(void **state) {
    (void)state;
    double weights[100] = {[42] = 1}, scratch[100];
    assert_int_equal(hop_recall_k90(weights, 100, scratch), 1);
    assert_as_sorted(weights, 100);
}

static void the_support_is_what_has_weight(void **state) {
    (void)state;
    const double weights[] = {0.5, 0, 1e-39, 1e-30, 0.5}, none[] = {0, 0}, tiny[] = {1e-300, 0};
    assert_int_equal(hop_recall_support(weights, 5), 3);
    assert_int_equal(hop_recall_support(none, 2), 0);
    assert_int_equal(hop_recall_support(tiny, 2), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(top_weights_and_k90_are_those_of_a_plain_sort),
        cmocka_unit_test(ties_go_to_the_lowest_index),
        cmocka_unit_test(sorted_and_constant_weights_are_no_special_case),
        cmocka_unit_test(nine_in_ten_equal_weights_are_nine_tenths),
        cmocka_unit_test(one_weight_of_all_is_a_k90_of_one),
        cmocka_unit_test(the_support_is_what_has_weight),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
