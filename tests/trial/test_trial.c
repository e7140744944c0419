/* Trials on random patterns.
 * Covers: score.c
 * SPDX-License-Identifier: MIT */
#include "trial/trial.h"

#include "support/experiment.h"

static hop_trial trial_of(const char *energy, size_t dim, size_t patterns, size_t trials) {
    hop_trial trial = {.dim = dim, .patterns = patterns, .trials = trials, .steps = 100};
    assert_ok(hop_energy_parse(energy, &trial.energy));
    assert_ok(hop_similarity_parse("dot", &trial.similarity));
    return trial;
}

static void few_patterns_are_recalled_and_many_are_not(void **state) {
    (void)state;
    hop_trial_sums few = {0}, many = {0};
    hop_trial trial = trial_of("hebb", 200, 8, 50);
    assert_ok(hop_trial_run(&trial, 1, &few));
    trial.patterns = 100;
    assert_ok(hop_trial_run(&trial, 1, &many));
    assert_true(few.trials == 50 && few.successes[HOP_CRITERION_OVERLAP] == 50);
    assert_true(many.successes[HOP_CRITERION_OVERLAP] < 5);
    assert_true(few.steps >= 50 && few.cosine > 49.9);
}

static void recall_by_any_energy_of_the_table_is_tried_alike(void **state) {
    (void)state;
    static const hop_pattern_kind KINDS[] = {HOP_PATTERN_BIPOLAR, HOP_PATTERN_SPHERICAL,
                                             HOP_PATTERN_GAUSSIAN};
    for (size_t k = 0; k < 3; k++) {
        hop_trial_sums sums = {0};
        hop_trial trial = trial_of("lse:beta=1", 40, 20, 10);
        trial.kind = KINDS[k];
        trial.flips = 0.1;
        assert_ok(hop_trial_run(&trial, 3, &sums));
        assert_true(sums.successes[HOP_CRITERION_NEAREST] == 10);
        assert_true(sums.successes[HOP_CRITERION_OVERLAP] == 10);
    }
}

static void everything_flipped_comes_back_as_its_opposite(void **state) {
    (void)state;
    hop_trial_sums sums = {0};
    hop_trial trial = trial_of("hebb", 100, 3, 20);
    trial.flips = 1;
    assert_ok(hop_trial_run(&trial, 1, &sums));
    assert_true(sums.successes[HOP_CRITERION_OVERLAP] == 0);
    assert_near(sums.cosine, -20, 0.5);
}

static void the_same_seed_gives_the_same_sums(void **state) {
    (void)state;
    hop_trial_sums first = {0}, second = {0}, other = {0};
    hop_trial trial = trial_of("hebb", 60, 10, 40);
    assert_ok(hop_trial_run(&trial, 1, &first));
    assert_ok(hop_trial_run(&trial, 1, &second));
    assert_ok(hop_trial_run(&trial, 2, &other));
    assert_memory_equal(&first, &second, sizeof first);
    assert_memory_not_equal(&first, &other, sizeof first);
}

static void unknown_values_are_nothing_for_the_classical_network(void **state) {
    (void)state;
    hop_trial_sums sums = {.cosine = 7};
    hop_corruption mask;
    hop_trial trial = trial_of("hebb", 60, 10, 4);
    assert_ok(hop_corruption_parse("mask:side=left,area=0.5", &mask));
    trial.corruptions = &mask;
    trial.corruption_count = 1;
    assert_refused(hop_trial_run(&trial, 1, &sums), HOP_E_SUPPORT, "no unknown values");
    assert_near(sums.cosine, 7, 0);
}

static void a_memory_in_which_nothing_can_move_recalls_nothing(void **state) {
    (void)state;
    hop_trial_sums few = {0}, all = {0};
    hop_trial half = trial_of("pseudo-inverse", 20, 6, 10);
    hop_trial full = trial_of("pseudo-inverse", 20, 20, 10);
    assert_ok(hop_similarity_parse("hamming", &half.similarity));
    full.similarity = half.similarity;
    assert_ok(hop_trial_run(&half, 1, &few));
    assert_ok(hop_trial_run(&full, 1, &all));
    assert_near(few.successes[HOP_CRITERION_EXACT], 10, 0);
    assert_near(all.successes[HOP_CRITERION_EXACT], 0, 0);
}

/* Real numbers are stored by their signs, and what comes back is compared with these. */
static void what_was_thresholded_is_compared_with_what_it_became(void **state) {
    (void)state;
    enum { DIM = 30, COUNT = 3 };
    double values[COUNT * DIM];
    hop_random random;
    hop_memory *memory = NULL;
    hop_trial_sums sums = {0};
    hop_trial trial = trial_of("hebb", DIM, 1, 20);
    hop_random_init(&random, 5, 0);
    for (size_t i = 0; i < COUNT * DIM; i++) values[i] = 100 + hop_random_normal(&random);
    const hop_shape shape = {.width = DIM, .height = 1, .channels = 1};
    assert_ok(hop_memory_create(shape, HOP_F64, HOP_PATTERNS, &memory));
    assert_ok(hop_memory_append(memory, values, COUNT, NULL));
    assert_ok(hop_similarity_parse("hamming", &trial.similarity));
    trial.source = memory;
    assert_ok(hop_trial_run(&trial, 1, &sums));
    for (int c = 0; c < HOP_CRITERION_COUNT; c++) assert_near(sums.successes[c], 20, 0);
    assert_near(sums.cosine, 20, 1e-9);
    trial.flips = 1; /* the opposite, which no offset may pass for the same */
    assert_ok(hop_trial_run(&trial, 1, &sums));
    assert_near(sums.successes[HOP_CRITERION_EXACT], 0, 0);
    assert_near(sums.successes[HOP_CRITERION_HAMMING], 0, 0);
    hop_memory_destroy(memory);
}

static void costs_grow_with_the_work(void **state) {
    (void)state;
    hop_trial few = trial_of("hebb", 100, 10, 10), many = trial_of("hebb", 1000, 100, 10);
    hop_cost small, large;
    hop_trial_cost(&few, 10, &small.seconds, &small.bytes);
    hop_trial_cost(&many, 100, &large.seconds, &large.bytes);
    assert_true(large.seconds > small.seconds && large.bytes > small.bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_patterns_are_recalled_and_many_are_not),
        cmocka_unit_test(recall_by_any_energy_of_the_table_is_tried_alike),
        cmocka_unit_test(everything_flipped_comes_back_as_its_opposite),
        cmocka_unit_test(the_same_seed_gives_the_same_sums),
        cmocka_unit_test(unknown_values_are_nothing_for_the_classical_network),
        cmocka_unit_test(a_memory_in_which_nothing_can_move_recalls_nothing),
        cmocka_unit_test(what_was_thresholded_is_compared_with_what_it_became),
        cmocka_unit_test(costs_grow_with_the_work),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
