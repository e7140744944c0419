/* The spread of the values, the scale that follows from it, and how far patterns reach.
 * SPDX-License-Identifier: MIT */
#include <float.h>

#include "fixture.h"

/* Two patterns, each 0.25 (then 0.75) from the mean of its position. */
static const double X[4] = {0, 1, 0.5, 2.5};

static void the_scale_follows_from_the_spread(void **state) {
    (void)state;
    hop_memory *memory = fixture_memory_of(X, 2, 2, HOP_F64);
    hop_recall_options options = fixture_options("robust", 1, HOP_FLOAT);
    hop_recall *recall = fixture_recall(memory, &options);
    double spread = sqrt((0.25 * 0.25 + 0.75 * 0.75) / 2);
    /* Brought to whole steps of bytes where that changes it by less than two in a hundred. */
    assert_near(hop_recall_resolved(recall)->model.similarity.parameter[0],
                round(0.4 * spread * 255) / 255, 8 * DBL_EPSILON);
    hop_recall_destroy(recall);
    options = fixture_options("robust:scale=3", 1, HOP_FLOAT);
    recall = fixture_recall(memory, &options);
    assert_true(hop_recall_resolved(recall)->model.similarity.parameter[0] == 3);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

static void a_memory_without_spread_has_a_scale(void **state) {
    (void)state;
    hop_memory *memory = fixture_memory_of((double[]){1, 2, 1, 2}, 2, 2, HOP_F32);
    hop_recall_options options = fixture_options("robust", NAN, HOP_FLOAT);
    hop_recall *recall = fixture_recall(memory, &options);
    assert_true(hop_recall_resolved(recall)->model.similarity.parameter[0] == 1);
    assert_true(isfinite(hop_recall_resolved(recall)->model.energy.parameter[0]));
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

/* The square is the largest dissimilarity with the mean: 0.25 + 0.75, cut by the scale to 0.5. */
static void the_reach_is_the_largest_dissimilarity_with_the_mean(void **state) {
    (void)state;
    hop_memory *memory = fixture_memory_of(X, 2, 2, HOP_F64);
    static const char *const FORMS[] = {"manhattan", "robust:scale=0.25"};
    for (size_t f = 0; f < 2; f++) {
        hop_recall_options options = fixture_options(FORMS[f], 1, HOP_FLOAT);
        hop_recall *recall = fixture_recall(memory, &options);
        assert_near(recall->largest_norm * recall->largest_norm, f ? 0.5 : 1, 8 * DBL_EPSILON);
        hop_recall_destroy(recall);
    }
    hop_memory_destroy(memory);
}

/* More patterns than are looked at: a sample of them, spread evenly. */
static void a_large_memory_is_sampled(void **state) {
    (void)state;
    hop_memory *memory = fixture_memory(5000, 4, HOP_F32, FIXTURE_GREY, 4);
    hop_recall_options options = fixture_options("robust", 1, HOP_FLOAT);
    hop_recall *recall = fixture_recall(memory, &options);
    assert_near(hop_recall_resolved(recall)->model.similarity.parameter[0], 0.4 / sqrt(12), 0.005);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

/* lse at no similarity above 0 and the constant ln(N) / beta: no energy is below 0. */
static void energies_of_differences_are_not_negative(void **state) {
    (void)state;
    hop_memory *memory = fixture_memory(20, 8, HOP_F64, FIXTURE_NORMAL, 4);
    hop_recall_options options = fixture_options("manhattan", 2, HOP_DOUBLE);
    hop_recall *recall = fixture_recall(memory, &options);
    assert_near(hop_recall_constant(recall), log(20) / 2, 8 * DBL_EPSILON);
    double *states = fixture_patterns(memory), energy[20];
    assert_ok(hop_recall_step(recall, states, 20, energy, NULL));
    for (size_t i = 0; i < 20; i++) assert_true(energy[i] >= 0);
    free(states);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_scale_follows_from_the_spread),
        cmocka_unit_test(a_memory_without_spread_has_a_scale),
        cmocka_unit_test(the_reach_is_the_largest_dissimilarity_with_the_mean),
        cmocka_unit_test(a_large_memory_is_sampled),
        cmocka_unit_test(energies_of_differences_are_not_negative),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
