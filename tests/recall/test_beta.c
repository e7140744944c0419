/* beta from the memory: the smallest that the theorem asks for, duplicates and all.
 * SPDX-License-Identifier: MIT */
#include <float.h>

#include "fixture.h"

static double beta_of(const hop_memory *memory, const char *similarity, hop_precision precision) {
    hop_recall_options options = fixture_options(similarity, NAN, precision);
    hop_recall *recall = fixture_recall(memory, &options);
    double beta = hop_recall_resolved(recall)->model.energy.parameter[0];
    hop_recall_destroy(recall);
    assert_true(isfinite(beta) && beta > 0);
    return beta;
}

/* D - 2/(beta N) - ln(2 (N-1) N beta M^2)/beta of the theorem; 0 or more is retrieval. */
static double margin(double separation, double beta, double n, double norm) {
    return separation - 2 / (beta * n) - log(2 * (n - 1) * n * beta * norm * norm) / beta;
}

/* x_ii - max x_ij, ascending. */
static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void separations(const double *x, size_t count, size_t dim, double *out) {
    for (size_t i = 0; i < count; i++) {
        double own = 0, rival = -INFINITY;
        for (size_t k = 0; k < count; k++) {
            double s = 0;
            for (size_t j = 0; j < dim; j++) s += x[i * dim + j] * x[k * dim + j];
            if (k == i) own = s;
            if (k != i) rival = fmax(rival, s);
        }
        out[i] = own - rival;
    }
    qsort(out, count, sizeof *out, ascending);
}

static void it_is_the_smallest_for_a_quarter_of_the_separation_of_49_in_50(void **state) {
    (void)state;
    enum { COUNT = 100, DIM = 64 };
    hop_memory *memory = fixture_memory(COUNT, DIM, HOP_F32, FIXTURE_BIPOLAR, 8);
    double *x = fixture_patterns(memory), found[COUNT];
    separations(x, COUNT, DIM, found);
    double beta = beta_of(memory, "dot", HOP_FLOAT), norm = sqrt(DIM);
    /* Products of 64 numbers of 1 are exact in float; the rest is the iteration's rounding. */
    double quarter = found[2] / 4;
    assert_near(margin(quarter, beta, COUNT, norm), 0, 64 * DBL_EPSILON * found[2]);
    assert_true(margin(quarter, 0.99 * beta, COUNT, norm) < 0);
    assert_true(margin(quarter, 1.01 * beta, COUNT, norm) > 0);
    free(x);
    hop_memory_destroy(memory);
}

static void duplicates_do_not_make_it_steeper(void **state) {
    (void)state;
    enum { COUNT = 50, DIM = 64 };
    double *x = fixture_vectors(2 * COUNT, DIM, FIXTURE_BIPOLAR, 4);
    hop_memory *all = fixture_memory_of(x, 2 * COUNT, DIM, HOP_F64);
    memcpy(x + COUNT * DIM, x, COUNT * DIM * sizeof *x);
    hop_memory *doubled = fixture_memory_of(x, 2 * COUNT, DIM, HOP_F64);
    double beta = beta_of(doubled, "euclidean", HOP_FLOAT);
    double other = beta_of(all, "euclidean", HOP_FLOAT);
    assert_true(beta > other / 2 && beta < other * 2);
    free(x);
    hop_memory_destroy(all);
    hop_memory_destroy(doubled);
}

static void memories_without_a_separation_have_one_too(void **state) {
    (void)state;
    double same[] = {1, 2, 1, 2, 1, 2}, zero[6] = {0};
    for (size_t count = 1; count <= 3; count++)
        for (size_t s = 0; s < FIXTURE_SIMILARITY_COUNT; s++) {
            hop_memory *equal = fixture_memory_of(same, count, 2, HOP_F64);
            hop_memory *none = fixture_memory_of(zero, count, 2, HOP_F64);
            beta_of(equal, FIXTURE_SIMILARITIES[s], HOP_FLOAT);
            beta_of(none, FIXTURE_SIMILARITIES[s], HOP_DOUBLE);
            hop_memory_destroy(equal);
            hop_memory_destroy(none);
        }
}

static void it_is_the_same_in_both_precisions(void **state) {
    (void)state;
    for (size_t s = 0; s < FIXTURE_SIMILARITY_COUNT; s++) {
        hop_memory *memory = fixture_memory(300, 50, HOP_U8, FIXTURE_GREY, s);
        double fast = beta_of(memory, FIXTURE_SIMILARITIES[s], HOP_FLOAT);
        double plain = beta_of(memory, FIXTURE_SIMILARITIES[s], HOP_DOUBLE);
        assert_near(fast, plain, 1e-4 * plain); /* a separation is a difference of similarities */
        hop_memory_destroy(memory);
    }
}

/* Patterns k times as large are k^2 times as far apart, until beta meets its limits. */
static void it_scales_with_the_patterns_and_stays_within_limits(void **state) {
    (void)state;
    enum { COUNT = 20, DIM = 10 };
    double *x = fixture_vectors(COUNT, DIM, FIXTURE_BIPOLAR, 2), unit = 0;
    for (double size = 1; size <= 1e12; size *= 4096) {
        double scaled[COUNT * DIM];
        for (size_t k = 0; k < COUNT * DIM; k++) scaled[k] = size * x[k];
        hop_memory *memory = fixture_memory_of(scaled, COUNT, DIM, HOP_F64);
        double beta = beta_of(memory, "euclidean", HOP_FLOAT);
        if (size == 1) unit = beta;
        assert_near(beta * size * size, unit, 64 * DBL_EPSILON * unit);
        hop_memory_destroy(memory);
    }
    for (double size = 1e-100; size < 1e101; size *= 1e200) {
        double scaled[COUNT * DIM];
        for (size_t k = 0; k < COUNT * DIM; k++) scaled[k] = size * x[k];
        hop_memory *memory = fixture_memory_of(scaled, COUNT, DIM, HOP_F64);
        double beta = beta_of(memory, "euclidean", HOP_DOUBLE);
        assert_true(beta == (size < 1 ? 1e12 : 1e-30));
        hop_memory_destroy(memory);
    }
    free(x);
}

static void a_beta_that_is_given_stays(void **state) {
    (void)state;
    hop_memory *memory = fixture_memory(20, 5, HOP_F32, FIXTURE_NORMAL, 2);
    hop_recall_options options = fixture_options("dot", 0.125, HOP_FLOAT);
    hop_recall *recall = fixture_recall(memory, &options);
    assert_true(hop_recall_resolved(recall)->model.energy.parameter[0] == 0.125);
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_the_smallest_for_a_quarter_of_the_separation_of_49_in_50),
        cmocka_unit_test(duplicates_do_not_make_it_steeper),
        cmocka_unit_test(memories_without_a_separation_have_one_too),
        cmocka_unit_test(it_is_the_same_in_both_precisions),
        cmocka_unit_test(it_scales_with_the_patterns_and_stays_within_limits),
        cmocka_unit_test(a_beta_that_is_given_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
