/* Sequential sampling on synthetic curves whose threshold is known.
 * SPDX-License-Identifier: MIT */
#include "theory/threshold.h"

#include <math.h>

#include <hopfield/random.h>

#include "support/support.h"

enum { MOST = 16384 };

typedef double truth(double x);

static double logistic(double x) {
    return 1 / (1 + exp((x - 0.17) / 0.012));
}

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

static const hop_search SEARCH = {
    .low = 0.07,
    .high = 0.28,
    .least = 0.002,
    .most = 20,
    .logarithmic = true,
    .precision = 0.01,
    .batch = 64,
    .scouts = 8,
    .most_trials = 20000,
    .cells = 12,
};

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

/* Follows a search to its end; returns the tallies. */
static size_t follow(const hop_search *search, truth *p, uint64_t seed, hop_tally *tallies) {
    size_t count = 0;
    hop_random random;
    hop_random_init(&random, seed, 0);
    for (;;) {
        double places[16], left;
        size_t more = 0, trials = 0;
        assert_int_equal(hop_threshold_next(search, tallies, count, places, &more, &trials, &left),
                         HOP_OK);
        if (more == 0) return count;
        assert_true(count + more <= MOST);
        for (size_t i = 0; i < more; i++) {
            hop_tally *t = &tallies[count++];
            double x =
                search->grain > 0 ? search->grain * round(places[i] / search->grain) : places[i];
            *t = (hop_tally){.x = x, .trials = (double)trials};
            for (size_t k = 0; k < trials; k++)
                t->successes += hop_random_uniform(&random) < p(x) ? 1 : 0;
        }
    }
}

static hop_crossing crossing_of(const hop_search *search, const hop_tally *tallies, size_t count) {
    hop_crossing crossing;
    assert_int_equal(hop_statistics_crossing(tallies, count, search->logarithmic, &crossing),
                     HOP_OK);
    return crossing;
}

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

static void a_search_never_takes_more_trials_than_it_may(void **state) {
    (void)state;
    static hop_tally tallies[MOST];
    hop_search search = SEARCH;
    search.precision = 1e-6;
    for (size_t most = 1; most < 3000; most += most / 3 + 1) {
        double trials = 0;
        search.most_trials = most;
        size_t count = follow(&search, logistic, most, tallies);
        for (size_t i = 0; i < count; i++) trials += tallies[i].trials;
        assert_true(trials <= (double)most && trials > 0.5 * (double)most);
    }
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

static double steep(double x) {
    return x < 0.17 ? 1 : 0;
}

/* Trials far above the step, which are the dear ones, until it has been located. */
static double dear_trials_on_a_step(size_t scouts, double *nearest) {
    static hop_tally tallies[MOST];
    hop_search search = SEARCH;
    search.scouts = scouts;
    size_t count = follow(&search, steep, 1, tallies);
    double trials = 0;
    *nearest = 1;
    for (size_t i = 0; i < count; i++) {
        trials += tallies[i].x > 0.2 ? tallies[i].trials : 0;
        *nearest = fmin(*nearest, fabs(tallies[i].x - 0.17));
    }
    return trials;
}

static void scouts_spare_trials_and_miss_nothing(void **state) {
    (void)state;
    double near = 1, nearest = 1;
    double few = dear_trials_on_a_step(8, &near), many = dear_trials_on_a_step(64, &nearest);
    assert_true(many > 0 && few < 0.2 * many);
    assert_true(near < 0.01 * 0.17);
}

/* Scouts that say nothing, and rounds far out on both sides: the next one goes between them. */
static void a_curve_that_looks_flat_is_not_looked_for_far_out(void **state) {
    static const hop_tally SEEN[] = {
        {0.016667, 4, 4}, {0.05, 4, 4},       {0.066667, 64, 64}, {0.091667, 4, 4},
        {0.15, 4, 4},     {0.158333, 64, 64}, {0.175, 4, 4},      {0.2, 4, 4},
        {0.266667, 4, 4}, {0.3, 4, 3},        {0.333333, 4, 3},   {0.341667, 4, 4},
        {0.35, 64, 57},   {0.358333, 4, 4},   {0.391667, 4, 3},   {0.441667, 4, 1},
        {0.458333, 4, 3}, {0.483333, 4, 1},   {0.5, 4, 3},        {0.575, 4, 0},
        {0.625, 4, 0},    {0.65, 4, 0},       {0.775, 64, 0},     {0.875, 4, 0},
        {1.175, 4, 0},    {1.383333, 4, 0},   {1.716667, 64, 0},  {2.216667, 4, 0},
        {3.825, 64, 0},   {4.166667, 4, 0}};
    hop_search search = SEARCH;
    double places[16], left;
    size_t more = 0, trials = 0;
    (void)state;
    search.batch = 16;
    search.scouts = 4;
    search.cells = 6;
    search.precision = 0.05;
    search.grain = 1.0 / 120;
    assert_int_equal(hop_threshold_next(&search, SEEN, sizeof SEEN / sizeof *SEEN, places, &more,
                                        &trials, &left),
                     HOP_OK);
    assert_int_equal(trials, search.batch);
    assert_true(more > 0);
    for (size_t i = 0; i < more; i++) assert_true(places[i] >= 0.349 && places[i] <= 0.776);
}

/* What is told to be left, at a third of a search's trials and beyond, beside what it took. */
static void a_search_tells_how_many_trials_are_left(void **state) {
    static hop_tally tallies[MOST];
    hop_search search = SEARCH;
    double ratio = 0;
    size_t told = 0;
    (void)state;
    search.precision = 0.005;
    for (uint64_t seed = 0; seed < 40; seed++) {
        size_t count = follow(&search, logistic, seed, tallies);
        double all = 0, so_far = 0;
        for (size_t i = 0; i < count; i++) all += tallies[i].trials;
        for (size_t i = 0; i + search.cells < count; i += search.cells) {
            double places[16], left = 0;
            size_t more = 0, trials = 0;
            assert_int_equal(hop_threshold_next(&search, tallies, i, places, &more, &trials, &left),
                             HOP_OK);
            assert_true(more == search.cells);
            if (so_far > all / 3) {
                assert_true(left > 0);
                ratio += log(left / (all - so_far));
                told++;
            }
            for (size_t k = i; k < i + search.cells; k++) so_far += tallies[k].trials;
        }
    }
    assert_true(told > 40);
    assert_true(fabs(ratio / (double)told) < log(1.5));
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
        cmocka_unit_test(a_search_never_takes_more_trials_than_it_may),
        cmocka_unit_test(a_search_without_a_threshold_ends),
        cmocka_unit_test(a_limit_that_is_met_but_for_rounding_ends_a_search),
        cmocka_unit_test(scouts_spare_trials_and_miss_nothing),
        cmocka_unit_test(a_curve_that_looks_flat_is_not_looked_for_far_out),
        cmocka_unit_test(a_search_tells_how_many_trials_are_left),
        cmocka_unit_test(a_search_is_a_function_of_what_it_has_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
