/* Queries: sampled in turn, damaged by seed and place, and never without a known value.
 * Covers: queries.c gentle.c
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include <hopfield/queries.h>

#include "support/support.h"

enum { COUNT = 5, DIM = 8 };

/* Patterns of -1 and 1 that differ in many places. */
static hop_memory *five_patterns(void) {
    static const char *const SIGNS[COUNT] = {"++++----", "+-+-+-+-", "++--++--", "+--++--+",
                                             "--------"};
    double values[COUNT * DIM];
    hop_memory *memory = NULL;
    for (size_t i = 0; i < COUNT * DIM; i++) values[i] = SIGNS[i / DIM][i % DIM] == '+' ? 1 : -1;
    assert_int_equal(
        hop_memory_create((hop_shape){DIM, 1, 1, false}, HOP_F64, HOP_PATTERNS, &memory), HOP_OK);
    assert_int_equal(hop_memory_append(memory, values, COUNT, NULL), HOP_OK);
    return memory;
}

static void all_patterns_have_their_turn_before_any_comes_again(void **state) {
    (void)state;
    hop_memory *memory = five_patterns();
    hop_queries queries = {0};
    assert_int_equal(hop_queries_sample(memory, 2 * COUNT, 7, &queries), HOP_OK);
    for (size_t half = 0; half < 2; half++) {
        bool seen[COUNT] = {false};
        for (size_t i = 0; i < COUNT; i++) seen[queries.targets[half * COUNT + i]] = true;
        for (size_t i = 0; i < COUNT; i++) assert_true(seen[i]);
    }
    for (size_t i = 0; i < 2 * COUNT; i++) {
        double pattern[DIM];
        hop_memory_read(memory, queries.targets[i], 1, pattern);
        assert_memory_equal(queries.states + i * DIM, pattern, sizeof pattern);
        assert_memory_equal(queries.originals + i * DIM, pattern, sizeof pattern);
    }
    hop_queries_clear(&queries);
    hop_memory_destroy(memory);
}

static hop_queries damaged(const hop_memory *memory, const char *spec, uint64_t seed) {
    const hop_canvas canvas = hop_memory_canvas(memory);
    hop_corruption corruption;
    hop_queries queries = {0};
    assert_int_equal(hop_corruption_parse(spec, &corruption), HOP_OK);
    const hop_queries_damage damage = {.corruptions = &corruption, .count = 1, .seed = seed};
    assert_int_equal(hop_queries_sample(memory, COUNT, 7, &queries), HOP_OK);
    assert_int_equal(hop_queries_apply(&queries, &canvas, &damage), HOP_OK);
    return queries;
}

static void damage_follows_from_the_seed_and_leaves_originals_alone(void **state) {
    (void)state;
    hop_memory *memory = five_patterns();
    hop_queries once = damaged(memory, "gaussian:sigma=0.3", 1);
    hop_queries again = damaged(memory, "gaussian:sigma=0.3", 1);
    hop_queries other = damaged(memory, "gaussian:sigma=0.3", 2);
    const size_t bytes = COUNT * DIM * sizeof(double);
    assert_memory_equal(once.states, again.states, bytes);
    assert_memory_not_equal(once.states, other.states, bytes);
    assert_memory_not_equal(once.states, once.originals, bytes);
    assert_memory_equal(once.originals, other.originals, bytes);
    hop_queries_clear(&once);
    hop_queries_clear(&again);
    hop_queries_clear(&other);
    hop_memory_destroy(memory);
}

static void a_query_of_which_nothing_is_known_is_refused_by_name(void **state) {
    (void)state;
    hop_memory *memory = five_patterns();
    const hop_canvas canvas = hop_memory_canvas(memory);
    const hop_queries_damage none = {.count = 0};
    hop_queries queries = {0};
    assert_int_equal(hop_queries_sample(memory, 2, 7, &queries), HOP_OK);
    for (size_t i = 0; i < DIM; i++) queries.states[DIM + i] = NAN;
    assert_int_equal(hop_queries_apply(&queries, &canvas, &none), HOP_E_VALUE);
    assert_contains(hop_status_detail(), "query 1");
    assert_contains(hop_status_detail(), queries.names[1]);
    hop_queries_clear(&queries);
    hop_memory_destroy(memory);
}

static int stop(void *context, const char *what, size_t done, size_t total) {
    (void)context, (void)what, (void)total;
    return done == 1;
}

static void damage_can_be_interrupted(void **state) {
    (void)state;
    hop_memory *memory = five_patterns();
    const hop_canvas canvas = hop_memory_canvas(memory);
    const hop_queries_damage damage = {.progress = stop};
    hop_queries queries = {0};
    assert_int_equal(hop_queries_sample(memory, 2, 7, &queries), HOP_OK);
    assert_int_equal(hop_queries_apply(&queries, &canvas, &damage), HOP_E_CANCELLED);
    hop_queries_clear(&queries);
    hop_memory_destroy(memory);
}

static void the_gentlest_beta_is_no_larger_than_beta_auto_and_says_what_it_found(void **state) {
    (void)state;
    hop_memory *memory = five_patterns();
    const hop_canvas canvas = hop_memory_canvas(memory);
    hop_recall_options options = hop_recall_defaults;
    hop_corruption flip;
    hop_recall *recall = NULL;
    char how[HOP_GENTLE_MAX];
    assert_int_equal(hop_corruption_parse("flip:rate=0.1", &flip), HOP_OK);
    const hop_queries_damage damage = {.corruptions = &flip, .count = 1, .seed = 3};
    const size_t beta = hop_row_parameter_index(&options.model.energy.family->row, "beta");
    assert_int_equal(hop_recall_create(memory, &options, &recall), HOP_OK);
    const double usual = hop_recall_resolved(recall)->model.energy.parameter[beta];
    assert_int_equal(hop_queries_gentle_beta(memory, &canvas, &damage, &options, how), HOP_OK);
    assert_true(options.model.energy.parameter[beta] > 0);
    assert_true(options.model.energy.parameter[beta] <= usual * (1 + 1e-9));
    assert_contains(how, "of 5 sampled patterns, damaged so");
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_patterns_have_their_turn_before_any_comes_again),
        cmocka_unit_test(damage_follows_from_the_seed_and_leaves_originals_alone),
        cmocka_unit_test(a_query_of_which_nothing_is_known_is_refused_by_name),
        cmocka_unit_test(damage_can_be_interrupted),
        cmocka_unit_test(the_gentlest_beta_is_no_larger_than_beta_auto_and_says_what_it_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
