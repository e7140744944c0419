/* How exact a step in double is: within 16 eps (1 + beta max sum |x q|) of the same step in long
 * double, in units of the largest value of a pattern, whatever number, size and kind of patterns.
 * Covers: reference.c
 * SPDX-License-Identifier: MIT */
#include <float.h>

#include "fixture.h"

enum { ALLOWED = 16 };

/* Besides the fixture's: values far from zero, whose similarities are nearly equal. */
enum { KINDS = 4, FAR = KINDS - 1 };

static double *patterns_of(size_t count, size_t dim, size_t kind, uint64_t seed) {
    double *x =
        fixture_vectors(count, dim, kind == FAR ? FIXTURE_GREY : (fixture_values)kind, seed);
    for (size_t k = 0; k < count * dim && kind == FAR; k++) x[k] += 100;
    return x;
}

/* The textbook's step, and max sum |x q|. */
static long double exact_step(const double *x, size_t count, size_t dim, double beta,
                              const double *q, long double *next) {
    long double *s = calloc(count, sizeof *s), peak = -INFINITY, total = 0, most = 0;
    assert_non_null(s);
    for (size_t i = 0; i < count; i++) {
        long double size = 0;
        for (size_t j = 0; j < dim; j++) {
            s[i] += (long double)x[i * dim + j] * q[j];
            size += fabsl((long double)x[i * dim + j] * q[j]);
        }
        if (s[i] > peak) peak = s[i];
        if (size > most) most = size;
    }
    for (size_t j = 0; j < dim; j++) next[j] = 0;
    for (size_t i = 0; i < count; i++) {
        const long double weight = expl(beta * (s[i] - peak));
        total += weight;
        for (size_t j = 0; j < dim; j++) next[j] += weight * x[i * dim + j];
    }
    for (size_t j = 0; j < dim; j++) next[j] /= total;
    free(s);
    return most;
}

/* The error of one step in units of eps (1 + beta max sum |x q|) max |x|. */
static double error_of(const double *x, size_t count, size_t dim, double beta, const double *q) {
    double *state = malloc(dim * sizeof *state), largest = 0;
    long double *exact = malloc(dim * sizeof *exact), worst = 0;
    assert_non_null(state);
    assert_non_null(exact);
    memcpy(state, q, dim * sizeof *q);
    hop_recall_options options = fixture_options("dot", beta, HOP_DOUBLE);
    hop_memory *memory = fixture_memory_of(x, count, dim, HOP_F64);
    hop_recall *recall = fixture_recall(memory, &options);
    assert_ok(hop_recall_step(recall, state, 1, NULL, NULL));
    const long double most = exact_step(x, count, dim, beta, q, exact);
    for (size_t k = 0; k < count * dim; k++) largest = fmax(largest, fabs(x[k]));
    for (size_t j = 0; j < dim; j++) worst = fmaxl(worst, fabsl(state[j] - exact[j]));
    hop_recall_destroy(recall);
    hop_memory_destroy(memory);
    free(state);
    free(exact);
    return (double)(worst / (DBL_EPSILON * (1 + beta * most) * largest));
}

static void a_step_is_within_sixteen_units(void **state) {
    (void)state;
    static const size_t COUNTS[] = {2, 37, 1000, 20000}, DIMS[] = {2, 17, 64, 301};
    static const double FIELDS[] = {0, 1e-3, 0.1, 0.5, 1, 4, 30, 1000}; /* beta |x|^2 */
    double worst = 0;
    size_t cases = 0;
    for (size_t n = 0; n < 4; n++)
        for (size_t d = 0; d < 4; d++)
            for (size_t kind = 0; kind < KINDS; kind++) {
                const size_t count = COUNTS[n], dim = DIMS[d];
                if (count * dim > 1000000) continue;
                double *x = patterns_of(count, dim, kind, 11 + cases);
                double *q = patterns_of(1, dim, kind, 12 + cases), square = 0;
                for (size_t j = 0; j < dim; j++) square += x[j] * x[j];
                for (size_t f = 0; f < sizeof FIELDS / sizeof *FIELDS; f++, cases++) {
                    const double beta = FIELDS[f] > 0 ? FIELDS[f] / square : 1e-12;
                    const double error = error_of(x, count, dim, beta, q);
                    if (error > ALLOWED)
                        print_error("%zu patterns of %zu, kind %zu, beta %g: %g\n", count, dim,
                                    kind, beta, error);
                    worst = fmax(worst, error);
                }
                free(x);
                free(q);
            }
    print_message("%zu cases, worst %.2f\n", cases, worst);
    assert_true(cases > 400);
    assert_true(worst <= ALLOWED);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_step_is_within_sixteen_units)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
