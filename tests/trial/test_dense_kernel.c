/* The kernel of dense memories against recall on the same patterns.
 * SPDX-License-Identifier: MIT */
#include "trial/dense_kernel.h"

#include "trial/kernels.h"

static const char *const FAMILIES[] = {
    "polynomial",           "polynomial:degree=2,rectified=no",
    "polynomial:degree=20", "exponential",
    "lse:beta=0.1",         "polynomial:degree=40",
};
static const char *const OTHERS[] = {"hebb",
                                     "storkey",
                                     "pseudo-inverse",
                                     "polynomial:degree=3,rectified=no",
                                     "sparsemax:beta=1",
                                     "softmax1:beta=0.2",
                                     "lse"};

static void *create(const hop_energy *energy, size_t dim, size_t patterns) {
    hop_dense *dense = NULL;
    assert_ok(hop_dense_create(energy, dim, patterns, &dense));
    return dense;
}

static void draw(void *kernel, size_t patterns, hop_random *random) {
    hop_dense_draw(kernel, patterns, random);
}

static void get(void *kernel, double *state) {
    hop_dense_get(kernel, state);
}

static void set(void *kernel, const double *state) {
    hop_dense_set(kernel, state);
}

/* All neurons at once: there is no order to be drawn. */
static size_t settle(void *kernel, size_t steps, uint64_t seed) {
    (void)seed;
    return hop_dense_settle(kernel, steps);
}

static bool is_nearest(void *kernel) {
    return hop_dense_is_nearest(kernel);
}

static void destroy(void *kernel) {
    hop_dense_destroy(kernel);
}

static const tested_kernel KERNEL = {.update = NULL,
                                     .takes = hop_dense_takes,
                                     .create = create,
                                     .draw = draw,
                                     .get = get,
                                     .set = set,
                                     .settle = settle,
                                     .is_nearest = is_nearest,
                                     .destroy = destroy};

static void it_ends_where_recall_ends_after_as_many_steps(void **state) {
    (void)state;
    assert_all_alike(&KERNEL, FAMILIES, sizeof FAMILIES / sizeof *FAMILIES);
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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_ends_where_recall_ends_after_as_many_steps),
        cmocka_unit_test(steps_end_at_their_limit),
        cmocka_unit_test(a_state_far_from_every_pattern_moves_all_the_same),
        cmocka_unit_test(energies_that_recall_updates_otherwise_are_not_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
