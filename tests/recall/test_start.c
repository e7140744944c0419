/* From queries to states: what is unknown does not count, and is filled with what is expected.
 * SPDX-License-Identifier: MIT */
#include <float.h>

#include "fixture.h"

static void a_known_query_is_its_frame(void **state) {
    (void)state;
    enum { COUNT = 40, DIM = 30, QUERIES = 37 };
    hop_memory *memory = fixture_memory(COUNT, DIM, HOP_F32, FIXTURE_GREY, 1);
    double *queries = fixture_vectors(QUERIES, DIM, FIXTURE_GREY, 2), states[QUERIES * DIM];
    for (size_t s = 0; s < FIXTURE_SIMILARITY_COUNT; s++) {
        hop_recall_options options = fixture_options(FIXTURE_SIMILARITIES[s], 1, HOP_FLOAT);
        hop_recall *recall = fixture_recall(memory, &options);
        assert_ok(hop_recall_start(recall, queries, QUERIES, states));
        for (size_t i = 0; i < QUERIES; i++) {
            double expected[DIM];
            memcpy(expected, queries + i * DIM, sizeof expected);
            hop_frame frame = options.model.similarity.kind->frame(NULL, expected, DIM);
            hop_recall_apply_frame(frame, expected, DIM);
            assert_memory_equal(states + i * DIM, expected, sizeof expected);
        }
        hop_recall_destroy(recall);
    }
    free(queries);
    hop_memory_destroy(memory);
}

/* Unknown pixels of a neighbour in the batch change nothing for a query that is known. */
static void queries_do_not_see_each_other(void **state) {
    (void)state;
    enum { DIM = 12, QUERIES = 20 };
    hop_memory *memory = fixture_memory(9, DIM, HOP_F32, FIXTURE_GREY, 1);
    hop_recall_options options = fixture_options("correlation", 5, HOP_FLOAT);
    hop_recall *recall = fixture_recall(memory, &options);
    double *queries = fixture_vectors(QUERIES, DIM, FIXTURE_GREY, 2);
    double alone[QUERIES * DIM], among[QUERIES * DIM];
    assert_ok(hop_recall_start(recall, queries, QUERIES, alone));
    for (size_t j = 1; j < DIM; j++) queries[3 * DIM + j] = NAN;
    assert_ok(hop_recall_start(recall, queries, QUERIES, among));
    for (size_t i = 0; i < QUERIES; i++) {
        int same = memcmp(alone + i * DIM, among + i * DIM, DIM * sizeof *alone) == 0;
        assert_int_equal(same, i != 3);
    }
    free(queries);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

/* One known pixel of two, two patterns: the weights of the first look by hand. */
static void unknown_pixels_are_what_the_first_weights_expect(void **state) {
    (void)state;
    double patterns[] = {1, 10, 2, 20}, query[] = {3, NAN}, made[2];
    hop_memory *memory = fixture_memory_of(patterns, 2, 2, HOP_F64);
    hop_recall_options options = fixture_options("dot", 0.25, HOP_DOUBLE);
    hop_recall *recall = fixture_recall(memory, &options);
    assert_ok(hop_recall_start(recall, query, 1, made));
    /* Similarities 3 and 6 by one pixel, twice that by both: the gap is 6. */
    double second = 1 / (1 + exp(-0.25 * 6));
    assert_true(made[0] == 3);
    assert_near(made[1], 10 * (1 - second) + 20 * second, 16 * 20 * DBL_EPSILON);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

/* A stored picture, darker and paler, half of it unknown: completed on its own scale, so that its
 * key is that of the picture itself. */
static void under_correlation_the_rest_comes_on_the_query_s_own_scale(void **state) {
    (void)state;
    enum { COUNT = 20, DIM = 60 };
    hop_memory *memory = fixture_memory(COUNT, DIM, HOP_F64, FIXTURE_GREY, 6);
    double *patterns = fixture_patterns(memory), query[DIM], made[DIM];
    hop_recall_options options = fixture_options("correlation", 2000, HOP_DOUBLE);
    hop_recall *recall = fixture_recall(memory, &options);
    for (size_t j = 0; j < DIM; j++)
        query[j] = j < DIM / 2 ? 0.2 + 0.1 * patterns[7 * DIM + j] : NAN;
    assert_ok(hop_recall_start(recall, query, 1, made));
    assert_near(fixture_distance(made, recall->keys + 7 * DIM, DIM), 0, 64 * DIM * DBL_EPSILON);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
    free(patterns);
}

static void more_patterns_than_a_tile_are_all_expected(void **state) {
    (void)state;
    enum { COUNT = 150, DIM = 8 }; /* tiles of 64 */
    hop_memory *memory = fixture_memory(COUNT, DIM, HOP_F64, FIXTURE_GREY, 6);
    double *patterns = fixture_patterns(memory), query[DIM], made[DIM], mean = 0;
    hop_recall_options options = fixture_options("dot", 1e-30, HOP_DOUBLE);
    hop_recall *recall = fixture_recall(memory, &options);
    for (size_t j = 0; j < DIM; j++) query[j] = j == 2 ? NAN : 1;
    assert_ok(hop_recall_start(recall, query, 1, made));
    for (size_t i = 0; i < COUNT; i++) mean += patterns[i * DIM + 2] / COUNT;
    assert_near(made[2], mean, COUNT * DBL_EPSILON);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
    free(patterns);
}

static void a_pattern_in_any_tile_completes_its_own_half(void **state) {
    (void)state;
    enum { COUNT = 150, DIM = 40 };
    hop_memory *memory = fixture_memory(COUNT, DIM, HOP_F64, FIXTURE_GREY, 6);
    double *patterns = fixture_patterns(memory), query[DIM], made[DIM];
    hop_recall_options options = fixture_options("euclidean", 1000, HOP_DOUBLE);
    hop_recall *recall = fixture_recall(memory, &options);
    for (size_t i = 0; i < COUNT; i += 29) {
        for (size_t j = 0; j < DIM; j++) query[j] = j % 2 ? NAN : patterns[i * DIM + j];
        assert_ok(hop_recall_start(recall, query, 1, made));
        double apart = fixture_distance(made, patterns + i * DIM, DIM);
        assert_near(apart, 0, COUNT * DIM * DBL_EPSILON); /* the others weigh exp(-1000) or less */
    }
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
    free(patterns);
}

static void a_first_similarity_that_overflows_names_its_query(void **state) {
    (void)state;
    enum { DIM = 1000, QUERIES = 18 };
    double *queries = fixture_vectors(QUERIES, DIM, FIXTURE_GREY, 1), *states = NULL;
    double *pattern = malloc(DIM * sizeof *pattern);
    states = malloc(QUERIES * DIM * sizeof *states);
    for (size_t j = 0; j < DIM; j++) pattern[j] = 1e152;
    for (size_t j = 0; j < DIM; j++) queries[17 * DIM + j] = j < 2 ? 9e153 : NAN;
    hop_memory *memory = fixture_memory_of(pattern, 1, DIM, HOP_F64);
    hop_recall_options options = fixture_options("dot", 1, HOP_DOUBLE);
    hop_recall *recall = fixture_recall(memory, &options);
    queries[17 * DIM] = 1e155; /* 1e155 * 1e152 * 1000 / 2 */
    assert_refused(hop_recall_start(recall, queries, QUERIES, states), HOP_E_VALUE,
                   "query 17: a similarity is not finite");
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
    free(pattern);
    free(queries);
    free(states);
}

/* A ball is found by the known pixels alone, and its pattern fills in the rest. */
static void a_family_of_distances_fills_in_the_pattern_that_is_near(void **state) {
    (void)state;
    enum { DIM = 20 };
    hop_memory *memory = fixture_memory(30, DIM, HOP_F64, FIXTURE_NORMAL, 3);
    hop_recall_options options = fixture_options("euclidean", 1, HOP_DOUBLE);
    assert_ok(hop_energy_parse("lsr:beta=1", &options.model.energy));
    hop_recall *recall = fixture_recall(memory, &options);
    double query[DIM], filled[DIM], pattern[DIM];
    hop_memory_read(memory, 11, 1, pattern);
    for (size_t j = 0; j < DIM; j++) query[j] = j < DIM / 2 ? pattern[j] : NAN;
    assert_ok(hop_recall_start(recall, query, 1, filled));
    assert_memory_equal(filled, pattern, sizeof pattern);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_known_query_is_its_frame),
        cmocka_unit_test(queries_do_not_see_each_other),
        cmocka_unit_test(unknown_pixels_are_what_the_first_weights_expect),
        cmocka_unit_test(under_correlation_the_rest_comes_on_the_query_s_own_scale),
        cmocka_unit_test(more_patterns_than_a_tile_are_all_expected),
        cmocka_unit_test(a_pattern_in_any_tile_completes_its_own_half),
        cmocka_unit_test(a_first_similarity_that_overflows_names_its_query),
        cmocka_unit_test(a_family_of_distances_fills_in_the_pattern_that_is_near),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
