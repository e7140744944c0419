/* The streams as a GSL generator.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <gsl/gsl_randist.h>

#include <hopfield/random.h>

#include "base/random_gsl.h"

static int make_generator(void **state) {
    *state = gsl_rng_alloc(hop_rng_philox);
    return *state == NULL;
}

static int free_generator(void **state) {
    gsl_rng_free(*state);
    return 0;
}

static void setting_a_seed_gives_its_stream_zero(void **state) {
    gsl_rng *rng = *state;
    hop_random random;
    hop_random_init(&random, 2024, 0);
    gsl_rng_set(rng, 2024);
    for (int i = 0; i < 9; i++) assert_int_equal(gsl_rng_get(rng), hop_random_word(&random));
}

static void a_stream_gives_the_words_of_ours(void **state) {
    gsl_rng *rng = *state;
    hop_random random;
    hop_random_init(&random, 2024, 7);
    hop_rng_set_stream(rng, 2024, 7);
    for (int i = 0; i < 9; i++) assert_int_equal(gsl_rng_get(rng), hop_random_word(&random));
}

static void uniforms_are_ours(void **state) {
    gsl_rng *rng = *state;
    hop_random random;
    hop_random_init(&random, 1, 2);
    hop_rng_set_stream(rng, 1, 2);
    for (int i = 0; i < 100; i++) assert_true(gsl_rng_uniform(rng) == hop_random_uniform(&random));
}

static void setting_a_stream_again_starts_it_again(void **state) {
    gsl_rng *rng = *state;
    hop_rng_set_stream(rng, 5, 6);
    unsigned long first = gsl_rng_get(rng);
    (void)gsl_rng_get(rng);
    hop_rng_set_stream(rng, 5, 6);
    assert_int_equal(gsl_rng_get(rng), first);
    hop_rng_set_stream(rng, 5, 7);
    assert_int_not_equal(gsl_rng_get(rng), first);
}

static void a_clone_goes_on_by_itself(void **state) {
    gsl_rng *rng = *state;
    gsl_rng_set(rng, 9);
    (void)gsl_rng_get(rng);
    gsl_rng *clone = gsl_rng_clone(rng);
    assert_non_null(clone);
    for (int i = 0; i < 9; i++) assert_int_equal(gsl_rng_get(clone), gsl_rng_get(rng));
    gsl_rng_free(clone);
}

static void it_says_what_it_is(void **state) {
    gsl_rng *rng = *state;
    assert_string_equal(gsl_rng_name(rng), "philox4x64");
    assert_int_equal(gsl_rng_min(rng), 0);
    assert_int_equal(gsl_rng_max(rng), UINT64_MAX);
}

static void gaussian_numbers_of_gsl_have_mean_and_spread(void **state) {
    enum { DRAWS = 100000 };
    gsl_rng *rng = *state;
    gsl_rng_set(rng, 10);
    double mean = 0, square = 0, sigma = 3;
    for (int i = 0; i < DRAWS; i++) {
        double z = gsl_ran_gaussian(rng, sigma);
        mean += z / DRAWS;
        square += z * z / DRAWS;
    }
    assert_true(fabs(mean) < 5 * sigma / sqrt(DRAWS));
    assert_true(fabs(square - sigma * sigma) < 5 * sigma * sigma * sqrt(2.0 / DRAWS));
}

static void whole_numbers_of_gsl_stay_in_range_and_reach_its_ends(void **state) {
    gsl_rng *rng = *state;
    gsl_rng_set(rng, 11);
    unsigned seen = 0;
    for (int i = 0; i < 1000; i++) {
        unsigned long drawn = gsl_rng_uniform_int(rng, 10);
        assert_true(drawn < 10);
        seen |= 1u << drawn;
    }
    assert_int_equal(seen, (1u << 10) - 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_generator, free_generator)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(setting_a_seed_gives_its_stream_zero),
        TEST(a_stream_gives_the_words_of_ours),
        TEST(uniforms_are_ours),
        TEST(setting_a_stream_again_starts_it_again),
        TEST(a_clone_goes_on_by_itself),
        TEST(it_says_what_it_is),
        TEST(gaussian_numbers_of_gsl_have_mean_and_spread),
        TEST(whole_numbers_of_gsl_stay_in_range_and_reach_its_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
