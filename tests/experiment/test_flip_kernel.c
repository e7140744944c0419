/* The kernel that moves dense memories one neuron at a time, against recall on the same patterns.
 * SPDX-License-Identifier: MIT */
#include "experiment/flip_kernel.h"

#include <hopfield/recall.h>

#include "experiment/draw.h"
#include "experiment/fixture.h"

static const char *const FAMILIES[] = {
    "polynomial",
    "polynomial:degree=2,rectified=no",
    "polynomial:degree=20",
    "exponential",
    "lse:beta=0.1",
    "polynomial:degree=40",
    "polynomial:degree=3,rectified=no",
    "polynomial:degree=4,rectified=no",
};
enum { SEED = 5, FAMILY_COUNT = sizeof FAMILIES / sizeof *FAMILIES };

static hop_energy energy_of(const char *spec) {
    hop_energy energy;
    assert_ok(hop_energy_parse(spec, &energy));
    return energy;
}

/* Changes every `apart`th value of a state. */
static void flip_some(double *state, size_t dim, size_t apart) {
    for (size_t j = 0; apart > 0 && j < dim; j += apart) state[j] = -state[j];
}

static hop_recall_result recall_of(const hop_memory *memory, const hop_energy *energy,
                                   const double *start, size_t steps) {
    hop_recall_options options = hop_recall_defaults;
    hop_recall *recall = NULL;
    hop_recall_result result = {0};
    size_t target = 0;
    options.energy = *energy;
    options.steps = steps;
    options.threads = 1;
    options.seed = SEED;
    options.update = HOP_UPDATE_ASYNCHRONOUS;
    assert_ok(hop_similarity_parse("hamming", &options.similarity));
    assert_ok(hop_recall_create(memory, &options, &recall));
    assert_ok(hop_recall_run(recall, start, 1, &target, &result));
    hop_recall_destroy(recall);
    return result;
}

/* Fails unless kernel and recall end alike, having started alike. */
static void assert_alike(const char *family, size_t dim, size_t patterns, size_t apart,
                         size_t steps) {
    hop_energy energy = energy_of(family);
    hop_flip *flip = NULL;
    hop_memory *memory = NULL;
    hop_random random;
    double *start = calloc(dim, sizeof *start), *end = calloc(dim, sizeof *end);
    assert_true(start && end && hop_flip_takes(&energy));
    assert_ok(hop_flip_create(&energy, dim, patterns + 3, &flip));
    hop_random_init(&random, 12, dim);
    hop_flip_draw(flip, patterns + 3, &random); /* leaves its traces */
    (void)hop_flip_settle(flip, 2, SEED);
    hop_random_init(&random, 11, dim + patterns);
    hop_flip_draw(flip, patterns, &random);
    hop_random_init(&random, 11, dim + patterns);
    assert_ok(hop_draw_memory(HOP_PATTERN_BIPOLAR, dim, patterns, &random, &memory));
    hop_memory_read(memory, 0, 1, end);
    hop_flip_get(flip, start);
    assert_memory_equal(start, end, dim * sizeof *start);

    flip_some(start, dim, apart);
    hop_flip_set(flip, start);
    hop_recall_result result = recall_of(memory, &energy, start, steps);
    size_t taken = hop_flip_settle(flip, steps, SEED);
    hop_flip_get(flip, end);
    bool alike =
        taken == result.queries[0].steps && hop_flip_is_nearest(flip) == result.queries[0].exact;
    for (size_t j = 0; j < dim; j++) alike = alike && (end[j] > 0) == (result.outputs[j] > 0);
    if (!alike)
        fail_msg("%s, %zu patterns of %zu, every %zu. flipped: %zu steps, not %zu", family,
                 patterns, dim, apart, taken, result.queries[0].steps);
    hop_recall_result_clear(&result);
    hop_memory_destroy(memory);
    hop_flip_destroy(flip);
    free(start);
    free(end);
}

static void it_ends_where_recall_ends_after_as_many_sweeps(void **state) {
    (void)state;
    static const size_t DIMS[] = {1, 2, 31, 32, 33, 63, 64, 65, 100, 129, 513};
    static const size_t COUNTS[] = {1, 2, 5, 60, 300};
    for (size_t f = 0; f < FAMILY_COUNT; f++)
        for (size_t d = 0; d < sizeof DIMS / sizeof *DIMS; d++)
            for (size_t c = 0; c < sizeof COUNTS / sizeof *COUNTS; c++)
                for (size_t apart = 0; apart < 8; apart++)
                    assert_alike(FAMILIES[f], DIMS[d], COUNTS[c], apart, 100);
}

static void steps_end_at_their_limit(void **state) {
    (void)state;
    for (size_t steps = 1; steps <= 4; steps++)
        assert_alike("polynomial:degree=2", 65, 40, 3, steps);
}

/* The largest overlap is far below what the table of weights begins with. */
static void a_state_far_from_every_pattern_moves_all_the_same(void **state) {
    (void)state;
    assert_alike("exponential", 2000, 4, 1, 100);
    assert_alike("exponential", 2000, 4, 2, 100);
    assert_alike("polynomial:degree=60", 2000, 3, 2, 100);
}

static void energies_that_recall_updates_otherwise_are_not_taken(void **state) {
    (void)state;
    static const char *const OTHERS[] = {
        "hebb", "storkey", "pseudo-inverse", "sparsemax:beta=1", "softmax1:beta=0.2", "lse"};
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++) {
        hop_energy energy = energy_of(OTHERS[i]);
        assert_false(hop_flip_takes(&energy));
    }
}

static void what_is_turned_is_wrong_until_it_is_recalled(void **state) {
    (void)state;
    static const size_t NEURONS[] = {0, 3, 64, 99};
    hop_energy energy = energy_of("polynomial");
    hop_flip *flip = NULL;
    hop_random random;
    assert_ok(hop_flip_create(&energy, 100, 50, &flip));
    hop_random_init(&random, 3, 0);
    hop_flip_draw(flip, 50, &random);
    assert_int_equal(hop_flip_wrong(flip), 0);
    hop_flip_turn(flip, NEURONS, 4);
    assert_int_equal(hop_flip_wrong(flip), 4);
    assert_int_equal(hop_flip_settle(flip, 100, SEED), 2);
    assert_int_equal(hop_flip_wrong(flip), 0);
    hop_flip_destroy(flip);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_turned_is_wrong_until_it_is_recalled),
        cmocka_unit_test(it_ends_where_recall_ends_after_as_many_sweeps),
        cmocka_unit_test(steps_end_at_their_limit),
        cmocka_unit_test(a_state_far_from_every_pattern_moves_all_the_same),
        cmocka_unit_test(energies_that_recall_updates_otherwise_are_not_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
