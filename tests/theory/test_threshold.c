/* Sequential sampling on synthetic curves whose threshold is known.
 * SPDX-License-Identifier: MIT */
#include "search.h"

/* Not a logistic curve: normal, and slower to fall than to begin. */
static double skewed(double x) {
    return 0.5 * erfc(log(x / 0.17) / 0.12);
}

/* Complementary log-log: slow to begin, quick to end. */
static double asymmetric(double x) {
    return exp(-log(2) * exp((x - 0.17) / 0.015));
}

/* Never certain, as recall of damaged patterns. */
static double damaged(double x) {
    return 0.9 / (1 + exp((x - 0.17) / 0.012 + log(0.8)));
}

/* Two in five for ever. */
static double plateau(double x) {
    return 0.4 + 0.6 / (1 + exp((x - 0.17) / 0.012 + log(5)));
}

/* Of ln x, and flat. */
static double slow(double x) {
    return 1 / (1 + pow(x / 42, 0.8));
}

/* As pictures are searched: whole numbers of them. */
static const hop_search COUNTS = {
    .low = 2,
    .high = 500,
    .least = 1,
    .most = 1000,
    .grain = 1,
    .logarithmic = true,
    .precision = 0.03,
    .batch = 16,
    .scouts = 4,
    .most_trials = 20000,
    .cells = 6,
};

/* How many of 300 intervals hold the threshold. */
static size_t coverage(const hop_search *search, truth *p, double threshold) {
    static hop_tally tallies[MOST];
    size_t held = 0;
    assert_near(p(threshold), 0.5, 1e-12);
    for (uint64_t seed = 0; seed < 300; seed++) {
        size_t count = follow(search, p, seed, tallies);
        hop_crossing found = crossing_of(search, tallies, count);
        assert_true(found.found);
        held += found.place.low <= threshold && found.place.high >= threshold;
    }
    return held;
}

/* 285 of 300, with a standard deviation of 3.8: within three of them. */
static void intervals_of_a_search_hold_the_threshold_of_any_curve(void **state) {
    (void)state;
    hop_search damage = SEARCH, few = SEARCH, pictures = COUNTS;
    few.most_trials = 6000;
    pictures.most_trials = 4000;
    damage.logarithmic = false;
    damage.least = 0;
    damage.most = 1;
    damage.grain = 0.01;
    assert_in_range(coverage(&SEARCH, logistic, 0.17), 274, 296);
    assert_in_range(coverage(&SEARCH, skewed, 0.17), 274, 296);
    assert_in_range(coverage(&SEARCH, asymmetric, 0.17), 274, 296);
    assert_in_range(coverage(&SEARCH, damaged, 0.17), 274, 296);
    assert_in_range(coverage(&damage, asymmetric, 0.17), 274, 296);
    assert_in_range(coverage(&few, plateau, 0.17), 274, 296);
    assert_in_range(coverage(&pictures, slow, 42), 274, 296);
}

static void a_search_ends_when_its_interval_is_as_short_as_asked(void **state) {
    (void)state;
    static hop_tally tallies[MOST];
    hop_search fine = SEARCH;
    fine.precision = 0.003;
    size_t few = follow(&SEARCH, logistic, 3, tallies);
    hop_crossing found = crossing_of(&SEARCH, tallies, few);
    assert_true(found.place.high - found.place.low <= 2 * 0.01 * found.place.value);
    size_t many = follow(&fine, logistic, 3, tallies);
    found = crossing_of(&fine, tallies, many);
    assert_true(found.place.high - found.place.low <= 2 * 0.003 * found.place.value);
    assert_true(many > 4 * few);
}

static void a_threshold_outside_the_first_look_is_found(void **state) {
    (void)state;
    hop_search high = SEARCH, low = SEARCH;
    high.low = 0.01;
    high.high = 0.03;
    low.low = 1;
    low.high = 3;
    assert_in_range(coverage(&high, logistic, 0.17), 274, 296);
    assert_in_range(coverage(&low, logistic, 0.17), 274, 296);
}

static double between_four_and_five(double x) {
    return x < 4.5 ? 0.97 : 0.04;
}

/* Nothing can be stored between four patterns and five, so more trials tell no more. */
static void neighbours_that_success_falls_between_end_a_search(void **state) {
    (void)state;
    static hop_tally tallies[MOST];
    size_t count = follow(&COUNTS, between_four_and_five, 1, tallies);
    double trials = 0;
    for (size_t i = 0; i < count; i++) trials += tallies[i].trials;
    hop_crossing found = crossing_of(&COUNTS, tallies, count);
    assert_true(trials < 1000);
    assert_true(found.place.low >= 4 && found.place.high <= 5);
}

static double one_alone(double x) {
    return x < 0.06 ? 1 : 0.01; /* ln 1 / 10, ln 2 / 10 = .069 */
}

/* ln N / d has no even grain, and nothing between its numbers of patterns either. */
static void a_step_between_one_pattern_and_two_is_known_for_one(void **state) {
    (void)state;
    static hop_tally tallies[MOST];
    hop_search search = COUNTS;
    search.logarithmic = false;
    search.grain = 0;
    search.nats = 10;
    search.least = 0;
    search.low = log(2) / 10;
    search.high = log(500) / 10;
    search.most = log(1000) / 10;
    size_t count = 0;
    hop_random random;
    hop_random_init(&random, 1, 0);
    for (;;) {
        double places[16], left;
        size_t more = 0, trials = 0;
        assert_int_equal(hop_threshold_next(&search, tallies, count, places, &more, &trials, &left),
                         HOP_OK);
        if (more == 0) break;
        for (size_t i = 0; i < more; i++) {
            double x = log(fmax(round(exp(10 * places[i])), 1)) / 10;
            hop_tally *t = &tallies[count++];
            *t = (hop_tally){.x = x, .trials = (double)trials};
            for (size_t k = 0; k < trials; k++)
                t->successes += hop_random_uniform(&random) < one_alone(x) ? 1 : 0;
        }
    }
    hop_crossing found = crossing_of(&search, tallies, count);
    assert_true(hop_threshold_is_step(&search, &found));
    assert_near(found.likely_low, 0, 1e-12);
    assert_near(found.likely_high, log(2) / 10, 1e-12);
}

/* A curve of many places is one, however near the neighbours that it is known to cross between. */
static void a_gradual_fall_is_no_step(void **state) {
    (void)state;
    hop_search search = COUNTS;
    hop_crossing gradual = {.found = true, .curved = true, .likely_low = 22, .likely_high = 23};
    gradual.width = 0.1;
    assert_false(hop_threshold_is_step(&search, &gradual));
    gradual.width = 0.01;
    assert_true(hop_threshold_is_step(&search, &gradual));
}

static double always(double x) {
    (void)x;
    return 1;
}

static double never(double x) {
    (void)x;
    return 0;
}

static void a_search_without_a_threshold_ends(void **state) {
    (void)state;
    static hop_tally tallies[MOST];
    hop_search search = SEARCH;
    search.most = 1;
    size_t count = follow(&search, always, 1, tallies);
    double largest = 0;
    for (size_t i = 0; i < count; i++) largest = fmax(largest, tallies[i].x);
    assert_near(largest, 1, 1e-12);
    assert_true(follow(&search, never, 1, tallies) > 0);
}

/* What is stored is whole patterns, so the last place may fall short of the limit. */
static void a_limit_that_is_met_but_for_rounding_ends_a_search(void **state) {
    (void)state;
    hop_tally tallies[2] = {{.x = 0.1, .trials = 8, .successes = 8},
                            {.x = nextafter(20, 0), .trials = 8, .successes = 8}};
    double places[16], left;
    size_t more = 1, trials = 0;
    assert_int_equal(hop_threshold_next(&SEARCH, tallies, 2, places, &more, &trials, &left),
                     HOP_OK);
    assert_int_equal(more, 0);
}

static void a_search_is_a_function_of_what_it_has_seen(void **state) {
    (void)state;
    static hop_tally first[MOST], second[MOST];
    size_t count = follow(&SEARCH, logistic, 4, first);
    assert_int_equal(follow(&SEARCH, logistic, 4, second), count);
    assert_memory_equal(first, second, count * sizeof *first);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_of_a_search_hold_the_threshold_of_any_curve),
        cmocka_unit_test(a_search_ends_when_its_interval_is_as_short_as_asked),
        cmocka_unit_test(neighbours_that_success_falls_between_end_a_search),
        cmocka_unit_test(a_threshold_outside_the_first_look_is_found),
        cmocka_unit_test(a_step_between_one_pattern_and_two_is_known_for_one),
        cmocka_unit_test(a_gradual_fall_is_no_step),
        cmocka_unit_test(a_search_without_a_threshold_ends),
        cmocka_unit_test(a_limit_that_is_met_but_for_rounding_ends_a_search),
        cmocka_unit_test(a_search_is_a_function_of_what_it_has_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
