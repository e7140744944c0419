/* What is shown: the state's own weights on the patterns in their own units.
 * SPDX-License-Identifier: MIT */
#include <float.h>

#include "fixture.h"

/* X p by plain loops for a state in key space. */
static void plainly(const hop_recall *recall, const double *state, double *weights, double *out) {
    double *pattern = malloc(recall->dim * sizeof *pattern);
    recall->engine->similarities(recall, (hop_rows){(size_t[]){0}, 1}, state, weights);
    assert_ok(hop_energy_weights(&recall->options.model.energy, weights, recall->count, weights));
    for (size_t j = 0; j < recall->dim; j++) out[j] = 0;
    for (size_t i = 0; i < recall->count; i++) {
        hop_memory_read(recall->memory, i, 1, pattern);
        for (size_t j = 0; j < recall->dim; j++) out[j] += weights[i] * pattern[j];
    }
    free(pattern);
}

static void assert_readout(size_t count, size_t dim, size_t states_count, const char *similarity) {
    hop_memory *memory = fixture_memory(count, dim, HOP_U8, FIXTURE_GREY, count);
    hop_recall_options options = fixture_options(similarity, 3, HOP_DOUBLE);
    hop_recall *exact = fixture_recall(memory, &options);
    options.running.precision = HOP_FLOAT;
    hop_recall *fast = fixture_recall(memory, &options);
    double *states = fixture_vectors(states_count, dim, FIXTURE_GREY, 5);
    double *weights = malloc(count * sizeof *weights), *expected = malloc(dim * sizeof *expected);
    double *shown = malloc(states_count * dim * sizeof *shown);
    double *rough = malloc(states_count * dim * sizeof *rough);
    hop_recalled *queries = calloc(states_count, sizeof *queries);
    assert_ok(hop_recall_read_out(exact, NULL, states, NULL, states_count, shown, queries));
    assert_ok(hop_recall_readout(fast, states, states_count, rough));
    for (size_t i = 0; i < states_count; i++) {
        plainly(exact, states + i * dim, weights, expected);
        size_t best = 0;
        double s = (double)dim; /* |s| at most: values of 0 ... 1 */
        for (size_t k = 1; k < count; k++)
            if (weights[k] > weights[best]) best = k;
        for (size_t j = 0; j < dim; j++) {
            double sums = (double)(count + dim);
            assert_near(shown[i * dim + j], expected[j], 4 * sums * (1 + 3 * s) * DBL_EPSILON);
            assert_near(rough[i * dim + j], expected[j], 8 * FLT_EPSILON * (1 + 3 * s));
        }
        assert_int_equal(queries[i].top[0], best);
        assert_near(queries[i].top_weight[0], weights[best], 4 * s * s * DBL_EPSILON);
        assert_int_equal(queries[i].top_count, fixture_least(count, HOP_TOP_WEIGHTS));
        assert_true(queries[i].k90 >= 1 && queries[i].k90 <= count);
    }
    void *all[] = {states, weights, expected, shown, rough, queries};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) free(all[k]);
    hop_recall_destroy(exact);
    hop_recall_destroy(fast);
    hop_memory_destroy(memory);
}

static void outputs_are_the_weights_on_the_patterns_in_memory_units(void **state) {
    (void)state;
    static const size_t COUNTS[] = {1, 2, 5, 6, 63, 64, 65, 300};
    for (size_t s = 0; s < FIXTURE_SIMILARITY_COUNT; s++)
        for (size_t n = 0; n < 8; n++) {
            assert_readout(COUNTS[n], 10, 1, FIXTURE_SIMILARITIES[s]);
            assert_readout(COUNTS[n], 33, 40, FIXTURE_SIMILARITIES[s]);
        }
}

/* Patterns whose tile weighs nothing are passed over, and may be: 1 + 2^-60 is 1. */
static void a_one_hot_shows_the_pattern_itself(void **state) {
    (void)state;
    enum { COUNT = 500, DIM = 20 };
    hop_memory *memory = fixture_memory(COUNT, DIM, HOP_F64, FIXTURE_NORMAL, 8);
    double *patterns = fixture_patterns(memory), shown[DIM];
    hop_recall_options options = fixture_options("euclidean", 1e6, HOP_FLOAT);
    hop_recall *recall = fixture_recall(memory, &options);
    for (size_t i = 0; i < COUNT; i += 83) {
        hop_recalled query = {0};
        assert_ok(hop_recall_read_out(recall, NULL, patterns + i * DIM, NULL, 1, shown, &query));
        assert_memory_equal(shown, patterns + i * DIM, sizeof shown);
        assert_int_equal(query.k90, 1);
        assert_true(query.top[0] == i && query.top_weight[0] == 1);
    }
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
    free(patterns);
}

static void more_patterns_than_rows_fit_are_read_one_state_at_a_time(void **state) {
    (void)state;
    enum { COUNT = 300000, STATES = 9 }; /* six rows of weights at a time */
    hop_memory *memory = fixture_memory(COUNT, 1, HOP_F32, FIXTURE_GREY, 8);
    double *patterns = fixture_patterns(memory), mean = 0, shown[STATES], states[STATES] = {0};
    for (size_t i = 0; i < COUNT; i++) mean += patterns[i] / COUNT;
    hop_recall_options options = fixture_options("dot", 1, HOP_FLOAT);
    hop_recall *recall = fixture_recall(memory, &options);
    assert_ok(hop_recall_readout(recall, states, STATES, shown));
    for (size_t i = 0; i < STATES; i++) assert_near(shown[i], mean, COUNT * DBL_EPSILON);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
    free(patterns);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(outputs_are_the_weights_on_the_patterns_in_memory_units),
        cmocka_unit_test(a_one_hot_shows_the_pattern_itself),
        cmocka_unit_test(more_patterns_than_rows_fit_are_read_one_state_at_a_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
