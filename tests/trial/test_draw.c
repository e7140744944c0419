/* Random patterns.
 * SPDX-License-Identifier: MIT */
#include "trial/draw.h"

#include "support/experiment.h"

enum { DIM = 100, COUNT = 600 };

static void values_of_every_kind_have_mean_0_and_variance_1(void **state) {
    (void)state;
    static const hop_pattern_kind KINDS[] = {HOP_PATTERN_BIPOLAR, HOP_PATTERN_SPHERICAL,
                                             HOP_PATTERN_GAUSSIAN};
    for (size_t k = 0; k < 3; k++) {
        double pattern[DIM], sum = 0, squares = 0;
        hop_random random;
        hop_random_init(&random, 1, 0);
        for (size_t i = 0; i < COUNT; i++) {
            hop_draw_pattern(KINDS[k], DIM, &random, pattern);
            for (size_t j = 0; j < DIM; j++) {
                sum += pattern[j];
                squares += pattern[j] * pattern[j];
                assert_true(k > 0 || fabs(pattern[j]) == 1);
            }
        }
        /* Four standard errors of 60,000 values. */
        assert_true(fabs(sum / (DIM * COUNT)) < 0.017);
        assert_true(fabs(squares / (DIM * COUNT) - 1) < 0.024);
    }
}

static void spherical_patterns_have_the_norm_sqrt_d(void **state) {
    (void)state;
    double pattern[DIM], square = 0;
    hop_random random;
    hop_random_init(&random, 2, 0);
    hop_draw_pattern(HOP_PATTERN_SPHERICAL, DIM, &random, pattern);
    for (size_t j = 0; j < DIM; j++) square += pattern[j] * pattern[j];
    assert_true(fabs(square - DIM) < 1e-11);
}

/* More than one piece of them. */
static void a_memory_holds_what_one_draws_after_another(void **state) {
    (void)state;
    double pattern[DIM], stored[DIM];
    hop_memory *memory = NULL;
    hop_random random, same;
    hop_random_init(&random, 3, 7);
    same = random;
    assert_ok(hop_draw_memory(HOP_PATTERN_GAUSSIAN, DIM, COUNT, &random, &memory));
    assert_int_equal(hop_memory_count(memory), COUNT);
    for (size_t i = 0; i < COUNT; i++) {
        hop_draw_pattern(HOP_PATTERN_GAUSSIAN, DIM, &same, pattern);
        hop_memory_read(memory, i, 1, stored);
        assert_memory_equal(stored, pattern, sizeof pattern);
    }
    hop_memory_destroy(memory);
}

static void a_subset_has_different_patterns_of_the_memory(void **state) {
    (void)state;
    hop_memory *from = NULL, *subset = NULL;
    hop_shape shape = {.width = 2, .height = 1, .channels = 1, .image = true};
    double patterns[20], row[2];
    bool seen[10] = {false};
    hop_random random;
    for (size_t i = 0; i < 20; i++) patterns[i] = (double)(i / 2) / 255;
    assert_int_equal(hop_memory_create(shape, HOP_U8, HOP_PATTERNS, &from), HOP_OK);
    assert_int_equal(hop_memory_append(from, patterns, 10, NULL), HOP_OK);
    hop_random_init(&random, 3, 0);
    assert_int_equal(hop_draw_subset(from, 7, &random, &subset), HOP_OK);
    assert_int_equal(hop_memory_count(subset), 7);
    assert_true(hop_memory_dtype(subset) == HOP_U8 && hop_memory_shape(subset).image);
    for (size_t i = 0; i < 7; i++) {
        hop_memory_read(subset, i, 1, row);
        size_t which = (size_t)lround(row[0] * 255);
        assert_true(which < 10 && !seen[which] && row[0] == row[1]);
        seen[which] = true;
    }
    hop_memory_destroy(subset);
    hop_memory_destroy(from);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_of_every_kind_have_mean_0_and_variance_1),
        cmocka_unit_test(spherical_patterns_have_the_norm_sqrt_d),
        cmocka_unit_test(a_memory_holds_what_one_draws_after_another),
        cmocka_unit_test(a_subset_has_different_patterns_of_the_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
