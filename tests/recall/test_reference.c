/* The reference against what can be written down: a step by hand, the fixed point of two patterns,
 * the temperature at which the mean state loses its stability.
 * SPDX-License-Identifier: MIT */
#include <float.h>

#include "fixture.h"

static hop_recall *reference(const hop_memory *memory, const char *similarity, double beta) {
    hop_recall_options options = fixture_options(similarity, beta, HOP_DOUBLE);
    options.stopping.steps = 100000;
    options.stopping.tolerance = 0;
    return fixture_recall(memory, &options);
}

/* Two patterns, one of them twice as large: every number by hand. */
static void one_step_is_the_textbook_s(void **state) {
    (void)state;
    double patterns[] = {1, 0, 0, 2}, x[] = {0.5, 0.25}, energy = NAN;
    hop_memory *memory = fixture_memory_of(patterns, 2, 2, HOP_F64);
    hop_recall *recall = reference(memory, "dot", 2);
    double a = exp(2 * 0.5), b = exp(2 * 0.5); /* similarities 0.5 and 0.5 */
    double lse = log(a + b) / 2, constant = log(2) / 2 + 2;
    assert_near(hop_recall_constant(recall), constant, 4 * DBL_EPSILON * constant);
    assert_ok(hop_recall_step(recall, x, 1, &energy, NULL));
    assert_near(x[0], a / (a + b), 4 * DBL_EPSILON);
    assert_near(x[1], 2 * b / (a + b), 4 * DBL_EPSILON);
    double expected = -lse + (0.25 + 0.0625) / 2 + constant;
    assert_near(energy, expected, 16 * DBL_EPSILON * (lse + constant));
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

/* Patterns +x and -x: xi = m x with m = tanh(beta m |x|^2). */
static void two_opposite_patterns_settle_where_m_is_tanh_of_beta_m(void **state) {
    (void)state;
    enum { DIM = 7 };
    double patterns[2 * DIM], square = 0, queries[DIM];
    for (size_t j = 0; j < DIM; j++) {
        patterns[j] = 0.3 + 0.1 * (double)j, patterns[DIM + j] = -patterns[j];
        square += patterns[j] * patterns[j];
        queries[j] = 0.9 * patterns[j];
    }
    hop_memory *memory = fixture_memory_of(patterns, 2, DIM, HOP_F64);
    for (double field = 1.3; field < 4; field += 0.4) {
        hop_recall *recall = reference(memory, "dot", field / square);
        hop_recall_result result;
        assert_ok(hop_recall_run(recall, queries, 1, &result));
        double m = result.outputs[0] / patterns[0], slope = field * (1 - m * m);
        assert_true(m > 0.5 && result.queries[0].stop != HOP_STOP_STEPS);
        /* What is left of the equation, over its slope at the fixed point. */
        assert_near(m, tanh(field * m), 16 * DIM * DBL_EPSILON * (1 + field) / (1 - slope));
        hop_recall_result_clear(&result);
        hop_recall_destroy(recall);
    }
    hop_memory_destroy(memory);
}

/* The largest eigenvalue of the covariance by power iteration. */
static double largest_eigenvalue(const double *x, size_t count, size_t dim) {
    double v[32], w[32], value = 0;
    for (size_t j = 0; j < dim; j++) v[j] = 1 + (double)j;
    for (size_t turn = 0; turn < 5000; turn++) {
        for (size_t j = 0; j < dim; j++) w[j] = 0;
        for (size_t i = 0; i < count; i++) {
            double s = 0;
            for (size_t j = 0; j < dim; j++) s += x[i * dim + j] * v[j];
            for (size_t j = 0; j < dim; j++) w[j] += s * x[i * dim + j] / (double)count;
        }
        value = fixture_norm(w, dim) / fixture_norm(v, dim);
        double size = fixture_norm(w, dim);
        for (size_t j = 0; j < dim; j++) v[j] = w[j] / size;
    }
    return value;
}

/* Patterns in pairs of x and -x are centred and have no third moment. */
static double settled_size(const hop_memory *memory, double beta) {
    double query[4] = {0.3, 0.2, 0.25, 0.1};
    hop_recall *recall = reference(memory, "dot", beta);
    hop_recall_result result;
    assert_ok(hop_recall_run(recall, query, 1, &result));
    double size = fixture_norm(result.outputs, 4);
    hop_recall_result_clear(&result);
    hop_recall_destroy(recall);
    return size;
}

static void the_mean_state_loses_stability_at_one_over_the_largest_eigenvalue(void **state) {
    (void)state;
    enum { PAIRS = 20, DIM = 4 };
    double *x = fixture_vectors(2 * PAIRS, DIM, FIXTURE_NORMAL, 77);
    for (size_t k = 0; k < PAIRS * DIM; k++) x[PAIRS * DIM + k] = -x[k];
    hop_memory *memory = fixture_memory_of(x, 2 * PAIRS, DIM, HOP_F64);
    double critical = 1 / largest_eigenvalue(x, 2 * PAIRS, DIM);
    assert_near(settled_size(memory, 0.95 * critical), 0, 1e-12); /* rounding / (1 - 0.95) */
    assert_true(settled_size(memory, 1.05 * critical) > 0.1);
    hop_memory_destroy(memory);
    free(x);
}

/* With a Euclidean similarity the step is the mean of patterns under a Gaussian: mean shift. */
static void a_euclidean_step_is_a_mean_shift_step(void **state) {
    (void)state;
    enum { COUNT = 30, DIM = 6 };
    hop_memory *memory = fixture_memory(COUNT, DIM, HOP_F64, FIXTURE_NORMAL, 5);
    double *x = fixture_patterns(memory), mean[DIM] = {0}, sum = 0, *q = NULL;
    q = fixture_vectors(1, DIM, FIXTURE_NORMAL, 6);
    for (size_t i = 0; i < COUNT; i++) {
        double weight = exp(-0.7 / 2 * pow(fixture_distance(q, x + i * DIM, DIM), 2));
        sum += weight;
        for (size_t j = 0; j < DIM; j++) mean[j] += weight * x[i * DIM + j];
    }
    hop_recall *recall = reference(memory, "euclidean", 0.7);
    assert_ok(hop_recall_step(recall, q, 1, NULL, NULL));
    for (size_t j = 0; j < DIM; j++)
        assert_near(q[j], mean[j] / sum, COUNT * DIM * 16 * DBL_EPSILON * recall->largest_norm);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
    free(x);
    free(q);
}

static void huge_similarities_pick_one_pattern_exactly(void **state) {
    (void)state;
    double patterns[] = {1e150, -1e150, 0.5e150}, q[] = {1e150}, energy = NAN;
    hop_memory *memory = fixture_memory_of(patterns, 3, 1, HOP_F64);
    hop_recall *recall = reference(memory, "dot", 1e10);
    assert_ok(hop_recall_step(recall, q, 1, &energy, NULL));
    assert_true(q[0] == 1e150 && isfinite(energy));
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

static void a_similarity_that_overflows_is_named_and_states_stay(void **state) {
    (void)state;
    double patterns[] = {1e150, -1e150}, states[] = {1, 1e200}, energy[] = {7, 7};
    hop_memory *memory = fixture_memory_of(patterns, 2, 1, HOP_F64);
    hop_recall *recall = reference(memory, "dot", 1);
    assert_refused(hop_recall_step(recall, states, 2, energy, NULL), HOP_E_VALUE, "query 1");
    assert_true(states[0] == 1 && states[1] == 1e200 && energy[0] == 7);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_step_is_the_textbook_s),
        cmocka_unit_test(two_opposite_patterns_settle_where_m_is_tanh_of_beta_m),
        cmocka_unit_test(the_mean_state_loses_stability_at_one_over_the_largest_eigenvalue),
        cmocka_unit_test(a_euclidean_step_is_a_mean_shift_step),
        cmocka_unit_test(huge_similarities_pick_one_pattern_exactly),
        cmocka_unit_test(a_similarity_that_overflows_is_named_and_states_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
