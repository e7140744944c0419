/* The first step beside attention: equal to rounding, and no reason to fail.
 * SPDX-License-Identifier: MIT */
#include "fixture.h"

/* The largest attention_difference of a run over random queries. */
static double largest_difference(hop_dtype dtype, const char *similarity, double beta,
                                 hop_precision precision) {
    enum { COUNT = 200, DIM = 48, QUERIES = 40 };
    hop_memory *memory = fixture_memory(COUNT, DIM, dtype, FIXTURE_GREY, 3);
    double *queries = fixture_vectors(QUERIES, DIM, FIXTURE_GREY, 4), largest = 0;
    hop_recall_options options = fixture_options(similarity, beta, precision);
    hop_recall_result result = fixture_run(memory, &options, queries, QUERIES, NULL);
    for (size_t i = 0; i < QUERIES; i++) {
        assert_true(result.queries[i].attention_difference >= 0);
        largest = fmax(largest, result.queries[i].attention_difference);
    }
    hop_recall_result_clear(&result);
    hop_memory_destroy(memory);
    free(queries);
    return largest;
}

static const double BETAS[] = {NAN, 0.01, 1, 20};

static void in_double_they_differ_by_at_most_1e_12(void **state) {
    (void)state;
    for (size_t s = 0; s < FIXTURE_SIMILARITY_COUNT; s++)
        for (size_t b = 0; b < 4; b++)
            for (int t = 0; t < 3; t++)
                assert_true(largest_difference((hop_dtype)t, FIXTURE_SIMILARITIES[s], BETAS[b],
                                               HOP_DOUBLE) <= 1e-12);
}

/* Default options are among them.  Not so the dot product with beta auto: grey pictures are hardly
 * separated by it, so beta is in the hundreds and similarities of 16 in float are worth 1.3e-4. */
static void in_float_they_differ_by_at_most_1e_4(void **state) {
    (void)state;
    for (size_t s = 0; s < FIXTURE_SIMILARITY_COUNT; s++)
        for (size_t b = s == 0 ? 1 : 0; b < 4; b++)
            for (int t = 0; t < 3; t++) {
                double off =
                    largest_difference((hop_dtype)t, FIXTURE_SIMILARITIES[s], BETAS[b], HOP_FLOAT);
                assert_true(off <= 1e-4);
                /* Exactly 0 would be one program twice, but where one pattern has all weight. */
                if (b > 0) assert_true(off > 0);
            }
}

/* The worked example of a textbook on language models, as a memory that is shown its own tokens. */
static void a_worked_example_of_attention_is_one_step_of_recall(void **state) {
    (void)state;
    static const double TOKENS[] = {.43, .15, .89, .55, .87, .66, .57, .85, .64,
                                    .22, .58, .33, .77, .25, .10, .05, .80, .55};
    static const double CONTEXT[] = {.4421, .5931, .5790, .4419, .6515, .5683, .4431, .6496, .5671,
                                     .4304, .6298, .5510, .4671, .5910, .5266, .4177, .6503, .5645};
    hop_memory *memory = fixture_memory_of(TOKENS, 6, 3, HOP_F64);
    hop_recall_options options = fixture_options("dot", 1, HOP_DOUBLE);
    options.stopping.steps = 1;
    hop_recall_result result = fixture_run(memory, &options, TOKENS, 6, NULL);
    for (size_t k = 0; k < 18; k++) assert_near(result.outputs[k], CONTEXT[k], 0.00005);
    hop_recall_result_clear(&result);
    hop_memory_destroy(memory);
}

static void what_overflows_in_attention_is_not_compared_and_no_failure(void **state) {
    (void)state;
    double patterns[] = {1e150, -1e150}, query[] = {1e150};
    hop_memory *memory = fixture_memory_of(patterns, 2, 1, HOP_F64);
    hop_recall_options options = fixture_options("dot", 1e10, HOP_DOUBLE);
    hop_recall_result result = fixture_run(memory, &options, query, 1, NULL);
    assert_true(result.outputs[0] == 1e150);
    assert_true(isnan(result.queries[0].attention_difference));
    hop_recall_result_clear(&result);
    hop_memory_destroy(memory);
}

static void as_many_as_are_asked_for_are_compared_evenly_spread(void **state) {
    (void)state;
    hop_memory *memory = fixture_memory(5, 3, HOP_F32, FIXTURE_GREY, 3);
    double *queries = fixture_vectors(6, 3, FIXTURE_GREY, 4);
    hop_recall_options options = fixture_options("dot", 1, HOP_FLOAT);
    hop_recall *recall = fixture_recall(memory, &options);
    hop_recall_result result = {0};
    assert_ok(hop_recall_run(recall, queries, 6, &result));
    assert_ok(hop_recall_compare_attention(recall, 0, &result));
    for (size_t i = 0; i < 6; i++) assert_true(isnan(result.queries[i].attention_difference));
    assert_ok(hop_recall_compare_attention(recall, 2, &result));
    for (size_t i = 0; i < 6; i++)
        assert_true(isnan(result.queries[i].attention_difference) == (i != 0 && i != 3));
    hop_recall_result_clear(&result);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
    free(queries);
}

/* Two patterns that share the weight at a steep beta: what float gets wrong of their similarities
 * would show a thousandfold, so what is shown compares the leaders in double. */
static void near_duplicates_that_share_the_weight_are_told_apart_in_double(void **state) {
    (void)state;
    enum { COUNT = 20, DIM = 3000, QUERIES = 8 };
    double *patterns = fixture_vectors(COUNT, DIM, FIXTURE_GREY, 11);
    double *queries = fixture_vectors(QUERIES, DIM, FIXTURE_GREY, 12);
    memcpy(patterns + DIM, patterns, DIM * sizeof *patterns);
    for (size_t j = 0; j < 30; j++) patterns[DIM + 100 * j] = 1 - patterns[DIM + 100 * j];
    for (size_t k = 0; k < QUERIES * DIM; k++)
        queries[k] = 0.02 * queries[k] + 0.49 * (patterns[k % DIM] + patterns[DIM + k % DIM]);
    hop_memory *memory = fixture_memory_of(patterns, COUNT, DIM, HOP_F32);
    hop_recall_options options = fixture_options("correlation", 30000, HOP_FLOAT);
    hop_recall_result result = fixture_run(memory, &options, queries, QUERIES, NULL);
    for (size_t i = 0; i < QUERIES; i++)
        assert_true(result.queries[i].attention_difference <= 1e-8);
    hop_recall_result_clear(&result);
    hop_memory_destroy(memory);
    free(patterns);
    free(queries);
}

/* Two parts and a bit of the memory: what leads lies in the last, and ties go through all. */
static void parts_of_a_memory_are_one_attention(void **state) {
    (void)state;
    enum { COUNT = 2100, DIM = 1040, QUERIES = 35 };
    double *patterns = fixture_vectors(COUNT, DIM, FIXTURE_GREY, 13);
    double *queries = fixture_vectors(QUERIES, DIM, FIXTURE_GREY, 14);
    memcpy(queries, patterns + (COUNT - 1) * DIM, DIM * sizeof *queries);
    memcpy(patterns + 5 * DIM, patterns + (COUNT - 2) * DIM, DIM * sizeof *patterns);
    memcpy(queries + DIM, patterns + 5 * DIM, DIM * sizeof *queries);
    hop_memory *memory = fixture_memory_of(patterns, COUNT, DIM, HOP_F32);
    static const double BETA[] = {0.01, 1};
    for (size_t b = 0; b < 2; b++) {
        hop_recall_options options = fixture_options("euclidean", BETA[b], HOP_DOUBLE);
        options.stopping.steps = 1;
        hop_recall_result result = fixture_run(memory, &options, queries, QUERIES, NULL);
        for (size_t i = 0; i < QUERIES; i++)
            assert_true(result.queries[i].attention_difference <= 1e-12);
        hop_recall_result_clear(&result);
    }
    hop_memory_destroy(memory);
    free(patterns);
    free(queries);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_double_they_differ_by_at_most_1e_12),
        cmocka_unit_test(in_float_they_differ_by_at_most_1e_4),
        cmocka_unit_test(a_worked_example_of_attention_is_one_step_of_recall),
        cmocka_unit_test(what_overflows_in_attention_is_not_compared_and_no_failure),
        cmocka_unit_test(parts_of_a_memory_are_one_attention),
        cmocka_unit_test(as_many_as_are_asked_for_are_compared_evenly_spread),
        cmocka_unit_test(near_duplicates_that_share_the_weight_are_told_apart_in_double),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
