/* What a search for a threshold costs, and what it says of that.
 * Covers: threshold.c
 * SPDX-License-Identifier: MIT */
#include "search.h"

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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_search_never_takes_more_trials_than_it_may),
        cmocka_unit_test(scouts_spare_trials_and_miss_nothing),
        cmocka_unit_test(a_curve_that_looks_flat_is_not_looked_for_far_out),
        cmocka_unit_test(a_search_tells_how_many_trials_are_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
