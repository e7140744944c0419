/* Evidence of channels by hand.
 * Covers: information.c
 * Covers: evidence.c evidence_lanes.c
 * SPDX-License-Identifier: MIT */
#include "similarity/evidence.h"

#include <hopfield/random.h>
#include <math.h>

#include "support/support.h"

enum { DIM = 4000, TABLE = 2 * DIM + 257 };

static double table[TABLE];

static void set_up(void) {
    assert_int_equal(hop_evidence_table_size(DIM), TABLE);
    hop_evidence_table(DIM, table);
}

static void the_table_is_the_logarithm_of_gamma(void **state) {
    (void)state;
    set_up();
    for (size_t m = 1; m < TABLE; m++)
        assert_near(table[m], lgamma((double)m / 2), 1e-12 * fmax(1, fabs(table[m])));
}

/* Evidence of counts [rows x columns] without flat areas. */
static void weigh(const int32_t *n, size_t rows, size_t columns, double *evidence) {
    int32_t all[HOP_COUNTS_LEVELS] = {0};
    for (size_t k = 0; k < rows * columns; k++) all[k % columns] += n[k];
    hop_evidence_state alone = hop_evidence_of_state(table, columns, all, NULL, 0);
    hop_evidence_counts counts = {rows, columns, n, NULL, NULL};
    assert_true(isinf(hop_evidence(table, &counts, &alone, evidence)));
}

/* One coin: (1/2)(3/4) for two heads, (1/2)(1/4) for a head and a tail. */
static void the_free_channel_is_the_estimator_of_krichevsky_and_trofimov(void **state) {
    (void)state;
    double evidence[HOP_CHANNELS];
    set_up();
    weigh((int32_t[]){2, 0, 0, 2}, 2, 2, evidence);
    double apart = 2 * log(0.5 * 0.75), together = log(0.5 * 0.25 * 0.5 * 0.375);
    assert_near(evidence[HOP_CHANNEL_FREE], apart - together, 1e-12);
    assert_true(isinf(evidence[HOP_CHANNEL_REPLACED]) && isinf(evidence[HOP_CHANNEL_BLURRED]));
}

static void names_of_levels_do_not_count_for_the_free_channel(void **state) {
    (void)state;
    const int32_t n[] = {50, 3, 9, 4, 70, 2, 8, 1, 60}, turned[] = {9, 3, 50, 2, 70, 4, 60, 1, 8};
    double evidence[HOP_CHANNELS], other[HOP_CHANNELS];
    set_up();
    weigh(n, 3, 3, evidence);
    weigh(turned, 3, 3, other);
    assert_near(other[HOP_CHANNEL_FREE], evidence[HOP_CHANNEL_FREE], 1e-9);
    assert_true(evidence[HOP_CHANNEL_FREE] > 50);
    assert_true(evidence[HOP_CHANNEL_AFFINE] > 50);
    assert_true(isinf(other[HOP_CHANNEL_AFFINE])); /* it goes down: no gain does that */
}

static void independent_levels_speak_against_a_channel(void **state) {
    (void)state;
    double evidence[HOP_CHANNELS];
    set_up();
    weigh((int32_t[]){100, 200, 200, 400}, 2, 2, evidence);
    assert_true(evidence[HOP_CHANNEL_FREE] < 0);
    assert_true(isinf(evidence[HOP_CHANNEL_AFFINE]));
}

/* 300 values painted at level 0 lie where a wrong pattern has level 1: by all counts it seems to
 * tell of the state, but where flat areas are told by themselves it does not. */
static void paint_tells_nothing_where_flat_areas_are_told_first(void **state) {
    (void)state;
    const int32_t all[] = {100, 100, 400, 100}, rest[] = {100, 100, 100, 100}, flat[] = {0, 300};
    const int32_t alone_all[] = {500, 200}, alone_rest[] = {200, 200};
    double evidence[HOP_CHANNELS];
    set_up();
    hop_evidence_state alone = hop_evidence_of_state(table, 2, alone_all, alone_rest, 300);
    hop_evidence(table, &(hop_evidence_counts){2, 2, all, rest, flat}, &alone, evidence);
    assert_true(evidence[HOP_CHANNEL_FREE] > 10);
    assert_true(evidence[HOP_CHANNEL_COVERED] - (alone.rest - alone.all) < 1);
}

static void levels_are_fewer_where_values_are(void **state) {
    (void)state;
    assert_int_equal(hop_evidence_levels(1), 2);
    assert_int_equal(hop_evidence_levels(12288), 8);
    for (size_t dim = 1; dim < 600; dim++) {
        size_t levels = hop_evidence_levels(dim);
        assert_true(levels == 2 || (levels - 1) * (levels - 1) * 8 <= dim);
    }
}

static void a_better_correlation_is_more_evidence_however_near_to_1(void **state) {
    (void)state;
    assert_true(hop_evidence_affine(1, 100) > hop_evidence_affine(1 - 1e-9, 100));
    assert_true(hop_evidence_affine(1 - 1e-9, 100) > hop_evidence_affine(1 - 2e-9, 100));
    assert_true(isinf(hop_evidence_affine(0, 100)));
}

static void classes_add_as_likelihoods_do(void **state) {
    (void)state;
    double evidence[HOP_CHANNELS];
    for (size_t k = 0; k < HOP_CHANNELS; k++) evidence[k] = -INFINITY;
    evidence[HOP_CHANNEL_AFFINE] = log(2), evidence[HOP_CHANNEL_REPLACED] = log(3);
    assert_near(hop_evidence_sum(evidence), log(2 + 3 * exp(HOP_EVIDENCE_PRIOR)), 1e-14);
    evidence[HOP_CHANNEL_COVERED] = 1e6;
    assert_near(hop_evidence_sum(evidence), 1e6 + HOP_EVIDENCE_PRIOR, 1e-9);
}

/* Random levels of eight patterns and a state, counted by planes and one by one. */
static void eight_patterns_side_by_side_have_the_same_bits(void **state) {
    (void)state;
    enum { ROWS = 5, COLUMNS = 6, PLANES = 2 * COLUMNS + 1, VALUES = 900, GROUP = 8 };
    int32_t counts[(ROWS - 1) * PLANES * GROUP] = {0}, own[PLANES] = {0};
    int32_t all[GROUP][ROWS * COLUMNS] = {{0}}, rest[GROUP][ROWS * COLUMNS] = {{0}};
    int32_t flat[GROUP][ROWS] = {{0}}, alone_all[COLUMNS] = {0}, alone_rest[COLUMNS] = {0};
    hop_random random;
    set_up();
    hop_random_init(&random, 4, 0);
    for (size_t j = 0; j < VALUES; j++) {
        size_t b = hop_random_below(&random, COLUMNS), kind = hop_random_below(&random, 3);
        bool in[PLANES]; /* kind 0: elsewhere, 1: changed, 2: goes on */
        for (size_t p = 0; p < COLUMNS; p++) in[p] = b >= p, in[COLUMNS + p] = b >= p && kind < 2;
        in[PLANES - 1] = kind > 0;
        for (size_t p = 0; p < PLANES; p++) own[p] += in[p];
        alone_all[b]++, alone_rest[b] += kind < 2;
        for (size_t k = 0; k < GROUP; k++) {
            size_t a = k < 4 ? b * ROWS / COLUMNS : hop_random_below(&random, ROWS);
            all[k][a * COLUMNS + b]++;
            rest[k][a * COLUMNS + b] += kind < 2;
            flat[k][a] += kind > 0;
            for (size_t above = 0; above < a; above++)
                for (size_t p = 0; p < PLANES; p++)
                    counts[(above * PLANES + p) * GROUP + k] += in[p];
        }
    }
    double lanes[GROUP][HOP_CHANNELS], one[HOP_CHANNELS];
    hop_evidence_state alone =
        hop_evidence_of_state(table, COLUMNS, alone_all, alone_rest, own[PLANES - 1]);
    hop_evidence_lanes(table, counts, own, ROWS, COLUMNS, true, &alone, lanes);
    for (size_t k = 0; k < GROUP; k++) {
        hop_evidence_counts n = {ROWS, COLUMNS, all[k], rest[k], flat[k]};
        hop_evidence(table, &n, &alone, one);
        assert_memory_equal(lanes[k], one, sizeof one);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_is_the_logarithm_of_gamma),
        cmocka_unit_test(the_free_channel_is_the_estimator_of_krichevsky_and_trofimov),
        cmocka_unit_test(names_of_levels_do_not_count_for_the_free_channel),
        cmocka_unit_test(independent_levels_speak_against_a_channel),
        cmocka_unit_test(paint_tells_nothing_where_flat_areas_are_told_first),
        cmocka_unit_test(levels_are_fewer_where_values_are),
        cmocka_unit_test(a_better_correlation_is_more_evidence_however_near_to_1),
        cmocka_unit_test(eight_patterns_side_by_side_have_the_same_bits),
        cmocka_unit_test(classes_add_as_likelihoods_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
