/* Which engine computes a step, and what they share.
 * SPDX-License-Identifier: MIT */
#include "fixture.h"

static double nothing(const double *parameter, size_t patterns, double largest_norm) {
    (void)parameter, (void)patterns, (void)largest_norm;
    return 0;
}

static void precision_and_the_family_s_form_choose_the_engine(void **state) {
    (void)state;
    static const hop_energy_row WHOLE_ROWS = {.row = {.name = "whole"}, .constant = nothing};
    hop_recall recall = {.options = fixture_options("dot", 1, HOP_FLOAT)};
    const hop_engine *engine = NULL;
    assert_ok(hop_recall_choose_engine(&recall, &engine));
    assert_ptr_equal(engine, &hop_recall_engine_fast);
    recall.options.model.energy.family = &WHOLE_ROWS;
    assert_ok(hop_recall_choose_engine(&recall, &engine));
    assert_ptr_equal(engine, &hop_recall_engine_rows);
    recall.options.running.precision = HOP_DOUBLE;
    assert_ok(hop_recall_choose_engine(&recall, &engine));
    assert_ptr_equal(engine, &hop_recall_engine_reference);
}

static void differences_have_engines_of_their_own(void **state) {
    (void)state;
    hop_recall recall = {.options = fixture_options("manhattan", 1, HOP_FLOAT)};
    const hop_engine *engine = NULL;
    assert_ok(hop_recall_choose_engine(&recall, &engine));
    assert_ptr_equal(engine, &hop_recall_engine_differences);
    recall.options.running.precision = HOP_DOUBLE;
    assert_ok(hop_recall_choose_engine(&recall, &engine));
    assert_ptr_equal(engine, &hop_recall_engine_differences_reference);
}

static void a_family_with_another_similarity_is_refused_with_the_option_that_helps(void **state) {
    (void)state;
    static const hop_energy_row PICKY = {
        .row = {.name = "picky"}, .similarity = "euclidean", .constant = nothing};
    hop_memory *memory = fixture_memory(3, 2, HOP_F32, FIXTURE_GREY, 1);
    hop_recall_options options = fixture_options("dot", 1, HOP_FLOAT);
    options.model.energy = (hop_energy){.family = &PICKY};
    hop_recall *recall = NULL;
    assert_refused(hop_recall_create(memory, &options, &recall), HOP_E_SUPPORT,
                   "--similarity euclidean");
    assert_null(recall);
    hop_memory_destroy(memory);
}

/* E = -Q + R + constant: R is half the square for real states, and nothing where the family is a
 * function of distances or the states are bipolar. */
static void the_energy_has_the_family_s_own_terms(void **state) {
    (void)state;
    static const hop_energy_row REAL = {.row = {.name = "real"}},
                                BIPOLAR = {.states = HOP_STATES_BIPOLAR},
                                DISTANCES = {.distances = true};
    hop_recall recall = {.constant = 10, .count = 2};
    recall.options = fixture_options("dot", 1, HOP_FLOAT);
    double s[] = {1, 2};
    recall.options.model.energy.family = &REAL;
    assert_true(hop_recall_energy(&recall, 3, 5) == 12);
    hop_recall_shift(&recall, 5, s);
    assert_true(s[0] == 1 && s[1] == 2);
    recall.options = fixture_options("hamming", 1, HOP_FLOAT);
    recall.options.model.energy.family = &BIPOLAR;
    assert_true(hop_recall_energy(&recall, 3, 5) == 7);
    recall.options = fixture_options("euclidean", 1, HOP_FLOAT);
    recall.options.model.energy.family = &DISTANCES;
    assert_true(hop_recall_energy(&recall, 3, 5) == 7);
    hop_recall_shift(&recall, 5, s);
    assert_true(s[0] == -4 && s[1] == -3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(precision_and_the_family_s_form_choose_the_engine),
        cmocka_unit_test(differences_have_engines_of_their_own),
        cmocka_unit_test(a_family_with_another_similarity_is_refused_with_the_option_that_helps),
        cmocka_unit_test(the_energy_has_the_family_s_own_terms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
