/* Moments of patterns against what they are made of.
 * SPDX-License-Identifier: MIT */
#include "theory/moments.h"

#include <hopfield/random.h>
#include <hopfield/spectrum.h>

#include "support/experiment.h"

static hop_memory *memory_of(const double *patterns, size_t count, size_t dim) {
    hop_memory *memory = NULL;
    hop_shape shape = {.width = dim, .height = 1, .channels = 1};
    assert_ok(hop_memory_create(shape, HOP_F64, HOP_PATTERNS, &memory));
    assert_ok(hop_memory_append(memory, patterns, count, NULL));
    return memory;
}

static void positions_have_their_mean_and_deviation(void **state) {
    (void)state;
    const double patterns[] = {1, 5, 3, 5};
    double mean[2], deviation[2];
    hop_memory *memory = memory_of(patterns, 2, 2);
    assert_ok(hop_moments_positions(memory, mean, deviation));
    assert_true(mean[0] == 2 && mean[1] == 5 && deviation[0] == 1 && deviation[1] == 0);
    hop_memory_destroy(memory);
}

/* Random rows, whose covariance GSL decomposes; more rows than columns, and fewer. */
static void check_against_gsl(size_t count, size_t dim) {
    double rows[600], centred[600], value[30], *vector = NULL, largest = 0, direction[30];
    size_t made = 0;
    hop_random random;
    hop_random_init(&random, count, 0);
    for (size_t k = 0; k < count * dim; k++) rows[k] = 3 + hop_random_normal(&random);
    for (size_t j = 0; j < dim; j++) {
        double mean = 0;
        for (size_t i = 0; i < count; i++) mean += rows[i * dim + j] / (double)count;
        for (size_t i = 0; i < count; i++) centred[i * dim + j] = rows[i * dim + j] - mean;
    }
    const hop_spectrum_options first = {.wanted = 1};
    assert_ok(hop_spectrum_covariance(centred, count, dim, &first, value, &vector, &made));
    hop_memory *memory = memory_of(rows, count, dim);
    assert_ok(hop_moments_largest(memory, NULL, NULL, &largest, direction));
    /* GSL's is by count - 1. */
    assert_near(largest, value[0] * (double)(count - 1) / (double)count, 1e-9 * largest);
    double along = 0;
    for (size_t j = 0; j < dim; j++) along += direction[j] * vector[j];
    assert_near(fabs(along), 1, 1e-5);
    free(vector);
    hop_memory_destroy(memory);
}

static void the_largest_eigenvalue_is_that_of_gsl(void **state) {
    (void)state;
    check_against_gsl(30, 20);
    check_against_gsl(20, 30);
    check_against_gsl(2, 2);
}

static void keys_are_seen_as_the_similarity_sees_them(void **state) {
    (void)state;
    /* Centred and scaled to norm 1 these are v and -v. */
    const double patterns[] = {1, 0, 2, 6, 1, 3};
    double largest = 0;
    hop_similarity similarity;
    hop_memory *memory = memory_of(patterns, 2, 3);
    assert_ok(hop_similarity_parse("correlation", &similarity));
    assert_ok(hop_moments_largest(memory, &similarity, NULL, &largest, NULL));
    assert_true(largest > 0 && largest <= 1);
    double apart = 0;
    for (size_t j = 0; j < 3; j++) {
        double keys[2];
        for (size_t i = 0; i < 2; i++) {
            const double *pattern = patterns + 3 * i;
            hop_frame frame = similarity.kind->frame(similarity.parameter, pattern, 3);
            keys[i] = frame.gain * pattern[j] + frame.offset;
        }
        apart += (keys[0] - keys[1]) * (keys[0] - keys[1]);
    }
    assert_near(largest, apart / 4, 1e-12);
    hop_memory_destroy(memory);
}

static void equal_patterns_do_not_vary(void **state) {
    (void)state;
    const double patterns[] = {1, 2, 1, 2, 1, 2};
    double largest = 1;
    hop_memory *memory = memory_of(patterns, 3, 2);
    assert_ok(hop_moments_largest(memory, NULL, NULL, &largest, NULL));
    assert_true(largest == 0);
    hop_memory_destroy(memory);
}

static void too_large_a_covariance_is_refused(void **state) {
    (void)state;
    double *patterns = calloc((HOP_MOMENTS_MOST + 1) * (size_t)(HOP_MOMENTS_MOST + 1), 8);
    hop_memory *memory = memory_of(patterns, HOP_MOMENTS_MOST + 1, HOP_MOMENTS_MOST + 1);
    double largest = 0;
    free(patterns);
    assert_refused(hop_moments_largest(memory, NULL, NULL, &largest, NULL), HOP_E_SUPPORT,
                   "too large");
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(positions_have_their_mean_and_deviation),
        cmocka_unit_test(the_largest_eigenvalue_is_that_of_gsl),
        cmocka_unit_test(keys_are_seen_as_the_similarity_sees_them),
        cmocka_unit_test(equal_patterns_do_not_vary),
        cmocka_unit_test(too_large_a_covariance_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
