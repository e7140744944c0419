/* What queries end in, by name.
 * SPDX-License-Identifier: MIT */
#include "bipolar.h"

/* Patterns scaled and shifted, queries that are one of the others: wrong at any scale. */
static void wrong_recalls_are_wrong_at_any_scale_and_shift(void **state) {
    (void)state;
    enum { COUNT = 20, DIM = 64 };
    static const double SCALES[] = {1e-6, 0.01, 1.0 / 255, 1, 1e4}, SHIFTS[] = {0, 100};
    for (size_t k = 0; k < 10; k++) {
        double *patterns = fixture_vectors(COUNT, DIM, FIXTURE_GREY, 3);
        for (size_t j = 0; j < COUNT * DIM; j++)
            patterns[j] = SCALES[k / 2] * (patterns[j] + SHIFTS[k % 2]);
        hop_memory *memory = fixture_memory_of(patterns, COUNT, DIM, HOP_F64);
        hop_recall_options options = fixture_options("euclidean", NAN, HOP_FLOAT);
        size_t right[COUNT], wrong[COUNT];
        for (size_t i = 0; i < COUNT; i++) right[i] = i, wrong[i] = (i + 1) % COUNT;
        hop_recall_result a = fixture_run(memory, &options, patterns, COUNT, right);
        hop_recall_result b = fixture_run(memory, &options, patterns, COUNT, wrong);
        for (size_t i = 0; i < COUNT; i++) {
            assert_int_equal(a.queries[i].score.ended, HOP_END_PATTERN);
            assert_true(a.queries[i].score.correct && a.queries[i].score.exact);
            assert_int_equal(b.queries[i].score.ended, HOP_END_PATTERN);
            assert_true(!b.queries[i].score.correct && !b.queries[i].score.like);
        }
        hop_recall_result_clear(&a);
        hop_recall_result_clear(&b);
        hop_memory_destroy(memory);
        free(patterns);
    }
}

/* A pattern that is stored thirty times shares its weight among thirty; so do near-duplicates. */
static void a_pattern_stored_many_times_comes_back(void **state) {
    (void)state;
    enum { COUNT = 20, COPIES = 30, DIM = 64 };
    static const double OFF[] = {0, 1e-3};
    for (size_t k = 0; k < 2; k++) {
        double *once = fixture_vectors(COUNT, DIM, FIXTURE_GREY, 3);
        double *moved = fixture_vectors(COUNT * COPIES, DIM, FIXTURE_GREY, 4);
        size_t targets[COUNT];
        for (size_t i = 0; i < COUNT * COPIES; i++)
            for (size_t j = 0; j < DIM; j++)
                moved[i * DIM + j] =
                    once[i / COPIES * DIM + j] + OFF[k] * (moved[i * DIM + j] - 0.5);
        for (size_t i = 0; i < COUNT; i++) targets[i] = i * COPIES + 7;
        hop_memory *memory = fixture_memory_of(moved, COUNT * COPIES, DIM, HOP_F64);
        hop_recall_options options = fixture_options("euclidean", 20, HOP_FLOAT);
        hop_recall_result found = fixture_run(memory, &options, once, COUNT, targets);
        for (size_t i = 0; i < COUNT; i++) {
            assert_true(found.queries[i].k90 > 2 * HOP_TOP_WEIGHTS);
            assert_int_equal(found.queries[i].score.ended, HOP_END_PATTERN);
            assert_true(found.queries[i].score.correct);
        }
        hop_recall_result_clear(&found);
        hop_memory_destroy(memory);
        free(moved);
        free(once);
    }
}

static hop_recalled end_of(const double *patterns, size_t count, size_t dim, const char *energy,
                           const hop_update_row *update, const double *query) {
    hop_memory *memory = fixture_memory_of(patterns, count, dim, HOP_F64);
    hop_recall_options options = bipolar_options(energy);
    options.model.update = update;
    hop_recall_result result = fixture_run(memory, &options, query, 1, (size_t[]){0});
    hop_recalled ended = result.queries[0];
    hop_recall_result_clear(&result);
    hop_memory_destroy(memory);
    return ended;
}

static void one_pattern_stored_many_times_is_all_that_can_come_back(void **state) {
    (void)state;
    enum { COPIES = 5, DIM = 64 };
    double *once = fixture_vectors(1, DIM, FIXTURE_GREY, 3), all[COPIES * DIM], query[DIM];
    for (size_t j = 0; j < COPIES * DIM; j++) all[j] = once[j % DIM];
    for (size_t j = 0; j < DIM; j++) query[j] = once[j] + (j % 2 ? 0.1 : -0.1);
    const size_t target = 3;
    hop_memory *memory = fixture_memory_of(all, COPIES, DIM, HOP_F64);
    hop_recall_options options = fixture_options("correlation", NAN, HOP_FLOAT);
    hop_recall_result found = fixture_run(memory, &options, query, 1, &target);
    assert_int_equal(found.queries->score.ended, HOP_END_PATTERN);
    assert_true(found.queries->score.correct);
    hop_recall_result_clear(&found);
    hop_memory_destroy(memory);
    free(once);
}

static void minus_a_pattern_is_its_inverse_and_not_right(void **state) {
    (void)state;
    enum { DIM = 16 };
    double *pattern = fixture_vectors(1, DIM, FIXTURE_BIPOLAR, 4), query[DIM];
    for (size_t j = 0; j < DIM; j++) query[j] = -pattern[j];
    hop_recalled ended = end_of(pattern, 1, DIM, "hebb", NULL, query);
    assert_int_equal(ended.score.ended, HOP_END_INVERSE);
    assert_true(ended.score.of_count == 1 && ended.score.of[0] == 0 && !ended.score.correct);
    ended = end_of(pattern, 1, DIM, "hebb", NULL, pattern);
    assert_int_equal(ended.score.ended, HOP_END_PATTERN);
    assert_true(ended.score.correct);
    free(pattern);
}

/* The majority of three patterns is stable under Hebb's rule at a low load. */
static void a_majority_of_three_is_a_mixture_of_those(void **state) {
    (void)state;
    enum { COUNT = 3, DIM = 900 };
    double *patterns = fixture_vectors(COUNT, DIM, FIXTURE_BIPOLAR, 5), query[DIM];
    for (size_t j = 0; j < DIM; j++)
        query[j] = patterns[j] + patterns[DIM + j] + patterns[2 * DIM + j] > 0 ? 1 : -1;
    hop_recalled ended = end_of(patterns, COUNT, DIM, "hebb", NULL, query);
    assert_int_equal(ended.score.ended, HOP_END_MIXTURE);
    assert_int_equal(ended.score.of_count, 3);
    assert_int_equal(ended.score.of[0] + ended.score.of[1] + ended.score.of[2], 3);
    assert_false(ended.score.correct);
    free(patterns);
}

/* Two neurons that copy each other: all at once, they swap for ever. */
static void a_cycle_of_two_has_not_settled_and_is_not_right(void **state) {
    (void)state;
    hop_recalled ended =
        end_of((double[]){1, 1}, 1, 2, "hebb", &hop_update_synchronous, (double[]){1, -1});
    assert_int_equal(ended.stop, HOP_STOP_CYCLE);
    assert_int_equal(ended.score.ended, HOP_END_CYCLE);
    assert_true(!hop_stop_settled(ended.stop) && !ended.score.correct);
}

static void a_small_beta_ends_in_a_mixture_and_few_steps_in_no_end(void **state) {
    (void)state;
    hop_memory *memory = fixture_memory(6, 30, HOP_F64, FIXTURE_GREY, 6);
    double *query = fixture_patterns(memory);
    hop_recall_options options = fixture_options("correlation", 0.01, HOP_FLOAT);
    hop_recall_result mixed = fixture_run(memory, &options, query, 1, (size_t[]){0});
    assert_int_equal(mixed.queries[0].score.ended, HOP_END_MIXTURE);
    assert_int_equal(mixed.queries[0].score.of_count, 6);
    options.stopping.steps = 1;
    options.stopping.tolerance = 0;
    hop_recall_result cut = fixture_run(memory, &options, query, 1, (size_t[]){0});
    assert_int_equal(cut.queries[0].score.ended, HOP_END_UNSETTLED);
    assert_false(cut.queries[0].score.correct);
    assert_string_equal(hop_end_name(HOP_END_UNSETTLED), "not settled");
    hop_recall_result_clear(&mixed);
    hop_recall_result_clear(&cut);
    hop_memory_destroy(memory);
    free(query);
}

static void values_too_small_to_be_squared_are_refused(void **state) {
    (void)state;
    double tiny[] = {1e-160, 2e-160, 0, 1e-160};
    hop_memory *memory = fixture_memory_of(tiny, 2, 2, HOP_F64);
    hop_recall *recall = NULL;
    assert_refused(hop_recall_create(memory, &hop_recall_defaults, &recall), HOP_E_VALUE,
                   "too small to be squared");
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_recalls_are_wrong_at_any_scale_and_shift),
        cmocka_unit_test(a_pattern_stored_many_times_comes_back),
        cmocka_unit_test(one_pattern_stored_many_times_is_all_that_can_come_back),
        cmocka_unit_test(minus_a_pattern_is_its_inverse_and_not_right),
        cmocka_unit_test(a_majority_of_three_is_a_mixture_of_those),
        cmocka_unit_test(a_cycle_of_two_has_not_settled_and_is_not_right),
        cmocka_unit_test(a_small_beta_ends_in_a_mixture_and_few_steps_in_no_end),
        cmocka_unit_test(values_too_small_to_be_squared_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
