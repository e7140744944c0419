/* Which engine computes a step, and what they share.  Covers: energy.c
 * SPDX-License-Identifier: MIT */
#include "fixture.h"
#include "recall/engine_list.h"

static double nothing(const double *parameter, size_t patterns, double largest_norm) {
    (void)parameter, (void)patterns, (void)largest_norm;
    return 0;
}

static void assert_chosen(hop_recall *recall, const char *name) {
    hop_recall_choose_engine(recall);
    assert_string_equal(recall->engine->name, name);
    assert_ptr_equal(recall->engine, recall->plain);
}

static void precision_and_the_family_s_form_choose_the_engine(void **state) {
    (void)state;
    static const hop_energy_row WHOLE_ROWS = {.row = {.name = "whole"}, .constant = nothing};
    hop_recall recall = {.options = fixture_options("dot", 1, HOP_FLOAT)};
    assert_chosen(&recall, "tiles, float");
    recall.options.model.energy.family = &WHOLE_ROWS;
    assert_chosen(&recall, "whole rows, float");
    recall.options.running.precision = HOP_DOUBLE;
    assert_chosen(&recall, "reference, double");
}

static void differences_have_engines_of_their_own(void **state) {
    (void)state;
    hop_recall recall = {.options = fixture_options("manhattan", 1, HOP_FLOAT)};
    assert_chosen(&recall, "differences, float");
    recall.options.running.precision = HOP_DOUBLE;
    assert_chosen(&recall, "differences, reference, double");
}

/* The sieve is ready before the one decision is made: nothing overrules it. */
static void a_sieve_makes_the_pruned_engine_step_and_a_plain_one_stand_by(void **state) {
    (void)state;
    fixture_needs_a_sieve();
    hop_memory *memory = fixture_memory(600, 20, HOP_U8, FIXTURE_GREY, 1);
    hop_recall_options options = fixture_options("correlation", 100, HOP_FLOAT);
    hop_recall *recall = fixture_recall(memory, &options);
    assert_string_equal(recall->engine->name, "patterns that matter, bytes");
    assert_string_equal(recall->plain->name, "tiles, float");
    hop_recall_destroy(recall);
    options.running.pruning = HOP_PRUNING_NEVER;
    recall = fixture_recall(memory, &options);
    assert_ptr_equal(recall->engine, recall->plain);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

static void every_row_says_what_it_supports(void **state) {
    (void)state;
    for (size_t i = 0; i < hop_engine_count; i++) {
        assert_non_null(hop_recall_engines[i]->name);
        assert_non_null(hop_recall_engines[i]->supports);
        assert_non_null(hop_recall_engines[i]->similarities);
        assert_non_null(hop_recall_engines[i]->step);
    }
}

static double no_potential(const double *parameter, const double *s, size_t count) {
    (void)parameter, (void)s, (void)count;
    return 0;
}

static void no_weights(const double *parameter, const double *s, size_t count, double *weights) {
    (void)parameter, (void)s;
    for (size_t i = 0; i < count; i++) weights[i] = 0;
}

static double no_cutoff(const double *parameter) {
    (void)parameter;
    return INFINITY;
}

static void a_family_with_another_similarity_is_refused_with_the_option_that_helps(void **state) {
    (void)state;
    static const hop_energy_row PICKY = {.row = {.name = "picky"},
                                         .similarity = "euclidean",
                                         .constant = nothing,
                                         .potential = no_potential,
                                         .weights = no_weights,
                                         .cutoff = no_cutoff};
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
        cmocka_unit_test(a_sieve_makes_the_pruned_engine_step_and_a_plain_one_stand_by),
        cmocka_unit_test(every_row_says_what_it_supports),
        cmocka_unit_test(a_family_with_another_similarity_is_refused_with_the_option_that_helps),
        cmocka_unit_test(the_energy_has_the_family_s_own_terms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
