/* Bipolar states: all neurons at once, thresholded pictures, what is shown and how it is scored.
 * SPDX-License-Identifier: MIT */
#include <float.h>

#include "bipolar.h"

static const char *const FAMILIES[] = {"exponential",
                                       "polynomial:degree=2",
                                       "polynomial",
                                       "polynomial:degree=30",
                                       "lse:beta=0.05",
                                       "sparsemax:beta=0.05",
                                       "entmax:beta=0.05",
                                       "polynomial:degree=4,rectified=no",
                                       "polynomial:degree=2,rectified=no"};
enum { FAMILY_COUNT = sizeof FAMILIES / sizeof *FAMILIES };

/* The next state by the plain definition: signs of X grad Q(s), kept where that is 0. */
static void plain_step(const hop_recall *recall, const double *patterns, double *state) {
    double *s = calloc(recall->count, sizeof *s);
    assert_non_null(s);
    for (size_t i = 0; i < recall->count; i++)
        for (size_t k = 0; k < recall->dim; k++) s[i] += patterns[i * recall->dim + k] * state[k];
    assert_ok(hop_energy_weights(&recall->options.model.energy, s, recall->count, s));
    for (size_t k = 0; k < recall->dim; k++) {
        double field = 0;
        for (size_t i = 0; i < recall->count; i++) field += s[i] * patterns[i * recall->dim + k];
        if (fabs(field) > (double)recall->count * DBL_EPSILON) state[k] = field > 0 ? 1 : -1;
    }
    free(s);
}

/* Fails unless one step of `count` states is the plain one. */
static void assert_plain_step(const hop_memory *memory, const double *patterns, const char *family,
                              hop_precision precision, size_t count) {
    hop_recall_options options = bipolar_options(family);
    options.running.precision = precision;
    options.model.update = &hop_update_synchronous;
    hop_recall *recall = fixture_recall(memory, &options);
    size_t dim = recall->dim;
    double *states = fixture_vectors(count, dim, FIXTURE_BIPOLAR, 2);
    double *expected = fixture_vectors(count, dim, FIXTURE_BIPOLAR, 2);
    assert_ok(hop_recall_step(recall, states, count, NULL, NULL));
    for (size_t i = 0; i < count; i++) plain_step(recall, patterns, expected + i * dim);
    assert_memory_equal(states, expected, count * dim * sizeof *states);
    free(states);
    free(expected);
    hop_recall_destroy(recall);
}

/* Few states and many go different ways. */
static void assert_plain_steps(size_t patterns_count, size_t dim) {
    hop_memory *memory = fixture_memory(patterns_count, dim, HOP_F64, FIXTURE_BIPOLAR, 1);
    double *patterns = fixture_patterns(memory);
    for (size_t f = 0; f < FAMILY_COUNT; f++) {
        assert_plain_step(memory, patterns, FAMILIES[f], HOP_FLOAT, 3);
        assert_plain_step(memory, patterns, FAMILIES[f], HOP_FLOAT, 20);
        assert_plain_step(memory, patterns, FAMILIES[f], HOP_DOUBLE, 20);
    }
    free(patterns);
    hop_memory_destroy(memory);
}

static void both_precisions_take_the_plain_step_with_ties_and_all(void **state) {
    (void)state;
    static const size_t COUNTS[] = {1, 2, 4, 90, 1100};
    for (size_t c = 0; c < 5; c++) assert_plain_steps(COUNTS[c], 30);
}

static void steps_are_plain_whatever_is_left_of_the_last_word(void **state) {
    (void)state;
    static const size_t DIMS[] = {1, 63, 64, 65, 127, 128, 129, 513, 784};
    for (size_t d = 0; d < 9; d++) assert_plain_steps(37, DIMS[d]);
}

static void energies_never_rise(void **state) {
    (void)state;
    enum { DIM = 50, COUNT = 40, QUERIES = 30 };
    hop_memory *memory = fixture_memory(COUNT, DIM, HOP_F64, FIXTURE_BIPOLAR, 3);
    double *queries = fixture_vectors(QUERIES, DIM, FIXTURE_BIPOLAR, 4);
    for (size_t f = 0; f < FAMILY_COUNT; f++) {
        hop_recall_options options = bipolar_options(FAMILIES[f]);
        hop_recall_result result = fixture_run(memory, &options, queries, QUERIES, NULL);
        for (size_t i = 0; i < QUERIES; i++) {
            bipolar_assert_descent(&result.queries[i]);
            assert_int_equal(result.queries[i].stop, HOP_STOP_STATE);
            assert_true(isnan(result.queries[i].attention_difference));
        }
        hop_recall_result_clear(&result);
    }
    free(queries);
    hop_memory_destroy(memory);
}

/* Demircigil et al. 2017: N = exp(alpha d) + 1 patterns, alpha < I(1 - 2 rho) / 2, one sweep; at
 * d = 32 the theorem asks for 23 patterns with a quarter flipped, 77 with a fifth, 362 with a
 * tenth.
 */
static void an_exponential_memory_of_32_neurons_holds_what_the_theorem_says(void **state) {
    (void)state;
    enum { DIM = 32, QUERIES = 200 };
    static const size_t COUNTS[] = {23, 77, 362}, FLIPS[] = {8, 6, 3};
    hop_random random;
    hop_random_init(&random, 5, 0);
    for (size_t c = 0; c < 3; c++) {
        hop_memory *memory = fixture_memory(COUNTS[c], DIM, HOP_F64, FIXTURE_BIPOLAR, 6 + c);
        double *patterns = fixture_patterns(memory), queries[QUERIES * DIM];
        hop_recall_options options = bipolar_options("exponential");
        options.stopping.steps = 1;
        for (size_t i = 0; i < QUERIES; i++) {
            memcpy(queries + i * DIM, patterns + i % COUNTS[c] * DIM, DIM * sizeof *queries);
            bipolar_flip(queries + i * DIM, DIM, FLIPS[c], &random);
        }
        hop_recall_result result = fixture_run(memory, &options, queries, QUERIES, NULL);
        size_t right = 0;
        for (size_t i = 0; i < QUERIES; i++)
            right += memcmp(result.outputs + i * DIM, patterns + i % COUNTS[c] * DIM,
                            DIM * sizeof *queries) == 0;
        assert_true(right >= QUERIES * 9 / 10);
        hop_recall_result_clear(&result);
        free(patterns);
        hop_memory_destroy(memory);
    }
}

/* Three pictures of four pixels, grey: thresholded at .5, .3 and .55. */
static const double GREY[] = {1, 0.8, 0.1, 0.1, 0.1, 0.2, 0.1, 0.8, 0.2, 0.9, 0.3, 0.8};

static void pictures_are_thresholded_and_shown_as_pictures(void **state) {
    (void)state;
    static const double SHOWN[] = {1, 1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1};
    static const hop_dtype TYPES[] = {HOP_U8, HOP_F32, HOP_F64};
    size_t targets[] = {0, 1, 2};
    for (size_t t = 0; t < 3; t++) {
        hop_memory *memory = fixture_memory_of(GREY, 3, 4, TYPES[t]);
        hop_recall_options options = bipolar_options("exponential");
        hop_recall *recall = fixture_recall(memory, &options);
        hop_recall_result result = {0};
        assert_ok(hop_recall_run(recall, GREY, 3, &result));
        assert_ok(hop_recall_score(recall, targets, &result));
        assert_memory_equal(result.outputs, SHOWN, sizeof SHOWN);
        for (size_t i = 0; i < 3; i++) {
            assert_true(result.queries[i].score.exact);
            assert_true(result.queries[i].score.mean_squared_error == 0);
            assert_near(result.queries[i].score.cosine, 1, 1e-15);
        }
        assert_true(hop_recall_is_bipolar(recall) && hop_recall_is_thresholded(recall));
        hop_recall_result_clear(&result);
        hop_recall_destroy(recall);
        hop_memory_destroy(memory);
    }
}

static void plain_vectors_are_shown_in_their_own_range(void **state) {
    (void)state;
    static const double VECTORS[] = {5, 9, 5, 9, 9, 5, 8, 5};
    hop_memory *memory = fixture_memory_of(VECTORS, 2, 4, HOP_F64);
    hop_recall_options options = bipolar_options("hebb");
    hop_recall_result result = fixture_run(memory, &options, VECTORS, 1, NULL);
    for (size_t k = 0; k < 4; k++) assert_true(result.outputs[k] == VECTORS[k]);
    hop_recall_result_clear(&result);
    hop_memory_destroy(memory);
    static const double ONES[] = {1, 1, 1};
    memory = fixture_memory_of((double[]){-1, 1, 1}, 1, 3, HOP_F64);
    hop_recall *recall = fixture_recall(memory, &options);
    assert_false(hop_recall_is_thresholded(recall));
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
    memory = fixture_memory_of((double[]){-2, -2, -2}, 1, 3, HOP_F64); /* no range at all */
    result = fixture_run(memory, &options, ONES, 1, NULL);
    for (size_t k = 0; k < 3; k++) assert_true(fabs(result.outputs[k]) == 1);
    hop_recall_result_clear(&result);
    hop_memory_destroy(memory);
}

static void real_recalls_are_not_bipolar(void **state) {
    (void)state;
    hop_memory *memory = fixture_memory(3, 4, HOP_F64, FIXTURE_GREY, 1);
    hop_recall *recall = fixture_recall(memory, &hop_recall_defaults);
    assert_false(hop_recall_is_bipolar(recall) || hop_recall_is_thresholded(recall));
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

/* Half of every query is unknown; the first look fills it by the known half. */
static void unknown_values_start_as_what_the_first_look_expects(void **state) {
    (void)state;
    enum { COUNT = 5, DIM = 200 };
    static const char *const KINDS[] = {"exponential", "polynomial", "hebb", "storkey",
                                        "pseudo-inverse"};
    hop_memory *memory = fixture_memory(COUNT, DIM, HOP_F64, FIXTURE_GREY, 7);
    size_t targets[COUNT] = {0, 1, 2, 3, 4};
    for (size_t f = 0; f < 5; f++) {
        double *queries = fixture_patterns(memory);
        for (size_t k = 0; k < COUNT * DIM; k++)
            if (k % DIM >= DIM / 2) queries[k] = NAN;
        hop_recall_options options = bipolar_options(KINDS[f]);
        hop_recall *recall = fixture_recall(memory, &options);
        double *starts = malloc(COUNT * DIM * sizeof *starts), shown[DIM];
        assert_ok(hop_recall_start(recall, queries, COUNT, starts));
        hop_recall_result result = {0};
        assert_ok(hop_recall_run(recall, queries, COUNT, &result));
        assert_ok(hop_recall_score(recall, targets, &result));
        for (size_t i = 0; i < COUNT; i++) {
            size_t right = 0;
            hop_recall_shown(recall, i, 1, shown);
            for (size_t k = 0; k < DIM; k++) {
                assert_true(fabs(starts[i * DIM + k]) == 1);
                right += (shown[k] > 0.5) == (starts[i * DIM + k] > 0) ? 1 : 0;
            }
            assert_true(right >= DIM * 9 / 10);
            assert_true(result.queries[i].score.exact);
        }
        hop_recall_result_clear(&result);
        free(starts);
        free(queries);
        hop_recall_destroy(recall);
    }
    hop_memory_destroy(memory);
}

static void a_step_takes_bipolar_states_only(void **state) {
    (void)state;
    hop_memory *memory = fixture_memory(3, 2, HOP_F64, FIXTURE_BIPOLAR, 1);
    hop_recall_options options = bipolar_options("exponential");
    hop_recall *recall = fixture_recall(memory, &options);
    double states[] = {1, -1, -1, 0.5};
    assert_refused(hop_recall_step(recall, states, 2, NULL, NULL), HOP_E_VALUE, "state 1: value 1");
    assert_ok(hop_recall_step(recall, states, 1, NULL, NULL));
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

/* (10^5)^60 needs no more than double has; 10^6 neurons would. */
static void a_degree_that_would_overflow_is_refused(void **state) {
    (void)state;
    enum { DIM = 1000000 };
    hop_memory *memory = fixture_memory(1, DIM, HOP_F32, FIXTURE_BIPOLAR, 8);
    hop_recall_options options = bipolar_options("polynomial:degree=60");
    hop_recall *recall = NULL;
    assert_refused(hop_recall_create(memory, &options, &recall), HOP_E_VALUE, "lower degree");
    options = bipolar_options("polynomial:degree=50");
    assert_ok(hop_recall_create(memory, &options, &recall));
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

/* Weights of a pattern's negative count by their size, overlaps of couplings by their squares. */
static void weights_that_are_shown_are_shares(void **state) {
    (void)state;
    static const double PATTERNS[] = {1, 1, 1, 1, -1, -1, -1, 1};
    hop_memory *memory = fixture_memory_of(PATTERNS, 2, 4, HOP_F64);
    static const char *const KINDS[] = {"polynomial:degree=2,rectified=no", "hebb"};
    for (size_t f = 0; f < 2; f++) { /* overlaps are 4 and -2 */
        hop_recall_options options = bipolar_options(KINDS[f]);
        hop_recall_result result = fixture_run(memory, &options, PATTERNS, 1, NULL);
        assert_int_equal(result.queries[0].top[0], 0);
        assert_near(result.queries[0].top_weight[0], f == 0 ? 4.0 / 6 : 16.0 / 20, 1e-15);
        assert_near(result.queries[0].top_weight[1], f == 0 ? 2.0 / 6 : 4.0 / 20, 1e-15);
        assert_int_equal(result.queries[0].k90, 2);
        hop_recall_result_clear(&result);
    }
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_precisions_take_the_plain_step_with_ties_and_all),
        cmocka_unit_test(steps_are_plain_whatever_is_left_of_the_last_word),
        cmocka_unit_test(energies_never_rise),
        cmocka_unit_test(an_exponential_memory_of_32_neurons_holds_what_the_theorem_says),
        cmocka_unit_test(pictures_are_thresholded_and_shown_as_pictures),
        cmocka_unit_test(plain_vectors_are_shown_in_their_own_range),
        cmocka_unit_test(real_recalls_are_not_bipolar),
        cmocka_unit_test(unknown_values_start_as_what_the_first_look_expects),
        cmocka_unit_test(a_step_takes_bipolar_states_only),
        cmocka_unit_test(a_degree_that_would_overflow_is_refused),
        cmocka_unit_test(weights_that_are_shown_are_shares),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
