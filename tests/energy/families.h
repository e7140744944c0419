/* What the conformance suites of energy families share: every row of real states, each with several
 * values of its parameters.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TESTS_ENERGY_FAMILIES_H
#define HOP_TESTS_ENERGY_FAMILIES_H

#include <hopfield/energy.h>
#include <hopfield/random.h>

#include <float.h>
#include <math.h>
#include <string.h>

#include "support/support.h"

/* Parameters that are "auto" are given these in turn. */
static const double STANDARD[] = {0.05, 1, 3, 40};
enum { STANDARDS = sizeof STANDARD / sizeof *STANDARD, MOST = 257 };

typedef void (*property)(const hop_energy *energy, hop_random *random);

/* Families of bipolar states have test_conformance_bipolar.c. */
static inline bool is_real(const hop_row *row) {
    return ((const hop_energy_row *)row)->states == HOP_STATES_REAL;
}

/* One row with each of the values, the other parameters as they stand. */
static inline void ask_row(property asked, const char *spec, size_t stream) {
    for (size_t k = 0; k < STANDARDS; k++) {
        hop_energy energy;
        hop_random random;
        assert_int_equal(hop_energy_parse(spec, &energy), HOP_OK);
        for (size_t p = 0; p < HOP_PARAMETER_MAX; p++)
            if (isnan(energy.parameter[p])) energy.parameter[p] = STANDARD[k];
        hop_random_init(&random, 20, stream * STANDARDS + k);
        print_message("           %s, %g\n", spec, STANDARD[k]);
        asked(&energy, &random);
    }
}

/* Each row; and each with its further parameters at less usual values. */
static inline void ask_all(property asked) {
    static const char *const MORE[] = {
        "entmax:alpha=1.05", "entmax:alpha=2",    "entmax:alpha=3",
        "entmax:alpha=10",   "normmax:gamma=1.2", "normmax:gamma=5",
        "ksubset:k=1",       "ksubset:k=5",       "lsr:fallback=lse"};
    const hop_catalog *catalog = hop_energy_catalog();
    for (size_t i = 0; i < catalog->count; i++)
        if (is_real(catalog->rows[i])) ask_row(asked, catalog->rows[i]->name, i);
    for (size_t i = 0; i < sizeof MORE / sizeof *MORE; i++) ask_row(asked, MORE[i], 100 + i);
}

static inline void draw(hop_random *random, double *s, size_t count) {
    for (size_t i = 0; i < count; i++) s[i] = (double)(float)(3 * hop_random_normal(random));
}

/* Minus half a squared distance is never positive, and for a ball to hold the state, small. */
static inline void draw_scores(const hop_energy *energy, hop_random *random, double *s,
                               size_t count) {
    draw(random, s, count);
    if (!energy->family->distances) return;
    for (size_t i = 0; i < count; i++) s[i] = -fabs(s[i]) / (4 * energy->parameter[0]);
}

static inline double potential(const hop_energy *energy, const double *s, size_t count) {
    double result = NAN;
    assert_int_equal(hop_energy_potential(energy, s, count, &result), HOP_OK);
    return result;
}

static inline void weigh(const hop_energy *energy, const double *s, size_t count, double *weights) {
    assert_int_equal(hop_energy_weights(energy, s, count, weights), HOP_OK);
}

/* The largest "beta" at work bounds how curved the potential is. */
static inline double steepest(const hop_energy *energy) {
    double most = 1;
    for (size_t p = 0; p < HOP_PARAMETER_MAX; p++)
        if (energy->parameter[p] > most) most = energy->parameter[p];
    return most;
}

static inline double sum_of(const double *values, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++) sum += values[i];
    return sum;
}

#endif
