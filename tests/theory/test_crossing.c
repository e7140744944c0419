/* Where success is one half: known values, coverage of curves that are not logistic, and what is
 * said where trials set no limit.
 * SPDX-License-Identifier: MIT */
#include <hopfield/statistics.h>

#include <math.h>

#include <hopfield/random.h>

#include "support/support.h"
#include "theory/crossing_steps.h"

enum { PLACES = 24 };

static hop_crossing crossing_of(const hop_tally *tallies, size_t count, bool logarithmic) {
    hop_crossing crossing;
    assert_int_equal(hop_statistics_crossing(tallies, count, logarithmic, &crossing), HOP_OK);
    return crossing;
}

static double logistic(double x) {
    return 1 / (1 + exp((x - 0.21) / 0.05));
}

/* The usual asymmetric curve: complementary log-log. */
static double asymmetric(double x) {
    return exp(-log(2) * exp((x - 0.21) / 0.06));
}

static double mirrored(double x) {
    return 1 - exp(-log(2) * exp(-(x - 0.21) / 0.06));
}

/* Falls to a plateau of .3, as of memories that keep some patterns whatever is stored. */
static double plateau(double x) {
    return 0.3 + 0.7 / (1 + exp((x - 0.21) / 0.04 + log(2.5)));
}

/* Begins to fail at once, slowly, and ends soon, as recall does from damaged patterns. */
static double early(double x) {
    double scale = 0.21 / pow(1 - 0.5 / 0.93, 1 / 1.6);
    return fmax(0.93 * (1 - pow(x / scale, 1.6)), 0.005);
}

/* Of ln x: flat in x, as success of pictures is in their number. */
static double slow(double x) {
    return 1 / (1 + pow(x / 42, 0.8));
}

static hop_tally draw(hop_random *random, double x, double trials, double p) {
    hop_tally tally = {.x = x, .trials = trials};
    for (double i = 0; i < trials; i++) tally.successes += hop_random_uniform(random) < p ? 1 : 0;
    return tally;
}

/* How many of 500 intervals hold the crossing: places around it, and far ones with few trials. */
static size_t coverage(double (*p)(double), double crossing, double low, double high,
                       double farthest, bool logarithmic) {
    size_t held = 0;
    for (uint64_t run = 0; run < 500; run++) {
        hop_tally tallies[PLACES];
        hop_random random;
        hop_random_init(&random, 11, run);
        for (size_t i = 0; i < PLACES; i++) {
            bool far = i % 3 == 0;
            double part = ((double)i + 0.5) / PLACES, trials = far ? 8 : 64;
            double x = low + part * (high - low);
            if (logarithmic) x = low * pow(high / low, part);
            if (far) x = logarithmic ? pow(farthest, part) : part * farthest;
            tallies[i] = draw(&random, x, trials, p(x));
        }
        hop_crossing found = crossing_of(tallies, PLACES, logarithmic);
        assert_true(found.found && found.place.low < found.place.high);
        held += found.place.low <= crossing && found.place.high >= crossing;
    }
    return held;
}

/* 475 of 500, with a standard deviation of 4.9: within three of them. */
static void nineteen_of_twenty_intervals_hold_the_crossing_of_any_curve(void **state) {
    (void)state;
    assert_in_range(coverage(logistic, 0.21, 0.1, 0.32, 1, false), 460, 490);
    assert_in_range(coverage(asymmetric, 0.21, 0.1, 0.32, 1, false), 460, 490);
    assert_in_range(coverage(mirrored, 0.21, 0.1, 0.32, 1, false), 460, 490);
    assert_in_range(coverage(plateau, 0.21, 0.1, 0.32, 1, false), 460, 490);
    assert_in_range(coverage(early, 0.21, 0.1, 0.32, 1, false), 460, 490);
    assert_in_range(coverage(asymmetric, 0.21, 0.1, 0.32, 1, true), 460, 490);
    assert_in_range(coverage(slow, 42, 10, 160, 10000, true), 460, 490);
}

/* Falls from .9 to .1 in two steps, of which no logistic has more than one. */
static double two_steps(double x) {
    return 0.1 + 0.4 / (1 + exp((x - 0.14) / 0.012)) + 0.4 / (1 + exp((x - 0.27) / 0.012)) -
           0.05 * tanh((x - 0.21) / 0.1);
}

/* Of curves that do not fit, only the places near one half count. */
static void a_curve_of_another_shape_counts_near_one_half_alone(void **state) {
    (void)state;
    hop_tally tallies[61];
    for (size_t i = 0; i < 61; i++) {
        double x = 0.06 + 0.005 * (double)i;
        tallies[i] = (hop_tally){x, 1e4, 1e4 * two_steps(x)};
    }
    hop_crossing found = crossing_of(tallies, 61, false);
    assert_true(found.found && found.from > 0.14 && found.to < 0.27);
    assert_true(found.place.low < 0.21 && found.place.high > 0.21);
}

static void a_curve_without_noise_is_found_again(void **state) {
    (void)state;
    hop_tally tallies[21];
    for (size_t i = 0; i < 21; i++) {
        double x = 3 + 0.1 * (double)i, p = 1 / (1 + exp((x - 4.1) / 0.25));
        tallies[20 - i] = (hop_tally){x, 1e6, 1e6 * p};
    }
    hop_crossing found = crossing_of(tallies, 21, false);
    assert_true(found.found && found.curved);
    assert_near(found.place.value, 4.1, 1e-5);
    assert_near(found.width, 0.25, 1e-4);
    assert_near(hop_statistics_crossing_curve(&found, 4.35), 1 / (1 + exp(1)), 1e-5);
    assert_true(found.from >= 4.1 - 0.5 && found.to <= 4.1 + 0.5);
    assert_near(found.dispersion, 1, 0);
}

static void success_and_failure_that_do_not_overlap_are_bounds(void **state) {
    (void)state;
    const hop_tally tallies[] = {{1, 20, 20}, {2, 20, 20}, {3, 20, 0}, {4, 20, 0}};
    hop_crossing found = crossing_of(tallies, 4, false);
    assert_true(found.found);
    assert_near(found.place.value, 2.5, 1e-6);
    assert_true(found.place.low >= 2 && found.place.high <= 3);
    assert_true(found.likely_low == 2 && found.likely_high == 3);
}

static void what_does_not_cross_one_half_is_not_found(void **state) {
    (void)state;
    const hop_tally one[] = {{1, 20, 10}}, same[] = {{1, 20, 10}, {1, 20, 12}};
    const hop_tally above[] = {{1, 20, 19}, {2, 20, 15}, {3, 20, 11}};
    const hop_tally below[] = {{1, 20, 9}, {2, 20, 8}, {3, 20, 1}};
    const hop_tally rising[] = {{1, 20, 2}, {2, 20, 8}, {3, 20, 15}};
    assert_false(crossing_of(NULL, 0, true).found);
    assert_false(crossing_of(one, 1, false).found);
    assert_false(crossing_of(same, 2, false).found);
    assert_false(crossing_of(above, 3, false).found);
    assert_false(crossing_of(below, 3, true).found);
    assert_false(crossing_of(rising, 3, true).found);
}

/* Ten of twenty succeed at the least place: the crossing may be anywhere below it. */
static void an_interval_has_no_limit_where_the_trials_set_none(void **state) {
    (void)state;
    const hop_tally low[] = {{10, 20, 10}, {1000, 20, 0}};
    const hop_tally high[] = {{10, 200, 180}, {20, 20, 14}, {40, 20, 12}, {80, 20, 9}};
    hop_crossing found = crossing_of(low, 2, true);
    assert_true(found.found && isinf(found.place.low) && found.place.low < 0);
    assert_true(found.place.high > 10 && found.place.high <= 1000);
    found = crossing_of(high, 4, true);
    assert_true(found.found && isinf(found.place.high) && found.place.high > 0);
    assert_true(found.place.low > 10 && found.place.low < found.place.value);
}

/* Storkey's couplings of glyphs: half are found until six are stored, then two in five for long. */
static void a_long_tail_does_not_move_the_crossing(void **state) {
    (void)state;
    static const double SUCCESS[] = {200, 135, 99, 96, 78, 81, 74, 80, 74, 68, 80, 80, 80};
    hop_tally tallies[13];
    for (size_t i = 0; i < 13; i++) tallies[i] = (hop_tally){2 + 2 * (double)i, 200, SUCCESS[i]};
    hop_crossing found = crossing_of(tallies, 13, true);
    assert_true(found.place.value > 5.5 && found.place.value < 7.5);
    assert_true(found.place.low > 4 && found.place.high < 10);
}

static void trials_more_scattered_than_chance_widen_the_interval(void **state) {
    (void)state;
    hop_tally even[9], wild[9];
    for (size_t i = 0; i < 9; i++) {
        double x = (double)i, p = 1 / (1 + exp((x - 4) / 2));
        even[i] = (hop_tally){x, 1000, round(1000 * p)};
        wild[i] = (hop_tally){x, 1000, round(1000 * fmin(p + (i % 2 ? 0.08 : -0.04), 1))};
    }
    hop_crossing calm = crossing_of(even, 9, false), rough = crossing_of(wild, 9, false);
    assert_true(rough.dispersion > 4);
    assert_true(rough.place.high - rough.place.low > 2 * (calm.place.high - calm.place.low));
}

static void places_at_one_x_count_as_one(void **state) {
    (void)state;
    hop_tally tallies[] = {{3, 8, 1}, {1, 4, 4}, {2, 0, 0}, {3, 8, 2}, {1, 4, 3}};
    assert_int_equal(hop_crossing_merge(tallies, 5), 2);
    assert_near(tallies[0].trials, 8, 0);
    assert_near(tallies[0].successes, 7, 0);
    assert_near(tallies[1].trials, 16, 0);
    assert_near(tallies[1].successes, 3, 0);
}

static void steps_never_rise_and_keep_the_successes(void **state) {
    (void)state;
    const hop_tally tallies[] = {{1, 10, 9}, {2, 10, 5}, {3, 30, 21}, {4, 10, 8}, {5, 10, 1}};
    hop_places places = {.all = tallies, .count = 5};
    double p[5], weights[5];
    size_t lengths[5];
    hop_crossing_steps(&places, p, weights, lengths);
    assert_near(p[0], 0.9, 1e-12);
    for (size_t i = 1; i < 4; i++) assert_near(p[i], 34.0 / 50, 1e-12);
    assert_near(p[4], 0.1, 1e-12);
}

static void bounds_pool_neighbours_towards_the_middle(void **state) {
    (void)state;
    const hop_tally tallies[] = {{1, 4, 4}, {2, 4, 4}, {3, 4, 4}, {4, 4, 0}, {5, 4, 0}, {6, 4, 1}};
    hop_places places = {.all = tallies, .count = 6};
    double low, high;
    hop_crossing_bounds(&places, 2, 2.8, &low, &high);
    assert_near(low, 2, 0);
    assert_near(high, 5, 0);
    hop_crossing_bounds(&places, 2, 4, &low, &high);
    assert_true(isinf(low) && isinf(high));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nineteen_of_twenty_intervals_hold_the_crossing_of_any_curve),
        cmocka_unit_test(a_curve_of_another_shape_counts_near_one_half_alone),
        cmocka_unit_test(a_curve_without_noise_is_found_again),
        cmocka_unit_test(success_and_failure_that_do_not_overlap_are_bounds),
        cmocka_unit_test(what_does_not_cross_one_half_is_not_found),
        cmocka_unit_test(an_interval_has_no_limit_where_the_trials_set_none),
        cmocka_unit_test(a_long_tail_does_not_move_the_crossing),
        cmocka_unit_test(trials_more_scattered_than_chance_widen_the_interval),
        cmocka_unit_test(places_at_one_x_count_as_one),
        cmocka_unit_test(steps_never_rise_and_keep_the_successes),
        cmocka_unit_test(bounds_pool_neighbours_towards_the_middle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
