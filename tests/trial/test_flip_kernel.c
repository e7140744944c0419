/* The kernel that moves dense memories one neuron at a time, against recall on the same patterns.
 * SPDX-License-Identifier: MIT */
#include "trial/flip_kernel.h"

#include "trial/kernels.h"

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
static const char *const OTHERS[] = {
    "hebb", "storkey", "pseudo-inverse", "sparsemax:beta=1", "softmax1:beta=0.2", "lse"};

static void *create(const hop_energy *energy, size_t dim, size_t patterns) {
    hop_flip *flip = NULL;
    assert_ok(hop_flip_create(energy, dim, patterns, &flip));
    return flip;
}

static void draw(void *kernel, size_t patterns, hop_random *random) {
    hop_flip_draw(kernel, patterns, random);
}

static void get(void *kernel, double *state) {
    hop_flip_get(kernel, state);
}

static void set(void *kernel, const double *state) {
    hop_flip_set(kernel, state);
}

static size_t settle(void *kernel, size_t steps, uint64_t seed) {
    return hop_flip_settle(kernel, steps, seed);
}

static bool is_nearest(void *kernel) {
    return hop_flip_is_nearest(kernel);
}

static void destroy(void *kernel) {
    hop_flip_destroy(kernel);
}

static const tested_kernel KERNEL = {.update = &hop_update_asynchronous,
                                     .seed = 5,
                                     .takes = hop_flip_takes,
                                     .create = create,
                                     .draw = draw,
                                     .get = get,
                                     .set = set,
                                     .settle = settle,
                                     .is_nearest = is_nearest,
                                     .destroy = destroy};

static void it_ends_where_recall_ends_after_as_many_sweeps(void **state) {
    (void)state;
    assert_all_alike(&KERNEL, FAMILIES, sizeof FAMILIES / sizeof *FAMILIES);
}

/* Where a pattern that leads may lose its lead on the way, and where it may not. */
static void leaders_decide_what_the_sums_decide(void **state) {
    (void)state;
    static const char *const CASES[] = {"polynomial:degree=2", "polynomial:degree=3",
                                        "polynomial:degree=4", "exponential", "lse:beta=0.3"};
    assert_small_ones_alike(&KERNEL, CASES, sizeof CASES / sizeof *CASES);
}

static void steps_end_at_their_limit(void **state) {
    (void)state;
    assert_limits_alike(&KERNEL);
}

static void a_state_far_from_every_pattern_moves_all_the_same(void **state) {
    (void)state;
    assert_far_states_alike(&KERNEL);
}

static void energies_that_recall_updates_otherwise_are_not_taken(void **state) {
    (void)state;
    assert_none_taken(&KERNEL, OTHERS, sizeof OTHERS / sizeof *OTHERS);
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
    assert_int_equal(hop_flip_settle(flip, 100, KERNEL.seed), 2);
    assert_int_equal(hop_flip_wrong(flip), 0);
    hop_flip_destroy(flip);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_turned_is_wrong_until_it_is_recalled),
        cmocka_unit_test(it_ends_where_recall_ends_after_as_many_sweeps),
        cmocka_unit_test(leaders_decide_what_the_sums_decide),
        cmocka_unit_test(steps_end_at_their_limit),
        cmocka_unit_test(a_state_far_from_every_pattern_moves_all_the_same),
        cmocka_unit_test(energies_that_recall_updates_otherwise_are_not_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
