/* The fewest weights that carry nine tenths, against sorting.
 * SPDX-License-Identifier: MIT */
#include "attention/attention_private.h"
#include "matrices.h"

static int larger_first(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x < y) - (x > y);
}

static size_t by_sorting(double *weights, size_t count) {
    double all = 0, sum = 0;
    for (size_t i = 0; i < count; i++) all += weights[i];
    qsort(weights, count, sizeof *weights, larger_first);
    for (size_t i = 0; i < count; i++)
        if ((sum += weights[i]) >= 0.9 * all) return i + 1;
    return count;
}

static void it_is_what_sorting_finds(void **state) {
    (void)state;
    for (size_t n = 1; n < 300; n += 1 + n / 7)
        for (uint64_t seed = 0; seed < 20; seed++) {
            double *a = random_matrix(1, n, seed), *b = empty_matrix(1, n);
            for (size_t i = 0; i < n; i++) a[i] = exp((double)(seed % 5) * a[i]);
            memcpy(b, a, n * sizeof *b);
            assert_int_equal(hop_attention_k90(a, n), by_sorting(b, n));
            free(a);
            free(b);
        }
}

static void equal_weights_need_nine_of_ten(void **state) {
    (void)state;
    for (size_t n = 10; n <= 1000; n *= 10) {
        double *weights = empty_matrix(1, n);
        for (size_t i = 0; i < n; i++) weights[i] = 1 / (double)n;
        assert_int_equal(hop_attention_k90(weights, n), 9 * n / 10);
        free(weights);
    }
}

static void one_weight_of_all_is_one(void **state) {
    (void)state;
    double weights[] = {0, 0, 1, 0, 0, 0, 0};
    assert_int_equal(hop_attention_k90(weights, 7), 1);
    assert_int_equal(hop_attention_k90(weights, 1), 1);
}

static void classes_end_at_halves_eighths_and_thirty_seconds(void **state) {
    (void)state;
    assert_int_equal(hop_attention_classify(33, 64), HOP_ATTENTION_GLOBAL);
    assert_int_equal(hop_attention_classify(32, 64), HOP_ATTENTION_LARGE);
    assert_int_equal(hop_attention_classify(9, 64), HOP_ATTENTION_LARGE);
    assert_int_equal(hop_attention_classify(8, 64), HOP_ATTENTION_MEDIUM);
    assert_int_equal(hop_attention_classify(3, 64), HOP_ATTENTION_MEDIUM);
    assert_int_equal(hop_attention_classify(2, 64), HOP_ATTENTION_SMALL);
}

static void classes_have_names(void **state) {
    (void)state;
    assert_string_equal(hop_attention_class_name(HOP_ATTENTION_GLOBAL), "global");
    assert_string_equal(hop_attention_class_name(HOP_ATTENTION_LARGE), "large");
    assert_string_equal(hop_attention_class_name(HOP_ATTENTION_MEDIUM), "medium");
    assert_string_equal(hop_attention_class_name(HOP_ATTENTION_SMALL), "small");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_what_sorting_finds),
        cmocka_unit_test(equal_weights_need_nine_of_ten),
        cmocka_unit_test(one_weight_of_all_is_one),
        cmocka_unit_test(classes_end_at_halves_eighths_and_thirty_seconds),
        cmocka_unit_test(classes_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
