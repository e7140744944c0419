/* How energies fall and within what limits they lie, asked of every row of the catalogue.
 * Covers: energy.c and every row it lists.
 * SPDX-License-Identifier: MIT */
#include "families.h"

enum { MOST_PATTERNS = 16, MOST_DIM = 12 };

/* Random patterns with what their family is given of a state: similarities, or distances. */
typedef struct landscape {
    const hop_energy *energy;
    double patterns[MOST_PATTERNS * MOST_DIM];
    size_t count, dim;
} landscape;

/* E up to its constant, the weights, and what E's terms add up to. */
static double energy_at(const landscape *at, const double *state, double *weights, double *terms) {
    double s[MOST_PATTERNS], square = 0;
    bool distances = at->energy->family->distances;
    for (size_t j = 0; j < at->dim; j++) square += state[j] * state[j];
    for (size_t i = 0; i < at->count; i++) {
        const double *x = at->patterns + i * at->dim;
        s[i] = 0;
        for (size_t j = 0; j < at->dim; j++)
            s[i] += distances ? -(x[j] - state[j]) * (x[j] - state[j]) / 2 : x[j] * state[j];
    }
    double q = potential(at->energy, s, at->count);
    weigh(at->energy, s, at->count, weights);
    *terms += fabs(q) + square / 2;
    return distances ? -q : -q + square / 2;
}

static void descend(const landscape *at, const double *state) {
    double next[MOST_DIM] = {0}, weights[MOST_PATTERNS], unused[MOST_PATTERNS];
    double terms = 0, apart = 0, before = energy_at(at, state, weights, &terms);
    if (!isfinite(before)) return; /* outside the family's support it stays */
    double mass = at->energy->family->distances ? sum_of(weights, at->count) : 1;
    for (size_t i = 0; i < at->count; i++)
        for (size_t j = 0; j < at->dim; j++)
            next[j] += weights[i] / mass * at->patterns[i * at->dim + j];
    double after = energy_at(at, next, unused, &terms);
    for (size_t j = 0; j < at->dim; j++) apart += (next[j] - state[j]) * (next[j] - state[j]);
    double least = at->energy->family->distances ? 0 : apart / 2;
    assert_true(before - after >= least - 16 * DBL_EPSILON * terms);
}

/* MATHS, "strong descent": 10^4 random states for every convex family. */
static void check_descent(const hop_energy *energy, hop_random *random) {
    if (!energy->family->convex || energy->family->states != HOP_STATES_REAL) return;
    landscape at = {.energy = energy};
    for (size_t turn = 0; turn < 10000; turn++) {
        double state[MOST_DIM];
        at.count = 1 + hop_random_below(random, MOST_PATTERNS);
        at.dim = 1 + hop_random_below(random, MOST_DIM);
        for (size_t k = 0; k < at.count * at.dim; k++) at.patterns[k] = hop_random_normal(random);
        for (size_t j = 0; j < at.dim; j++) state[j] = 2 * hop_random_normal(random);
        descend(&at, state);
    }
}

static void energy_falls_by_half_the_square_of_the_step(void **state) {
    (void)state;
    ask_all(check_descent);
}

/* Patterns are in the ball that the constant counts on. */
static void check_range(const hop_energy *energy, hop_random *random) {
    const hop_energy_row *family = energy->family;
    if (!family->convex || family->states != HOP_STATES_REAL) return;
    landscape at = {.energy = energy, .count = 9, .dim = 5};
    double mass = family->total ? family->total(energy->parameter, 9) : 1;
    double largest = 0, weights[MOST_PATTERNS], terms = 0;
    for (size_t k = 0; k < 9 * 5; k++) at.patterns[k] = hop_random_normal(random);
    for (size_t i = 0; i < 9; i++) {
        double square = 0;
        for (size_t j = 0; j < 5; j++) square += pow(at.patterns[i * 5 + j], 2);
        largest = fmax(largest, sqrt(square));
    }
    double constant = family->constant(energy->parameter, 9, largest);
    for (size_t i = 0; i < 9; i++) {
        double e = energy_at(&at, at.patterns + i * 5, weights, &terms) + constant;
        double allowed = 16 * DBL_EPSILON * (fabs(constant) + terms);
        assert_true(e >= -allowed && e <= 2 * pow(mass * largest, 2) + allowed);
    }
}

static void energies_of_patterns_lie_between_zero_and_two_m_squared(void **state) {
    (void)state;
    ask_all(check_range);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(energy_falls_by_half_the_square_of_the_step),
        cmocka_unit_test(energies_of_patterns_lie_between_zero_and_two_m_squared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
