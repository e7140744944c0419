/* Sweeps: orders are permutations of their own.
 * SPDX-License-Identifier: MIT */
#include "bipolar.h"
#include "recall/sweep.h"

enum { DIM = 20 };

/* Writes the place at which each neuron was visited; 0 for those that were not. */
static hop_status note_places(const hop_recall *recall, hop_pass *sweep) {
    for (size_t k = 0; k < recall->dim; k++) sweep->state[k] = 0;
    for (size_t n = 0; n < sweep->count; n++) sweep->state[sweep->order[n]] = 1 + (double)n;
    sweep->energy = (double)sweep->row;
    return HOP_OK;
}

static hop_status refuse_the_third(const hop_recall *recall, hop_pass *sweep) {
    (void)recall;
    return sweep->row == 2 ? HOP_E_VALUE : HOP_OK;
}

static hop_status create_noting(const hop_recall *recall, size_t held, void *fresh) {
    (void)held;
    return hop_recall_pass_create(recall, 1, note_places, fresh);
}

static hop_status create_refusing(const hop_recall *recall, size_t held, void *fresh) {
    (void)held;
    return hop_recall_pass_create(recall, 1, refuse_the_third, fresh);
}

/* One step of four states by a visit to each. */
static hop_status sweep(const hop_recall *recall, hop_step step, bool refuse) {
    const hop_blocks blocks = {.scratch = {sizeof(hop_pass),
                                           refuse ? create_refusing : create_noting,
                                           hop_recall_pass_clear},
                               .run = hop_recall_pass_run,
                               .written = hop_step_written};
    step.recall = recall;
    step.rows = (hop_rows){(size_t[]){0, 1, 2, 3}, 4};
    return hop_blocks_step(&step, &blocks, 1);
}

static hop_recall *make(hop_memory **memory, uint64_t seed) {
    hop_recall_options options = bipolar_options("hebb");
    options.running.seed = seed;
    *memory = fixture_memory(3, DIM, HOP_F64, FIXTURE_BIPOLAR, 1);
    return fixture_recall(*memory, &options);
}

static void places(uint64_t seed, size_t turn, const double *fixed, double *out) {
    hop_memory *memory = NULL;
    hop_recall *recall = make(&memory, seed);
    double states[4 * DIM] = {0}, energy[4];
    const hop_step step = {
        .states = states, .next = out, .energy = energy, .turn = turn, .fixed = fixed};
    assert_ok(sweep(recall, step, false));
    for (size_t i = 0; i < 4; i++) assert_true(energy[i] == (double)i);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

static void each_query_and_sweep_and_seed_has_a_permutation_of_its_own(void **state) {
    (void)state;
    double first[4 * DIM], again[4 * DIM], later[4 * DIM], other[4 * DIM];
    places(1, 0, NULL, first);
    places(1, 0, NULL, again);
    places(1, 1, NULL, later);
    places(2, 0, NULL, other);
    for (size_t i = 0; i < 4; i++) {
        bool seen[DIM + 1] = {false};
        for (size_t k = 0; k < DIM; k++) {
            size_t place = (size_t)first[i * DIM + k];
            assert_true(place >= 1 && place <= DIM && !seen[place]);
            seen[place] = true;
        }
        assert_true(i == 0 || memcmp(first, first + i * DIM, DIM * sizeof *first) != 0);
    }
    assert_memory_equal(first, again, sizeof first);
    assert_true(memcmp(first, later, sizeof first) != 0);
    assert_true(memcmp(first, other, sizeof first) != 0);
}

static void what_is_fixed_is_not_visited(void **state) {
    (void)state;
    double fixed[4 * DIM], out[4 * DIM];
    for (size_t k = 0; k < 4 * DIM; k++) fixed[k] = k % 3 == 0 ? NAN : 1;
    places(1, 0, fixed, out);
    for (size_t k = 0; k < 4 * DIM; k++) assert_true((out[k] > 0) == (k % 3 == 0));
}

static void a_failure_names_the_query(void **state) {
    (void)state;
    hop_memory *memory = NULL;
    hop_recall *recall = make(&memory, 1);
    double states[4 * DIM] = {0}, next[4 * DIM], energy[4];
    const hop_step step = {.states = states, .next = next, .energy = energy};
    assert_refused(sweep(recall, step, true), HOP_E_VALUE, "query 2");
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_query_and_sweep_and_seed_has_a_permutation_of_its_own),
        cmocka_unit_test(what_is_fixed_is_not_visited),
        cmocka_unit_test(a_failure_names_the_query),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
