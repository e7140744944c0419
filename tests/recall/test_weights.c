/* The weights of states.
 * SPDX-License-Identifier: MIT */
#include <float.h>

#include "fixture.h"

static void they_are_softmax_of_the_similarities(void **state) {
    (void)state;
    const double patterns[] = {1, 0, 0, 1, 1, 1}, query[] = {0.5, -1};
    hop_memory *memory = fixture_memory_of(patterns, 3, 2, HOP_F64);
    hop_recall_options options = fixture_options("dot", 2, HOP_DOUBLE);
    hop_recall *recall = fixture_recall(memory, &options);
    double weights[3], expected[] = {exp(1), exp(-2), exp(-1)};
    double all = expected[0] + expected[1] + expected[2];
    assert_ok(hop_recall_weights(recall, query, 1, weights));
    for (size_t i = 0; i < 3; i++) assert_near(weights[i], expected[i] / all, 2 * DBL_EPSILON);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

/* A step is the keys mixed by the weights, and with dot products keys are patterns. */
static void they_mix_the_keys_to_the_next_state(void **state) {
    (void)state;
    enum { COUNT = 40, DIM = 9, STATES = 7 };
    for (int precision = 0; precision < 2; precision++) {
        double *patterns = fixture_vectors(COUNT, DIM, FIXTURE_NORMAL, 3);
        double *states = fixture_vectors(STATES, DIM, FIXTURE_NORMAL, 4), weights[STATES * COUNT];
        hop_memory *memory = fixture_memory_of(patterns, COUNT, DIM, HOP_F64);
        hop_recall_options options =
            fixture_options("dot", 0.7, precision ? HOP_DOUBLE : HOP_FLOAT);
        hop_recall *recall = fixture_recall(memory, &options);
        double allowed = precision ? 1e-14 : 1e-5;
        assert_ok(hop_recall_weights(recall, states, STATES, weights));
        assert_ok(hop_recall_step(recall, states, STATES, NULL, NULL));
        for (size_t i = 0; i < STATES; i++)
            for (size_t j = 0; j < DIM; j++) {
                double sum = 0;
                for (size_t k = 0; k < COUNT; k++)
                    sum += weights[i * COUNT + k] * patterns[k * DIM + j];
                assert_near(sum, states[i * DIM + j], allowed);
            }
        hop_recall_destroy(recall);
        hop_memory_destroy(memory);
        free(patterns);
        free(states);
    }
}

static void states_that_are_none_are_refused(void **state) {
    (void)state;
    hop_memory *memory = fixture_memory(3, 2, HOP_F64, FIXTURE_NORMAL, 1);
    hop_recall_options options = fixture_options("dot", 1, HOP_DOUBLE);
    hop_recall *recall = fixture_recall(memory, &options);
    double states[] = {0, 0, 0, NAN}, large[] = {1e308, 1e308}, weights[6];
    assert_refused(hop_recall_weights(recall, states, 2, weights), HOP_E_VALUE,
                   "state 1: value 1 is not finite");
    assert_refused(hop_recall_weights(recall, states, 0, weights), HOP_E_EMPTY, "no state");
    const double far[] = {1e10, 1e10};
    hop_memory *distant = fixture_memory_of(far, 1, 2, HOP_F64);
    hop_recall *strange = fixture_recall(distant, &options);
    assert_int_equal(hop_recall_weights(strange, large, 1, weights), HOP_E_VALUE);
    hop_recall_destroy(strange);
    hop_recall_destroy(recall);
    hop_memory_destroy(distant);
    hop_memory_destroy(memory);
}

static void bipolar_states_are_of_minus_one_and_one(void **state) {
    (void)state;
    hop_memory *memory = fixture_memory(3, 2, HOP_F64, FIXTURE_BIPOLAR, 1);
    hop_recall_options options = fixture_options("hamming", 1, HOP_FLOAT);
    hop_recall *recall = fixture_recall(memory, &options);
    double states[] = {1, -1, 1, 0.5}, weights[6];
    assert_ok(hop_recall_weights(recall, states, 1, weights));
    assert_refused(hop_recall_weights(recall, states, 2, weights), HOP_E_VALUE,
                   "state 1: value 1 is 0.5");
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(they_are_softmax_of_the_similarities),
        cmocka_unit_test(they_mix_the_keys_to_the_next_state),
        cmocka_unit_test(states_that_are_none_are_refused),
        cmocka_unit_test(bipolar_states_are_of_minus_one_and_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
