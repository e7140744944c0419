/* The step position by position: the pattern with most of the weight, and many patterns at once.
 * SPDX-License-Identifier: MIT */
#include "fixture.h"
#include "recall/centre.h"

/* The step from `weights` [count] as the row's own centre has it, one position after another. */
static void define(const hop_recall *recall, const double *x, const double *weights,
                   const double *state, double *next) {
    const hop_similarity *similarity = &recall->options.model.similarity;
    size_t count = recall->count, dim = recall->dim;
    double *column = malloc(count * sizeof *column), *work = malloc(4 * (count + 1) * sizeof *work);
    assert_true(column && work);
    for (size_t j = 0; j < dim; j++) {
        for (size_t k = 0; k < count; k++) column[k] = x[k * dim + j];
        next[j] =
            similarity->kind->centre(similarity->parameter, state[j], column, weights, count, work);
    }
    free(column);
    free(work);
}

static void check(const char *form, size_t count, size_t dim, double largest) {
    hop_memory *memory = fixture_memory(count, dim, HOP_F32, FIXTURE_NORMAL, count);
    hop_recall_options options = fixture_options(form, 1, HOP_FLOAT);
    hop_recall *recall = fixture_recall(memory, &options);
    double *x = fixture_patterns(memory), *state = fixture_vectors(1, dim, FIXTURE_NORMAL, 2);
    double *weights = fixture_vectors(1, count, FIXTURE_GREY, 3);
    double *next = malloc(dim * sizeof *next), *expected = malloc(dim * sizeof *expected);
    double *scratch = malloc(hop_recall_centre_scratch(count) * sizeof *scratch);
    size_t *near = malloc(count * sizeof *near);
    assert_true(next && expected && scratch && near);
    for (size_t k = 0; k < count; k++) near[k] = k;
    weights[count / 2] = largest;
    hop_recall_centre(recall, near, weights, count, state, next, scratch);
    define(recall, x, weights, state, expected);
    assert_memory_equal(next, expected, dim * sizeof *next);
    if (largest > (double)count) assert_memory_equal(next, x + count / 2 * dim, dim * sizeof *next);
    free(x), free(state), free(weights), free(next), free(expected), free(scratch), free(near);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

static void a_pattern_with_most_of_the_weight_is_the_step(void **state) {
    (void)state;
    check("manhattan", 9, 130, 10);
    check("robust", 9, 130, 10);
}

static void positions_go_by_as_many_as_there_is_room_for(void **state) {
    (void)state;
    check("manhattan", 5, 200, 0.5);
    check("robust", 5, 64, 0.5);
    check("manhattan", 1500, 100, 0.5);
    check("robust", 1500, 100, 0.5);
    check("manhattan", 70000, 3, 0.5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pattern_with_most_of_the_weight_is_the_step),
        cmocka_unit_test(positions_go_by_as_many_as_there_is_room_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
