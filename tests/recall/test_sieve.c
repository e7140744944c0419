/* The sieve: whatever may be within reach is listed, on kind data and on hostile data.
 * Covers: sieve.c sieve_look.c sieve_state.c sieve_candidates.c
 * SPDX-License-Identifier: MIT */
#include "sifting.h"

/* Enough patterns for several parts, and for tiles that do not fit. */
enum { COUNT = 8195 };

static void look_and_judge(data kind, const char *similarity, size_t dim, double part_of_reach,
                           size_t places) {
    hop_memory *memory = memory_of(kind, COUNT, dim);
    hop_recall_options options = fixture_options(similarity, 1, HOP_DOUBLE);
    hop_recall *recall = fixture_recall(memory, &options);
    hop_sieve *sieve = NULL;
    hop_shortlist lists[STATES] = {{0}};
    size_t index[STATES] = {0, 1, 2, 3, 4};
    double *states = states_of(recall);
    double reach = part_of_reach * recall->largest_norm * recall->largest_norm;
    assert_ok(hop_sieve_create(memory, recall->frames, 2, &sieve));
    hop_look look = {reach, COUNT / 2, places, 2};
    assert_ok(hop_sieve_look(sieve, look, (hop_rows){index, STATES}, states, lists));
    judge(recall, states, reach, lists);
    hop_sieve_clear_lists(lists, STATES);
    hop_sieve_destroy(sieve);
    free(states);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

static void no_pattern_within_reach_is_left_out(void **state) {
    (void)state;
    fixture_needs_a_sieve();
    static const size_t DIMS[] = {1, 63, 65};
    for (size_t s = 0; s < SIMILARITY_COUNT; s++)
        for (data k = 0; k < KINDS; k++)
            for (size_t d = 0; d < sizeof DIMS / sizeof *DIMS; d++) {
                look_and_judge(k, SIMILARITIES[s], DIMS[d], 0, 1);
                look_and_judge(k, SIMILARITIES[s], DIMS[d], 0.2, 1);
                look_and_judge(k, SIMILARITIES[s], DIMS[d], 0.02, 2);
            }
}

/* A memory of random pictures, a sieve of it, and states. */
typedef struct setting {
    hop_memory *memory;
    hop_recall *recall;
    hop_sieve *sieve;
    double *states;
} setting;

static setting set_up(void) {
    setting s = {.memory = memory_of(GREY, COUNT, 64)};
    hop_recall_options options = fixture_options("correlation", 1, HOP_DOUBLE);
    s.recall = fixture_recall(s.memory, &options);
    s.states = states_of(s.recall);
    assert_ok(hop_sieve_create(s.memory, s.recall->frames, 2, &s.sieve));
    return s;
}

static void clear(setting *s) {
    hop_sieve_destroy(s->sieve);
    free(s->states);
    hop_recall_destroy(s->recall);
    hop_memory_destroy(s->memory);
}

static void lists_are_short_where_one_pattern_leads(void **state) {
    (void)state;
    fixture_needs_a_sieve();
    setting s = set_up();
    hop_shortlist lists[2] = {{0}};
    size_t index[] = {0, 2};
    hop_look look = {0.1, COUNT / 8, 1, 1};
    assert_ok(hop_sieve_look(s.sieve, look, (hop_rows){index, 1}, s.states, lists));
    assert_int_equal(lists[0].count, 1);
    assert_int_equal(lists[0].patterns[0], 0);
    hop_sieve_clear_lists(lists, 2);
    clear(&s);
}

static void a_list_longer_than_asked_for_is_given_up(void **state) {
    (void)state;
    fixture_needs_a_sieve();
    setting s = set_up();
    hop_shortlist list = {0};
    size_t index = 1;
    hop_look look = {2, COUNT / 8, 1, 1};
    assert_ok(hop_sieve_look(s.sieve, look, (hop_rows){&index, 1}, s.states, &list));
    assert_true(list.full);
    assert_null(list.patterns);
    clear(&s);
}

/* Bounds in float say nothing there; a list would be empty. */
static void a_state_that_bounds_cannot_hold_gets_no_list(void **state) {
    (void)state;
    fixture_needs_a_sieve();
    static const double SIZES[] = {-1e37, 3e38, -3e38, 1e39, 1e200, 1.7e308, INFINITY};
    enum { SIZE_COUNT = sizeof SIZES / sizeof *SIZES };
    setting s = set_up();
    for (size_t k = 0; k < SIZE_COUNT; k++)
        for (size_t places = 1; places <= 2; places++) {
            hop_shortlist list = {0};
            size_t index = 0;
            hop_look look = {1, COUNT / 8, places, 1};
            for (size_t j = 0; j < 64; j++) s.states[j] = SIZES[k];
            assert_ok(hop_sieve_look(s.sieve, look, (hop_rows){&index, 1}, s.states, &list));
            assert_true(list.full);
            assert_null(list.patterns);
        }
    clear(&s);
}

static void lists_do_not_depend_on_threads(void **state) {
    (void)state;
    fixture_needs_a_sieve();
    setting s = set_up();
    size_t index[STATES] = {0, 1, 2, 3, 4};
    hop_shortlist one[STATES] = {{0}}, three[STATES] = {{0}};
    hop_rows rows = {index, STATES};
    assert_ok(hop_sieve_look(s.sieve, (hop_look){0.3, COUNT, 2, 1}, rows, s.states, one));
    assert_ok(hop_sieve_look(s.sieve, (hop_look){0.3, COUNT, 2, 3}, rows, s.states, three));
    for (size_t i = 0; i < STATES; i++) {
        assert_int_equal(one[i].count, three[i].count);
        assert_memory_equal(one[i].patterns, three[i].patterns,
                            one[i].count * sizeof *one[i].patterns);
    }
    hop_sieve_clear_lists(one, STATES);
    hop_sieve_clear_lists(three, STATES);
    clear(&s);
}

static void only_memories_of_bytes_have_one(void **state) {
    (void)state;
    hop_memory *floats = fixture_memory(3, 4, HOP_F32, FIXTURE_GREY, 1);
    assert_false(hop_sieve_is_possible(floats));
    hop_memory_destroy(floats);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_pattern_within_reach_is_left_out),
        cmocka_unit_test(lists_are_short_where_one_pattern_leads),
        cmocka_unit_test(a_list_longer_than_asked_for_is_given_up),
        cmocka_unit_test(a_state_that_bounds_cannot_hold_gets_no_list),
        cmocka_unit_test(lists_do_not_depend_on_threads),
        cmocka_unit_test(only_memories_of_bytes_have_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
