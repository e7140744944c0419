/* How long a list serves: as long as no pattern that it leaves out can matter.
 * SPDX-License-Identifier: MIT */
#include "fixture.h"

#include "recall/pruned.h"

extern const hop_engine hop_recall_engine_reference;

enum { COUNT = 2100, DIM = 97 };

/* A state short enough that its list is, then nearly the same one, then one to which another
 * pattern is more similar than any listed, though those have become more similar too. */
static void a_list_serves_until_its_state_has_moved_too_far(void **state) {
    (void)state;
    fixture_needs_a_sieve();
    hop_memory *memory = fixture_memory(COUNT, DIM, HOP_U8, FIXTURE_GREY, 21);
    hop_recall_options options = fixture_options("correlation", 2000, HOP_FLOAT);
    hop_recall *recall = fixture_recall(memory, &options);
    static const double PARTS[][2] = {{0.1, 0}, {0.1, 0.001}, {0.9, 1}};
    double keys[2][DIM], states[DIM], next[DIM], fresh[DIM], energy = 0, expected = 0;
    size_t index = 0;
    hop_rows rows = {&index, 1};
    hop_lists *known = NULL;
    assert_ok(hop_lists_create(1, DIM, &known));
    for (size_t k = 0; k < 2; k++) {
        hop_memory_read(memory, k, 1, keys[k]);
        hop_recall_apply_frame(recall->frames[k], keys[k], DIM);
    }
    for (size_t turn = 0; turn < 3; turn++) {
        for (size_t j = 0; j < DIM; j++)
            states[j] = (double)(float)(PARTS[turn][0] * keys[0][j] + PARTS[turn][1] * keys[1][j]);
        hop_step step = {.recall = recall,
                         .rows = rows,
                         .states = states,
                         .next = next,
                         .energy = &energy,
                         .turn = turn,
                         .known = known};
        assert_ok(recall->engine->step(&step));
        step.known = NULL;
        step.next = fresh;
        step.energy = &expected;
        assert_ok(recall->engine->step(&step));
        assert_near(energy, expected, 1e-9);
        assert_near(fixture_distance(next, fresh, DIM), 0, 1e-6);
    }
    assert_true(known->listed == 3);
    hop_lists_destroy(known);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

/* A noisy state's list serves the pattern itself and what lies between, where the way alone would
 * say nothing; and wherever it serves, on the way to other patterns too, none comes within reach.
 */
static void a_list_serves_where_no_other_pattern_can_have_turned_as_near(void **state) {
    (void)state;
    fixture_needs_a_sieve();
    const double reach = 0.05;
    hop_memory *memory = fixture_memory(COUNT, DIM, HOP_U8, FIXTURE_GREY, 21);
    hop_recall_options options = fixture_options("correlation", 600, HOP_DOUBLE);
    hop_recall *plain = fixture_recall(memory, &options);
    options.running.precision = HOP_FLOAT;
    hop_recall *recall = fixture_recall(memory, &options);
    double *noise = fixture_vectors(1, DIM, FIXTURE_NORMAL, 5), *s = malloc(COUNT * sizeof *s);
    double key[DIM], origin[DIM], now[DIM];
    size_t index = 0, turned = 0;
    hop_lists *known = NULL;
    hop_listed listed = {0};
    hop_memory_read(memory, 0, 1, key);
    hop_recall_apply_frame(recall->frames[0], key, DIM);
    for (size_t j = 0; j < DIM; j++) origin[j] = (double)(float)(key[j] + 0.1 * noise[j]);
    assert_ok(hop_lists_create(1, DIM, &known));
    assert_ok(hop_listed_create(recall, COUNT, &listed));
    assert_ok(hop_lists_look(recall, known, (hop_rows){&index, 1}, origin,
                             (hop_look){reach, COUNT / 8, 2, 1}));
    for (int step = 0; step < 8 * 30; step++) {
        double moved = 0, peak = -INFINITY, others = -INFINITY, goal[DIM];
        hop_memory_read(memory, (size_t)(step / 30), 1, goal);
        hop_recall_apply_frame(recall->frames[step / 30], goal, DIM);
        for (size_t j = 0; j < DIM; j++) {
            now[j] = origin[j] + step % 30 / 20.0 * (goal[j] - origin[j]);
            moved += (now[j] - origin[j]) * (now[j] - origin[j]);
        }
        if (!hop_lists_serve(recall, known, 0, now, reach, &listed)) continue;
        hop_recall_engine_reference.similarities(plain, (hop_rows){&index, 1}, now, s);
        for (size_t k = 0, at = 0; k < COUNT; k++) {
            const hop_shortlist *list = known->lists;
            const bool is_listed = at < list->count && list->patterns[at] == k;
            at += is_listed ? 1 : 0;
            double *most = is_listed ? &peak : &others;
            *most = fmax(*most, s[k]);
        }
        assert_true(others <= peak - reach);
        if (known->lists->outside + recall->largest_norm * sqrt(moved) > peak - reach) turned++;
    }
    assert_true(turned > 5);
    hop_listed_clear(&listed);
    hop_lists_destroy(known);
    hop_recall_destroy(recall);
    hop_recall_destroy(plain);
    hop_memory_destroy(memory);
    free(noise);
    free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_serves_until_its_state_has_moved_too_far),
        cmocka_unit_test(a_list_serves_where_no_other_pattern_can_have_turned_as_near),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
