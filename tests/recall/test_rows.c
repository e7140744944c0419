/* The fast path for families whose weights need the whole row, held to the reference.
 * SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <float.h>

static const char *const FAMILIES[] = {"sparsemax", "entmax",      "entmax:alpha=1.3", "normmax",
                                       "ksubset",   "ksubset:k=5", "entmax:alpha=3"};
enum { FAMILY_COUNT = sizeof FAMILIES / sizeof *FAMILIES };

static hop_recall_options options_of(const char *family, const char *similarity, double beta,
                                     hop_precision precision) {
    hop_recall_options options = fixture_options(similarity, beta, precision);
    assert_ok(hop_energy_parse(family, &options.model.energy));
    options.model.energy.parameter[0] = beta;
    return options;
}

/* One step of both engines from the same states; the largest differences of states and energies, in
 * units of the largest norm and of the energy. */
static void compare_steps(const hop_memory *memory, const char *family, const char *similarity,
                          double beta, double *state_error, double *energy_error) {
    enum { STATES = 9 };
    size_t dim = hop_memory_dim(memory);
    double *states[2], energies[2][STATES], norm = 0;
    for (int precision = 0; precision < 2; precision++) {
        hop_recall_options options =
            options_of(family, similarity, beta, precision ? HOP_DOUBLE : HOP_FLOAT);
        hop_recall *recall = fixture_recall(memory, &options);
        states[precision] = fixture_vectors(STATES, dim, FIXTURE_NORMAL, 17);
        for (size_t k = 0; k < STATES * dim; k++)
            states[precision][k] = (double)(float)states[precision][k];
        assert_ok(hop_recall_step(recall, states[precision], STATES, energies[precision], NULL));
        norm = recall->largest_norm;
        hop_recall_destroy(recall);
    }
    *state_error = *energy_error = 0;
    for (size_t i = 0; i < STATES; i++) {
        double apart = fixture_distance(states[0] + i * dim, states[1] + i * dim, dim);
        double scale = 1 + fabs(energies[1][i]);
        *state_error = fmax(*state_error, apart / norm);
        *energy_error = fmax(*energy_error, fabs(energies[0][i] - energies[1][i]) / scale);
    }
    free(states[0]);
    free(states[1]);
}

/* Where few patterns are within reach, both compute the same in double; only the state is rounded.
 * Where many are, float similarities move the weights by up to beta times their error. */
static void a_step_is_the_reference_s_within_what_float_implies(void **state) {
    (void)state;
    static const size_t DIMS[] = {1, 3, 17, 64, 129}, COUNTS[] = {1, 2, 40, 700};
    for (size_t d = 0; d < 5; d++)
        for (size_t c = 0; c < 4; c++)
            for (size_t f = 0; f < FAMILY_COUNT; f++)
                for (double beta = 0.01; beta < 200; beta *= 20) {
                    hop_memory *memory =
                        fixture_memory(COUNTS[c], DIMS[d], HOP_F32, FIXTURE_NORMAL, 5);
                    double state_error, energy_error, dim = (double)DIMS[d];
                    compare_steps(memory, FAMILIES[f], "dot", beta, &state_error, &energy_error);
                    /* Steep powers (alpha > 2) magnify a change of the scores near the threshold.
                     */
                    double steep = strstr(FAMILIES[f], "alpha=3") ? 100 : 1;
                    double largest = dim * 9; /* |x| |xi| of normal vectors, generously */
                    double allowed = 8 * FLT_EPSILON * (1 + beta * largest) * steep;
                    assert_true(state_error <= fmax(allowed, 8 * FLT_EPSILON));
                    assert_true(energy_error <= 1e-6);
                    hop_memory_destroy(memory);
                }
}

static void runs_are_the_same_bytes_for_any_number_of_threads(void **state) {
    (void)state;
    enum { QUERIES = 50 };
    hop_memory *memory = fixture_memory(300, 33, HOP_U8, FIXTURE_GREY, 6);
    double *queries = fixture_vectors(QUERIES, 33, FIXTURE_GREY, 7);
    hop_recall_options options = options_of("entmax", "correlation", NAN, HOP_FLOAT);
    options.running.threads = 1;
    hop_recall_result one = fixture_run(memory, &options, queries, QUERIES, NULL);
    options.running.threads = 5;
    hop_recall_result five = fixture_run(memory, &options, queries, QUERIES, NULL);
    assert_memory_equal(one.outputs, five.outputs, QUERIES * 33 * sizeof(double));
    for (size_t i = 0; i < QUERIES; i++) {
        assert_int_equal(one.queries[i].steps, five.queries[i].steps);
        assert_memory_equal(one.queries[i].energy, five.queries[i].energy,
                            (one.queries[i].steps + 1) * sizeof(double));
    }
    hop_recall_result_clear(&one);
    hop_recall_result_clear(&five);
    free(queries);
    hop_memory_destroy(memory);
}

/* Sparse families stop in finitely many steps, at the stored pattern itself. */
static void a_well_separated_pattern_comes_back_exactly(void **state) {
    (void)state;
    hop_memory *memory = fixture_memory(60, 80, HOP_U8, FIXTURE_GREY, 8);
    double *patterns = fixture_patterns(memory);
    for (size_t f = 0; f < 4; f++)
        for (int precision = 0; precision < 2; precision++) {
            double query[80];
            size_t target = 7 * f;
            for (size_t j = 0; j < 80; j++)
                query[j] = j < 8 ? 1 - patterns[target * 80 + j] : patterns[target * 80 + j];
            hop_recall_options options =
                options_of(FAMILIES[f], "correlation", NAN, (hop_precision)precision);
            hop_recall_result result = fixture_run(memory, &options, query, 1, &target);
            assert_true(result.queries[0].score.exact && hop_stop_settled(result.queries[0].stop));
            assert_memory_equal(result.outputs, patterns + target * 80, 80 * sizeof(double));
            assert_int_equal(result.queries[0].k90, 1);
            hop_recall_result_clear(&result);
        }
    free(patterns);
    hop_memory_destroy(memory);
}

/* Far from every pattern log-sum-ReLU has nothing to say. */
static void an_unsupported_state_stays_and_is_reported(void **state) {
    (void)state;
    hop_memory *memory = fixture_memory(10, 6, HOP_F64, FIXTURE_NORMAL, 9);
    double query[] = {50, 50, 50, 50, 50, 50};
    for (int precision = 0; precision < 2; precision++) {
        hop_recall_options options = options_of("lsr", "euclidean", 1, (hop_precision)precision);
        hop_recall_result result = fixture_run(memory, &options, query, 1, NULL);
        assert_int_equal(result.queries[0].stop, HOP_STOP_UNSUPPORTED);
        assert_int_equal(result.queries[0].steps, 0);
        assert_true(isinf(result.queries[0].energy[0]));
        assert_false(hop_stop_settled(result.queries[0].stop));
        assert_memory_equal(result.outputs, query, sizeof query);
        hop_recall_result_clear(&result);
    }
    hop_memory_destroy(memory);
}

/* Not dropped, and not taken for an empty memory. */
static void a_similarity_beyond_float_is_refused_and_its_query_named(void **state) {
    (void)state;
    double patterns[] = {1e25, 2e25, 3e25, -1e25, -1, 1}, states[12] = {0}, energy[6];
    hop_memory *memory = fixture_memory_of(patterns, 3, 2, HOP_F64);
    hop_recall_options options = options_of("sparsemax", "dot", 1, HOP_FLOAT);
    hop_recall *recall = fixture_recall(memory, &options);
    static const double SIZES[] = {1e25, 1e39};
    for (size_t k = 0; k < 2; k++) {
        for (size_t j = 0; j < 12; j++) states[j] = j / 2 == 4 ? SIZES[k] : 1;
        assert_refused(hop_recall_step(recall, states, 6, energy, NULL), HOP_E_VALUE, "query 4: ");
        assert_contains(hop_status_detail(), "range of float; use double precision");
        assert_true(states[0] == 1 && states[8] == SIZES[k]);
    }
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_step_is_the_reference_s_within_what_float_implies),
        cmocka_unit_test(runs_are_the_same_bytes_for_any_number_of_threads),
        cmocka_unit_test(a_well_separated_pattern_comes_back_exactly),
        cmocka_unit_test(an_unsupported_state_stays_and_is_reported),
        cmocka_unit_test(a_similarity_beyond_float_is_refused_and_its_query_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
