/* The nearest pattern against brute force, and the verdict.
 * SPDX-License-Identifier: MIT */
#include <float.h>

#include "fixture.h"

/* Lowest index among exact ties. */
static size_t nearest_plainly(const double *patterns, size_t count, size_t dim, const double *y) {
    size_t nearest = 0;
    double best = INFINITY;
    for (size_t i = 0; i < count; i++) {
        double square = 0;
        for (size_t j = 0; j < dim; j++) square += pow(y[j] - patterns[i * dim + j], 2);
        if (square < best) best = square, nearest = i;
    }
    return nearest;
}

/* A result whose states are what they show. */
static hop_recall_result ended_at(const double *outputs, size_t count, size_t dim,
                                  hop_recalled *queries) {
    double *states = (double *)outputs;
    return (hop_recall_result){.count = count,
                               .dim = dim,
                               .queries = queries,
                               .outputs = states,
                               .starts = states,
                               .states = states};
}

static void assert_nearest(const hop_memory *memory, const double *outputs, size_t queries) {
    size_t count = hop_memory_count(memory), dim = hop_memory_dim(memory);
    double *patterns = fixture_patterns(memory);
    hop_recall_options options = fixture_options("dot", 1, HOP_FLOAT);
    hop_recall *recall = fixture_recall(memory, &options);
    hop_recalled *scored = calloc(queries, sizeof *scored);
    hop_recall_result result = ended_at(outputs, queries, dim, scored);
    assert_ok(hop_recall_score(recall, NULL, &result));
    for (size_t i = 0; i < queries; i++)
        assert_int_equal(scored[i].score.nearest,
                         nearest_plainly(patterns, count, dim, outputs + i * dim));
    free(scored);
    free(patterns);
    hop_recall_destroy(recall);
}

static void the_nearest_pattern_is_that_of_brute_force(void **state) {
    (void)state;
    static const size_t COUNTS[] = {1, 2, 63, 64, 65, 500}, DIMS[] = {1, 2, 50, 700};
    for (size_t n = 0; n < 6; n++)
        for (size_t d = 0; d < 4; d++)
            for (int t = 0; t < 3; t++) {
                hop_memory *memory =
                    fixture_memory(COUNTS[n], DIMS[d], (hop_dtype)t, FIXTURE_GREY, n + 10 * d);
                double *outputs = fixture_vectors(35, DIMS[d], FIXTURE_GREY, 5);
                assert_nearest(memory, outputs, 35);
                free(outputs);
                hop_memory_destroy(memory);
            }
}

/* Bipolar patterns and outputs of zero: every pattern is equally far, and some are twice there. */
static void exact_ties_go_to_the_lowest_index(void **state) {
    (void)state;
    enum { COUNT = 200, DIM = 16 };
    double *patterns = fixture_vectors(COUNT, DIM, FIXTURE_BIPOLAR, 2), outputs[4 * DIM] = {0};
    memcpy(patterns + 150 * DIM, patterns + 70 * DIM, DIM * sizeof *patterns);
    memcpy(outputs + DIM, patterns + 150 * DIM, DIM * sizeof *patterns);
    memcpy(outputs + 2 * DIM, patterns + 199 * DIM, DIM * sizeof *patterns);
    hop_memory *memory = fixture_memory_of(patterns, COUNT, DIM, HOP_F32);
    assert_nearest(memory, outputs, 4);
    hop_memory_destroy(memory);
    free(patterns);
}

/* Patterns that differ by less than float sees of their distance from the output. */
static void near_duplicates_are_told_apart(void **state) {
    (void)state;
    enum { COUNT = 100, DIM = 300 };
    double *patterns = fixture_vectors(COUNT, DIM, FIXTURE_GREY, 3), *outputs = NULL;
    for (size_t i = 1; i < COUNT; i++)
        for (size_t j = 0; j < DIM; j++)
            patterns[i * DIM + j] = patterns[j] + 1e-9 * patterns[i * DIM + j];
    outputs = fixture_vectors(COUNT, DIM, FIXTURE_GREY, 4);
    hop_memory *memory = fixture_memory_of(patterns, COUNT, DIM, HOP_F64);
    assert_nearest(memory, outputs, COUNT);
    assert_nearest(memory, patterns, COUNT);
    hop_memory_destroy(memory);
    free(patterns);
    free(outputs);
}

/* Squares that vanish or overflow in float. */
static void numbers_of_any_size_are_compared(void **state) {
    (void)state;
    enum { COUNT = 90, DIM = 20 };
    for (double size = 1e-60; size < 1e61; size *= 1e10) {
        double *patterns = fixture_vectors(COUNT, DIM, FIXTURE_NORMAL, 3);
        double *outputs = fixture_vectors(COUNT, DIM, FIXTURE_NORMAL, 4);
        for (size_t k = 0; k < COUNT * DIM; k++) patterns[k] *= size, outputs[k] *= size;
        hop_memory *memory = fixture_memory_of(patterns, COUNT, DIM, HOP_F64);
        assert_nearest(memory, outputs, COUNT);
        assert_nearest(memory, patterns, COUNT);
        hop_memory_destroy(memory);
        free(patterns);
        free(outputs);
    }
}

/* Three patterns: 0 and 1 are near-duplicates, 2 is far. */
static hop_recalled judge(const double *output, size_t target) {
    double patterns[] = {1, 0, 1, 0.01, 0, 3};
    hop_memory *memory = fixture_memory_of(patterns, 3, 2, HOP_F64);
    hop_recall_options options = fixture_options("euclidean", 1, HOP_FLOAT);
    hop_recall *recall = fixture_recall(memory, &options);
    hop_recalled query = {.k90 = 1, .top_count = 1, .top_weight = {1}};
    hop_recall_result result = ended_at(output, 1, 2, &query);
    assert_ok(hop_recall_score(recall, &target, &result));
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
    return query;
}

static void a_target_that_is_no_pattern_is_refused_by_name(void **state) {
    (void)state;
    hop_memory *memory = fixture_memory(3, 2, HOP_F64, FIXTURE_GREY, 1);
    hop_recall *recall = fixture_recall(memory, &hop_recall_defaults);
    double outputs[] = {0, 1, 1, 0};
    hop_recalled queries[2] = {{0}};
    hop_recall_result result = ended_at(outputs, 2, 2, queries);
    assert_refused(hop_recall_score(recall, (size_t[]){0, 3}, &result), HOP_E_VALUE,
                   "query 1: target 3");
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

static void a_verdict_is_exact_or_like_it(void **state) {
    (void)state;
    double output[] = {1, 0};
    hop_recalled exact = judge(output, 0);
    assert_true(exact.score.exact && exact.score.correct && exact.score.nearest == 0);
    assert_int_equal(exact.score.ended, HOP_END_PATTERN);
    hop_recalled twin = judge(output, 1), other = judge(output, 2);
    assert_true(!twin.score.exact && twin.score.like && twin.score.correct);
    assert_true(!other.score.exact && !other.score.like && !other.score.correct);
}

static void error_and_cosine_are_those_with_the_target(void **state) {
    (void)state;
    double output[] = {3, 4};
    hop_recalled query = judge(output, 0);
    assert_near(query.score.mean_squared_error, (4 + 16) / 2.0, 16 * DBL_EPSILON * 10);
    assert_near(query.score.cosine, 3.0 / 5, 4 * DBL_EPSILON);
    hop_recalled aimless = judge(output, HOP_NO_PATTERN);
    assert_int_equal(aimless.score.nearest, 2);
    assert_near(aimless.score.mean_squared_error, (9 + 1) / 2.0, 16 * DBL_EPSILON * 5);
    assert_near(aimless.score.cosine, 4.0 / 5, 4 * DBL_EPSILON);
    assert_true(!aimless.score.exact && !aimless.score.correct);
    assert_true(judge((double[]){0, 0}, 0).score.cosine == 0);
}

static void a_cosine_of_any_size_is_one_of_itself(void **state) {
    (void)state;
    for (double size = 1e-120; size < 1e121; size *= 1e30) {
        double pattern[] = {size, -2 * size};
        hop_memory *memory = fixture_memory_of(pattern, 1, 2, HOP_F64);
        hop_recall_options options = fixture_options("dot", 1, HOP_DOUBLE);
        hop_recall *recall = fixture_recall(memory, &options);
        hop_recalled query = {0};
        hop_recall_result result = ended_at(pattern, 1, 2, &query);
        assert_ok(hop_recall_score(recall, (size_t[]){0}, &result));
        assert_near(query.score.cosine, 1, 8 * DBL_EPSILON);
        assert_true(query.score.mean_squared_error == 0);
        hop_recall_destroy(recall);
        hop_memory_destroy(memory);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nearest_pattern_is_that_of_brute_force),
        cmocka_unit_test(exact_ties_go_to_the_lowest_index),
        cmocka_unit_test(near_duplicates_are_told_apart),
        cmocka_unit_test(numbers_of_any_size_are_compared),
        cmocka_unit_test(a_target_that_is_no_pattern_is_refused_by_name),
        cmocka_unit_test(a_verdict_is_exact_or_like_it),
        cmocka_unit_test(error_and_cosine_are_those_with_the_target),
        cmocka_unit_test(a_cosine_of_any_size_is_one_of_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
