/* All minima of log-sum-ReLU: against what is known of a simplex, and against brute force.
 * SPDX-License-Identifier: MIT */
#include "theory/emergent_minima.h"

#include "hopfield/random.h"
#include "support/experiment.h"

enum { MANY = 12, DIM = 3 };

/* Patterns that are all at squared distance 2 from each other. */
static size_t count_of_simplex(double radius_square) {
    double squares[MANY * MANY];
    hop_minima minima = {0};
    for (size_t i = 0; i < MANY * MANY; i++) squares[i] = i % (MANY + 1) == 0 ? 0 : 2;
    assert_ok(hop_minima_find(squares, MANY, radius_square, &minima));
    assert_int_equal(minima.count, minima.emergent + minima.kept);
    assert_int_equal(minima.kept, radius_square > 2 ? 0 : MANY);
    size_t count = minima.count;
    hop_minima_clear(&minima);
    return count;
}

/* The mean of k corners is at squared distance 1 - 1/k from them and 1 + 1/k from the others. */
static void a_simplex_has_the_minima_that_its_geometry_says(void **state) {
    (void)state;
    assert_int_equal(count_of_simplex(0.4), MANY);
    assert_int_equal(count_of_simplex(0.55), MANY + 66);
    assert_int_equal(count_of_simplex(0.7), MANY + 66 + 220);
    assert_int_equal(count_of_simplex(1), 4095);
    /* From 1 + 1/k on the sets of k go: here those of four and more but not all. */
    assert_int_equal(count_of_simplex(1.3), MANY + 66 + 220 + 1);
    assert_int_equal(count_of_simplex(2.1), 1);
}

static double square_to(const double *a, const double *b) {
    double sum = 0;
    for (size_t j = 0; j < DIM; j++) sum += (a[j] - b[j]) * (a[j] - b[j]);
    return sum;
}

/* Every one of the 2^N - 1 sets, its mean made from the patterns. */
static bool is_minimum(const double (*x)[DIM], uint32_t set, double radius_square) {
    double mean[DIM] = {0}, size = 0;
    for (size_t i = 0; i < MANY; i++)
        for (size_t j = 0; j < DIM && set >> i & 1; j++) mean[j] += x[i][j];
    for (size_t i = 0; i < MANY; i++) size += set >> i & 1;
    for (size_t j = 0; j < DIM; j++) mean[j] /= size;
    for (size_t i = 0; i < MANY; i++)
        if ((square_to(mean, x[i]) < radius_square) != (set >> i & 1)) return false;
    return true;
}

static void random_patterns_have_the_minima_of_brute_force(void **state) {
    (void)state;
    static const double RADII[] = {0.2, 0.5, 1, 2, 4, 8};
    double x[MANY][DIM], squares[MANY * MANY];
    hop_random random;
    hop_random_init(&random, 1, 0);
    for (size_t i = 0; i < MANY; i++)
        for (size_t j = 0; j < DIM; j++) x[i][j] = hop_random_normal(&random);
    for (size_t i = 0; i < MANY; i++)
        for (size_t j = 0; j < MANY; j++) squares[i * MANY + j] = square_to(x[i], x[j]);
    for (size_t k = 0; k < sizeof RADII / sizeof *RADII; k++) {
        hop_minima minima = {0};
        size_t count = 0;
        assert_ok(hop_minima_find(squares, MANY, RADII[k], &minima));
        for (uint32_t set = 1; set < 1u << MANY; set++) {
            bool expected = is_minimum((const double(*)[DIM])x, set, RADII[k]);
            assert_true(hop_minima_has(&minima, set) == expected);
            count += expected ? 1 : 0;
        }
        assert_true(count > 0 && minima.count == count);
        hop_minima_clear(&minima);
    }
}

static void duplicates_are_kept_together(void **state) {
    (void)state;
    static const double SQUARES[] = {0, 0, 9, 0, 0, 9, 9, 9, 0};
    hop_minima minima = {0};
    assert_ok(hop_minima_find(SQUARES, 3, 1, &minima));
    assert_int_equal(minima.count, 2);
    assert_int_equal(minima.kept, 3);
    assert_int_equal(minima.emergent, 0);
    assert_true(hop_minima_has(&minima, 3) && hop_minima_has(&minima, 4));
    hop_minima_clear(&minima);
}

static void more_patterns_than_can_be_looked_at_are_refused(void **state) {
    (void)state;
    hop_minima minima = {0};
    assert_refused(hop_minima_find(NULL, HOP_EMERGENT_MAX + 1, 1, &minima), HOP_E_LIMIT,
                   "21 patterns");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_simplex_has_the_minima_that_its_geometry_says),
        cmocka_unit_test(random_patterns_have_the_minima_of_brute_force),
        cmocka_unit_test(duplicates_are_kept_together),
        cmocka_unit_test(more_patterns_than_can_be_looked_at_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
