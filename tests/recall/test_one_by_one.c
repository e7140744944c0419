/* Bipolar states of dense associative memories, one neuron after another.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "bipolar.h"

/* Every asynchronous family, convex or not. */
static const char *const FAMILIES[] = {"exponential",
                                       "polynomial:degree=2",
                                       "polynomial:degree=2,rectified=no",
                                       "polynomial:degree=3,rectified=no",
                                       "polynomial:degree=20",
                                       "lse:beta=0.1"};
enum { FAMILY_COUNT = sizeof FAMILIES / sizeof *FAMILIES };

static hop_recall_options one_by_one(const char *energy) {
    hop_recall_options options = bipolar_options(energy);
    options.model.update = &hop_update_asynchronous;
    return options;
}

/* E of one state by the plain definition. */
static double energy_of(const hop_recall *recall, const double *patterns, const double *state) {
    double *s = calloc(recall->count, sizeof *s), q = NAN;
    assert_non_null(s);
    for (size_t i = 0; i < recall->count; i++)
        for (size_t k = 0; k < recall->dim; k++) s[i] += patterns[i * recall->dim + k] * state[k];
    assert_ok(hop_energy_potential(&recall->options.model.energy, s, recall->count, &q));
    free(s);
    return -q + recall->constant;
}

static void energies_fall_to_states_that_no_flip_improves(void **state) {
    (void)state;
    enum { COUNT = 12, DIM = 40, QUERIES = 6 };
    hop_memory *memory = fixture_memory(COUNT, DIM, HOP_F64, FIXTURE_BIPOLAR, 1);
    double *patterns = fixture_patterns(memory);
    double *queries = fixture_vectors(QUERIES, DIM, FIXTURE_BIPOLAR, 2);
    for (size_t f = 0; f < FAMILY_COUNT; f++) {
        hop_recall_options options = one_by_one(FAMILIES[f]);
        hop_recall *recall = fixture_recall(memory, &options);
        hop_recall_result result = {0};
        assert_ok(hop_recall_run(recall, queries, QUERIES, &result));
        for (size_t i = 0; i < QUERIES; i++) {
            const hop_recalled *query = &result.queries[i];
            double *out = result.outputs + i * DIM;
            double last = energy_of(recall, patterns, out), size = fabs(last);
            assert_int_equal(query->stop, HOP_STOP_STATE);
            bipolar_assert_descent(query);
            assert_near(query->energy[0], energy_of(recall, patterns, queries + i * DIM),
                        1e-12 * (1 + size));
            assert_near(query->energy[query->steps], last, 1e-12 * (1 + size));
            for (size_t k = 0; k < DIM; k++) {
                out[k] = -out[k];
                assert_true(energy_of(recall, patterns, out) >= last - 1e-12 * (1 + size));
                out[k] = -out[k];
            }
        }
        hop_recall_result_clear(&result);
        hop_recall_destroy(recall);
    }
    free(queries);
    free(patterns);
    hop_memory_destroy(memory);
}

/* x, y and x XOR y with -1 for false; the third is unknown and must be found.  Krotov and Hopfield
 * 2016, section 5: powers 3, 5 ... tell it, 2 does not. */
static size_t xor_right(const char *energy) {
    static const double PATTERNS[] = {-1, -1, -1, -1, 1, 1, 1, -1, 1, 1, 1, -1};
    size_t right = 0;
    hop_memory *memory = fixture_memory_of(PATTERNS, 4, 3, HOP_F64);
    hop_recall_options options = one_by_one(energy);
    double queries[12];
    options.model.clamp = true;
    memcpy(queries, PATTERNS, sizeof queries);
    for (size_t i = 0; i < 4; i++) queries[3 * i + 2] = NAN;
    hop_recall_result result = fixture_run(memory, &options, queries, 4, NULL);
    for (size_t i = 0; i < 4; i++) {
        right += result.outputs[3 * i + 2] == PATTERNS[3 * i + 2] ? 1 : 0;
        assert_true(result.outputs[3 * i] == PATTERNS[3 * i]);
    }
    hop_recall_result_clear(&result);
    hop_memory_destroy(memory);
    return right;
}

static void exclusive_or_is_solved_by_powers_of_three_and_five_and_not_of_two(void **state) {
    (void)state;
    assert_int_equal(xor_right("polynomial:degree=3,rectified=no"), 4);
    assert_int_equal(xor_right("polynomial:degree=5,rectified=no"), 4);
    assert_int_equal(xor_right("polynomial:degree=3"), 4);
    assert_int_equal(xor_right("exponential"), 4);
    assert_int_equal(xor_right("polynomial:degree=2,rectified=no"), 2);
}

/* With two the third value makes no difference to the energy at all, with three it does. */
static void with_a_power_of_two_both_answers_of_exclusive_or_are_equally_low(void **state) {
    (void)state;
    static const double PATTERNS[] = {-1, -1, -1, -1, 1, 1, 1, -1, 1, 1, 1, -1};
    hop_memory *memory = fixture_memory_of(PATTERNS, 4, 3, HOP_F64);
    for (int degree = 2; degree <= 3; degree++) {
        char spec[64];
        snprintf(spec, sizeof spec, "polynomial:degree=%d,rectified=no", degree);
        hop_recall_options options = one_by_one(spec);
        hop_recall *recall = fixture_recall(memory, &options);
        double right[] = {1, -1, 1}, wrong[] = {1, -1, -1}, e = 0, f = 0;
        assert_ok(hop_recall_step(recall, right, 1, &e, NULL));
        assert_ok(hop_recall_step(recall, wrong, 1, &f, NULL));
        assert_true(degree == 2 ? e == f : e < f);
        hop_recall_destroy(recall);
    }
    hop_memory_destroy(memory);
}

static void the_order_is_the_seeds_and_the_querys_whatever_the_threads(void **state) {
    (void)state;
    enum { COUNT = 30, DIM = 60, QUERIES = 9 };
    hop_memory *memory = fixture_memory(COUNT, DIM, HOP_F32, FIXTURE_BIPOLAR, 3);
    double *queries = fixture_vectors(QUERIES, DIM, FIXTURE_BIPOLAR, 4);
    hop_recall_options options = one_by_one("polynomial:degree=2,rectified=no");
    hop_recall_result first = fixture_run(memory, &options, queries, QUERIES, NULL);
    options.running.threads = 1;
    hop_recall_result alone = fixture_run(memory, &options, queries, QUERIES, NULL);
    options.running.precision = HOP_DOUBLE;
    hop_recall_result precise = fixture_run(memory, &options, queries, QUERIES, NULL);
    options.running.seed = 18;
    hop_recall_result other = fixture_run(memory, &options, queries, QUERIES, NULL);
    size_t bytes = QUERIES * DIM * sizeof *queries;
    assert_memory_equal(first.outputs, alone.outputs, bytes);
    assert_memory_equal(first.outputs, precise.outputs, bytes);
    assert_true(memcmp(first.outputs, other.outputs, bytes) != 0);
    hop_recall_result_clear(&first);
    hop_recall_result_clear(&alone);
    hop_recall_result_clear(&precise);
    hop_recall_result_clear(&other);
    free(queries);
    hop_memory_destroy(memory);
}

/* A state near the negative of the only pattern: its overlap is far below 0, and exp() of it 0. */
static void a_state_far_from_everything_still_moves(void **state) {
    (void)state;
    enum { DIM = 2000 };
    hop_memory *memory = fixture_memory(1, DIM, HOP_F64, FIXTURE_BIPOLAR, 5);
    double *query = fixture_patterns(memory);
    hop_recall_options options = one_by_one("exponential");
    for (size_t k = 1; k < DIM; k++) query[k] = -query[k];
    hop_recall_result result = fixture_run(memory, &options, query, 1, (size_t[]){0});
    assert_true(result.queries[0].score.mean_squared_error == 0);
    hop_recall_result_clear(&result);
    free(query);
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(energies_fall_to_states_that_no_flip_improves),
        cmocka_unit_test(exclusive_or_is_solved_by_powers_of_three_and_five_and_not_of_two),
        cmocka_unit_test(with_a_power_of_two_both_answers_of_exclusive_or_are_equally_low),
        cmocka_unit_test(the_order_is_the_seeds_and_the_querys_whatever_the_threads),
        cmocka_unit_test(a_state_far_from_everything_still_moves),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
