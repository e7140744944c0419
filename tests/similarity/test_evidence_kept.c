/* Evidence of values kept or replaced, by hand and by chance.
 * SPDX-License-Identifier: MIT */
#include <hopfield/random.h>
#include <math.h>
#include <string.h>

#include "similarity/evidence.h"
#include "support/support.h"

enum { WIDTH = 16, HEIGHT = 16, CHANNELS = 3, DIM = WIDTH * HEIGHT * CHANNELS };
enum { TABLE = 2 * DIM + 257, RUNS = 50 };

static double table[TABLE];

static void set_up(void) {
    assert_int_equal(hop_evidence_table_size(DIM), TABLE);
    hop_evidence_table(DIM, table);
}

static void fill(hop_random *random, size_t steps, unsigned char *values) {
    for (size_t j = 0; j < DIM; j++) values[j] = (unsigned char)hop_random_below(random, steps);
}

static hop_evidence_pair pair_of(const unsigned char *pattern, const unsigned char *state) {
    return (hop_evidence_pair){pattern, state, NULL, DIM, CHANNELS, WIDTH};
}

/* Two values, the first kept: a flag of each kind, 1/2 1/4; an offset among seven, 1/7; the other
 * value, one of two that occur, 1/2.  By themselves, two different ones of two: 1/2 1/4. */
static void two_values_by_hand(void **state) {
    (void)state;
    const unsigned char pattern[] = {10, 10}, seen[] = {11, 200};
    hop_evidence_pair pair = {pattern, seen, NULL, 2, 1, 2};
    set_up();
    double told = log(0.5 * 0.25) + log(1 / 7.0) + log(0.5), alone = log(0.5 * 0.25);
    assert_near(hop_evidence_replaced(table, &pair, 1), told - alone, 1e-12);
}

/* It is a ratio of likelihoods, which chance does not make large: above ln 20 in 1 of 20 at most.
 */
static void chance_is_no_evidence(void **state) {
    (void)state;
    unsigned char pattern[DIM], seen[DIM], room[DIM];
    hop_random random;
    set_up();
    hop_random_init(&random, 1, 0);
    for (size_t run = 0; run < RUNS; run++) {
        fill(&random, run % 2 ? 256 : 3, pattern);
        fill(&random, run % 2 ? 256 : 3, seen);
        hop_evidence_pair pair = pair_of(pattern, seen);
        assert_true(hop_evidence_replaced(table, &pair, 1) < log(20));
        assert_true(hop_evidence_replaced(table, &pair, CHANNELS) < log(20));
        assert_true(hop_evidence_patched(table, &pair, room) < log(20));
    }
}

/* One pixel in ten is kept, all of its channels. */
static void few_kept_pixels_are_found_and_best_as_pixels(void **state) {
    (void)state;
    unsigned char pattern[DIM], seen[DIM];
    hop_random random;
    set_up();
    hop_random_init(&random, 2, 0);
    fill(&random, 200, pattern);
    fill(&random, 256, seen);
    for (size_t j = 0; j < DIM; j += 10 * CHANNELS) memcpy(seen + j, pattern + j, CHANNELS);
    hop_evidence_pair pair = pair_of(pattern, seen);
    double by_value = hop_evidence_replaced(table, &pair, 1);
    assert_true(by_value > 20);
    assert_true(hop_evidence_replaced(table, &pair, CHANNELS) > by_value + 20);
}

/* Of two values: what lies between them was replaced and says nothing; where it is one of them and
 * not the pattern's, that speaks against the pattern. */
static void a_common_value_in_the_wrong_place_counts_more_than_a_rare_one(void **state) {
    (void)state;
    unsigned char pattern[DIM], seen[DIM], other[DIM];
    hop_random random;
    set_up();
    hop_random_init(&random, 3, 0);
    for (size_t j = 0; j < DIM; j++) {
        pattern[j] = hop_random_below(&random, 2) ? 255 : 0;
        bool kept = hop_random_below(&random, 10) == 0;
        seen[j] = kept ? pattern[j] : (unsigned char)(10 + hop_random_below(&random, 236));
        other[j] = kept && j % 3 == 0 ? 255 - pattern[j] : pattern[j];
    }
    hop_evidence_pair right = pair_of(pattern, seen), wrong = pair_of(other, seen);
    assert_true(hop_evidence_replaced(table, &right, 1) >
                hop_evidence_replaced(table, &wrong, 1) + 20);
}

/* The lower half is covered: neighbours share their fate. */
static void paint_is_told_as_a_patch(void **state) {
    (void)state;
    unsigned char pattern[DIM], seen[DIM], room[DIM];
    hop_random random;
    set_up();
    hop_random_init(&random, 4, 0);
    fill(&random, 256, pattern);
    memcpy(seen, pattern, DIM);
    memset(seen + DIM / 2, 0, DIM / 2);
    hop_evidence_pair pair = pair_of(pattern, seen);
    double alone = hop_evidence_replaced(table, &pair, CHANNELS);
    assert_true(hop_evidence_patched(table, &pair, room) > alone + 100);
}

static void unknown_values_are_left_out(void **state) {
    (void)state;
    unsigned char pattern[DIM], seen[DIM], known[DIM], room[DIM];
    hop_random random;
    set_up();
    hop_random_init(&random, 5, 0);
    fill(&random, 256, pattern);
    memcpy(seen, pattern, DIM);
    for (size_t j = 0; j < DIM; j++) known[j] = j < DIM / 2 ? 255 : 0;
    hop_evidence_pair pair = pair_of(pattern, seen);
    pair.known = known;
    double before[2] = {hop_evidence_replaced(table, &pair, CHANNELS),
                        hop_evidence_patched(table, &pair, room)};
    for (size_t j = DIM / 2; j < DIM; j++) seen[j] ^= 255;
    assert_near(hop_evidence_replaced(table, &pair, CHANNELS), before[0], 0);
    assert_near(hop_evidence_patched(table, &pair, room), before[1], 0);
    assert_true(before[0] > 100 && before[1] > 100);
    memset(known, 0, DIM);
    assert_near(hop_evidence_replaced(table, &pair, 1), 0, 0);
    assert_near(hop_evidence_patched(table, &pair, room), 0, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_values_by_hand),
        cmocka_unit_test(chance_is_no_evidence),
        cmocka_unit_test(few_kept_pixels_are_found_and_best_as_pixels),
        cmocka_unit_test(a_common_value_in_the_wrong_place_counts_more_than_a_rare_one),
        cmocka_unit_test(paint_is_told_as_a_patch),
        cmocka_unit_test(unknown_values_are_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
