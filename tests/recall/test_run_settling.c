/* Why a query stops, each reason provoked; and what a run refuses.
 * Covers: run.c run_settle.c run_finish.c
 * SPDX-License-Identifier: MIT */
#include <float.h>

#include "fixture.h"

/* One query against bipolar patterns. */
static hop_recalled settle(double beta, size_t steps, double tolerance, hop_precision precision) {
    enum { COUNT = 40, DIM = 100 };
    hop_memory *memory = fixture_memory(COUNT, DIM, HOP_F32, FIXTURE_BIPOLAR, 3);
    hop_recall_options options = fixture_options("dot", beta, precision);
    options.stopping.steps = steps;
    options.stopping.tolerance = tolerance;
    double *query = fixture_vectors(1, DIM, FIXTURE_NORMAL, 4);
    hop_recall_result result = fixture_run(memory, &options, query, 1, NULL);
    hop_recalled query_result = result.queries[0];
    hop_recall_result_clear(&result);
    hop_memory_destroy(memory);
    free(query);
    return query_result;
}

static void a_level_energy_stops_a_query(void **state) {
    (void)state;
    hop_recalled query = settle(0.5, 100, 1e-6, HOP_DOUBLE);
    assert_int_equal(query.stop, HOP_STOP_ENERGY);
    assert_true(query.steps < 100);
}

/* One pattern of length 1: the first step goes there, the second moves no bit. */
static void a_still_state_stops_a_query(void **state) {
    (void)state;
    double patterns[] = {1}, query[] = {1.5};
    hop_memory *memory = fixture_memory_of(patterns, 1, 1, HOP_F64);
    hop_recall_options options = fixture_options("dot", 1, HOP_DOUBLE);
    options.stopping.tolerance = 0;
    hop_recall_result result = fixture_run(memory, &options, query, 1, NULL);
    assert_int_equal(result.queries[0].stop, HOP_STOP_STATE);
    assert_int_equal(result.queries[0].steps, 2);
    hop_recall_result_clear(&result);
    hop_memory_destroy(memory);
}

/* The last bits of some queries go round in longer circles than two: those meet the step limit. */
static void a_tolerance_of_zero_ends_where_no_bit_moves_or_says_why_not(void **state) {
    (void)state;
    enum { LIMIT = 1000 };
    size_t still = 0, all = 0;
    for (int precision = 0; precision < 2; precision++)
        for (double beta = 0.01; beta < 2; beta *= 1.7, all++) {
            hop_recalled query = settle(beta, LIMIT, 0, (hop_precision)precision);
            assert_true(query.stop != HOP_STOP_ENERGY);
            assert_int_equal(query.stop == HOP_STOP_STEPS, query.steps == LIMIT);
            still += query.stop == HOP_STOP_STATE;
        }
    assert_true(still > all / 2);
}

/* Updates whose squares vanish are updates nevertheless. */
static void a_tolerance_of_zero_is_not_met_by_a_tiny_step(void **state) {
    (void)state;
    double patterns[] = {1e-170, 1}, query[] = {3e-170, 1};
    hop_memory *memory = fixture_memory_of(patterns, 1, 2, HOP_F64);
    hop_recall_options options = fixture_options("dot", 1, HOP_DOUBLE);
    options.stopping.tolerance = 0;
    hop_recall_result result = fixture_run(memory, &options, query, 1, NULL);
    assert_int_equal(result.queries[0].stop, HOP_STOP_STATE);
    assert_int_equal(result.queries[0].steps, 2); /* one that moves, one that does not */
    hop_recall_result_clear(&result);
    hop_memory_destroy(memory);
}

static void the_step_limit_is_a_result_and_not_an_error(void **state) {
    (void)state;
    for (size_t steps = 1; steps < 4; steps++) {
        hop_recalled query = settle(0.013, steps, 0, HOP_DOUBLE);
        assert_int_equal(query.stop, HOP_STOP_STEPS);
        assert_int_equal(query.steps, steps);
    }
}

/* A family whose update swaps: its weights are all on the pattern least similar. */
static void least_weights(const double *parameter, const double *s, size_t count, double *weights) {
    (void)parameter;
    size_t least = 0;
    for (size_t i = 1; i < count; i++)
        if (s[i] < s[least]) least = i;
    for (size_t i = 0; i < count; i++) weights[i] = i == least ? 1 : 0;
}

static double no_potential(const double *parameter, const double *s, size_t count) {
    (void)parameter, (void)count;
    return s[0];
}

static double no_constant(const double *parameter, size_t patterns, double largest_norm) {
    (void)parameter, (void)patterns;
    return largest_norm;
}

static double no_cutoff(const double *parameter) {
    (void)parameter;
    return INFINITY;
}

static void a_cycle_of_two_is_seen(void **state) {
    (void)state;
    static const hop_energy_row SWAPS = {.row = {.name = "swaps"},
                                         .potential = no_potential,
                                         .weights = least_weights,
                                         .cutoff = no_cutoff,
                                         .constant = no_constant};
    double patterns[] = {1, -1}, query[] = {0.5};
    hop_memory *memory = fixture_memory_of(patterns, 2, 1, HOP_F64);
    hop_recall_options options = fixture_options("dot", 1, HOP_DOUBLE);
    options.model.energy = (hop_energy){.family = &SWAPS};
    options.stopping.tolerance = 1e-6;
    hop_recall_result result = fixture_run(memory, &options, query, 1, NULL);
    assert_int_equal(result.queries[0].stop, HOP_STOP_CYCLE);
    assert_int_equal(result.queries[0].steps, 3); /* 0.5, -1, 1, -1 */
    hop_recall_result_clear(&result);
    hop_memory_destroy(memory);
}

/* Queries that settle early leave the batch; what they were is not disturbed by those that go on.
 */
static void queries_settle_one_by_one(void **state) {
    (void)state;
    enum { COUNT = 30, DIM = 50, QUERIES = 25 };
    hop_memory *memory = fixture_memory(COUNT, DIM, HOP_F32, FIXTURE_BIPOLAR, 3);
    hop_recall_options options = fixture_options("dot", 0.1, HOP_DOUBLE);
    options.stopping.steps = 1000;
    double *queries = fixture_vectors(QUERIES, DIM, FIXTURE_NORMAL, 4);
    hop_recall_result all = fixture_run(memory, &options, queries, QUERIES, NULL);
    size_t fewest = 1000, most = 0;
    for (size_t i = 0; i < QUERIES; i++) {
        hop_recall_result one = fixture_run(memory, &options, queries + i * DIM, 1, NULL);
        size_t steps = one.queries[0].steps;
        fewest = fixture_least(fewest, steps), most = steps > most ? steps : most;
        assert_int_equal(all.queries[i].steps, steps);
        assert_memory_equal(all.queries[i].energy, one.queries[0].energy,
                            (steps + 1) * sizeof(double));
        double apart = fixture_distance(all.outputs + i * DIM, one.outputs, DIM);
        assert_near(apart, 0, COUNT * sqrt(DIM) * 16 * DBL_EPSILON);
        hop_recall_result_clear(&one);
    }
    assert_true(fewest < most);
    hop_recall_result_clear(&all);
    hop_memory_destroy(memory);
    free(queries);
}

/* A run of two queries of two values over three patterns is refused, the result untouched. */
static void assert_run_refused(const double *queries, size_t count, hop_status status,
                               const char *part) {
    hop_memory *memory = fixture_memory(3, 2, HOP_F64, FIXTURE_GREY, 1);
    hop_recall *recall = fixture_recall(memory, &hop_recall_defaults);
    hop_recall_result result = {.count = 77};
    assert_refused(hop_recall_run(recall, queries, count, &result), status, part);
    assert_true(result.count == 77 && !result.queries && !result.outputs && !result.energies);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

static void queries_that_make_no_sense_are_refused_by_name(void **state) {
    (void)state;
    double good[] = {0, 1, 1, 0};
    assert_run_refused(good, 0, HOP_E_EMPTY, "no queries");
    assert_run_refused((double[]){0, 1, 1, INFINITY}, 2, HOP_E_VALUE, "query 1: value 1");
    assert_run_refused((double[]){-INFINITY, 1, 1, 1}, 2, HOP_E_VALUE, "query 0: value 0");
    assert_run_refused((double[]){0, 1, NAN, NAN}, 2, HOP_E_VALUE,
                       "query 1: every value is unknown");
    assert_run_refused((double[]){0, 1, 1e200, NAN}, 2, HOP_E_VALUE,
                       "query 1: its values are too large");
}

static void a_state_that_is_not_finite_is_refused_by_name(void **state) {
    (void)state;
    static const double BAD[] = {NAN, INFINITY, -INFINITY};
    hop_memory *memory = fixture_memory(3, 2, HOP_F64, FIXTURE_GREY, 1);
    hop_recall *recall = fixture_recall(memory, &hop_recall_defaults);
    for (size_t i = 0; i < 3; i++) {
        double states[] = {1, 2, 3, BAD[i]};
        assert_refused(hop_recall_step(recall, states, 2, NULL, NULL), HOP_E_VALUE,
                       "state 1: value 1");
        assert_true(states[0] == 1 && states[1] == 2 && states[2] == 3);
    }
    assert_ok(hop_recall_step(recall, NULL, 0, NULL, NULL));
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

/* Says stop at its n-th call. */
typedef struct patience {
    size_t left, calls;
} patience;

static int count_down(void *context, const char *what, size_t done, size_t total) {
    patience *own = context;
    assert_true(what && done <= total);
    own->calls++;
    return own->left-- == 0 ? 1 : 0;
}

static void a_progress_callback_cancels_at_any_call(void **state) {
    (void)state;
    hop_memory *memory = fixture_memory(30, 20, HOP_F32, FIXTURE_GREY, 1);
    double *queries = fixture_vectors(9, 20, FIXTURE_GREY, 2);
    for (size_t k = 0;; k++) {
        patience own = {.left = k};
        hop_recall_options options = fixture_options("euclidean", NAN, HOP_FLOAT);
        options.running.progress = count_down;
        options.running.context = &own;
        hop_recall *recall = NULL;
        hop_recall_result result = {0};
        hop_status status = hop_recall_create(memory, &options, &recall);
        bool made = status == HOP_OK; /* else it was separations that were interrupted */
        if (made) status = hop_recall_run(recall, queries, 9, &result);
        hop_recall_destroy(recall);
        if (status == HOP_OK) {
            assert_true(own.calls >= 4); /* two steps, scoring, comparing */
            hop_recall_result_clear(&result);
            break;
        }
        assert_int_equal(status, HOP_E_CANCELLED);
        assert_int_equal(own.calls, k + 1);
        assert_contains(hop_status_detail(), made ? "of 9 queries" : "separations");
        assert_null(result.queries);
    }
    free(queries);
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_level_energy_stops_a_query),
        cmocka_unit_test(a_still_state_stops_a_query),
        cmocka_unit_test(a_tolerance_of_zero_ends_where_no_bit_moves_or_says_why_not),
        cmocka_unit_test(a_tolerance_of_zero_is_not_met_by_a_tiny_step),
        cmocka_unit_test(the_step_limit_is_a_result_and_not_an_error),
        cmocka_unit_test(a_cycle_of_two_is_seen),
        cmocka_unit_test(queries_settle_one_by_one),
        cmocka_unit_test(queries_that_make_no_sense_are_refused_by_name),
        cmocka_unit_test(a_state_that_is_not_finite_is_refused_by_name),
        cmocka_unit_test(a_progress_callback_cancels_at_any_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
