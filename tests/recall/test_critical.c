/* beta_c, against covariances whose eigenvalues are known, and against the dynamics.
 * SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <hopfield/certificate.h>

static hop_recall *recall_of(const hop_memory *memory, const char *similarity, double beta) {
    hop_recall_options options = fixture_options(similarity, beta, HOP_DOUBLE);
    return fixture_recall(memory, &options);
}

/* Pairs +-a along one axis each: the covariance is diagonal, 2 a^2 / N there. */
static void it_is_one_over_the_largest_eigenvalue(void **state) {
    (void)state;
    const double patterns[18] = {3, 0, 0, -3, 0, 0, 0, 2, 0, 0, -2, 0, 0, 0, 1, 0, 0, -1};
    double shifted[18], beta = 0, residual = 0;
    for (size_t k = 0; k < 18; k++) shifted[k] = patterns[k] + 5; /* the mean does not count */
    for (int s = 0; s < 2; s++) {
        hop_memory *memory = fixture_memory_of(s ? shifted : patterns, 6, 3, HOP_F64);
        hop_recall *recall = recall_of(memory, "dot", 1);
        assert_ok(hop_recall_critical_beta(recall, &beta, &residual));
        assert_true(residual <= 1e-3);
        assert_near(beta, 6 / 18.0, 1e-3 * 6 / 18.0);
        hop_recall_destroy(recall);
        hop_memory_destroy(memory);
    }
}

/* Centred patterns of equal norm: below beta_c the average holds, above it is left. */
static void the_average_ceases_to_be_stable_there(void **state) {
    (void)state;
    enum { HALF = 6, DIM = 4, COUNT = 2 * HALF };
    double *half = fixture_vectors(HALF, DIM, FIXTURE_NORMAL, 5), patterns[COUNT * DIM];
    for (size_t i = 0; i < HALF; i++) {
        double norm = fixture_norm(half + i * DIM, DIM);
        for (size_t j = 0; j < DIM; j++) {
            patterns[2 * i * DIM + j] = half[i * DIM + j] / norm;
            patterns[(2 * i + 1) * DIM + j] = -half[i * DIM + j] / norm;
        }
    }
    hop_memory *memory = fixture_memory_of(patterns, COUNT, DIM, HOP_F64);
    hop_recall *recall = recall_of(memory, "dot", 1);
    double beta = 0;
    assert_ok(hop_recall_critical_beta(recall, &beta, NULL));
    hop_recall_destroy(recall);
    for (int above = 0; above < 2; above++) {
        double point[DIM];
        recall = recall_of(memory, "dot", beta * (above ? 1.1 : 0.9));
        for (size_t j = 0; j < DIM; j++) point[j] = 1e-3 * patterns[j];
        for (size_t t = 0; t < 3000; t++) assert_ok(hop_recall_step(recall, point, 1, NULL, NULL));
        assert_int_equal(fixture_norm(point, DIM) > 0.05, above);
        assert_true(above || fixture_norm(point, DIM) < 1e-6);
        hop_recall_destroy(recall);
    }
    hop_memory_destroy(memory);
    free(half);
}

static void keys_that_are_all_equal_have_none(void **state) {
    (void)state;
    const double patterns[6] = {1, 2, 1, 2, 1, 2};
    double beta = 0, residual = 1;
    hop_memory *memory = fixture_memory_of(patterns, 3, 2, HOP_F64);
    hop_recall *recall = recall_of(memory, "dot", 1);
    assert_ok(hop_recall_critical_beta(recall, &beta, &residual));
    assert_true(isinf(beta) && residual == 0);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

static void threads_change_nothing(void **state) {
    (void)state;
    double one = 0, many = 0;
    hop_memory *memory = fixture_memory(300, 50, HOP_U8, FIXTURE_GREY, 6);
    hop_recall_options options = fixture_options("correlation", 3, HOP_FLOAT);
    for (size_t threads = 1; threads <= 3; threads += 2) {
        options.running.threads = threads;
        hop_recall *recall = fixture_recall(memory, &options);
        assert_ok(hop_recall_critical_beta(recall, threads == 1 ? &one : &many, NULL));
        hop_recall_destroy(recall);
    }
    assert_true(one == many && isfinite(one));
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_one_over_the_largest_eigenvalue),
        cmocka_unit_test(the_average_ceases_to_be_stable_there),
        cmocka_unit_test(keys_that_are_all_equal_have_none),
        cmocka_unit_test(threads_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
