/* What tests of sparse families share: a family by its spec, its weights, and random scores.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TESTS_ENERGY_SPARSE_H
#define HOP_TESTS_ENERGY_SPARSE_H

#include "support/support.h"

#include <math.h>
#include <string.h>

#include <hopfield/energy.h>
#include <hopfield/random.h>

static inline hop_energy family_of(const char *spec) {
    hop_energy energy;
    assert_int_equal(hop_energy_parse(spec, &energy), HOP_OK);
    return energy;
}

static inline void weigh(const char *spec, const double *s, size_t count, double *weights) {
    hop_energy energy = family_of(spec);
    assert_int_equal(hop_energy_weights(&energy, s, count, weights), HOP_OK);
}

static inline double potential_of(const char *spec, const double *s, size_t count) {
    hop_energy energy = family_of(spec);
    double potential = NAN;
    assert_int_equal(hop_energy_potential(&energy, s, count, &potential), HOP_OK);
    return potential;
}

static inline void draw_normal(hop_random *random, double scale, double *s, size_t count) {
    for (size_t i = 0; i < count; i++) s[i] = scale * hop_random_normal(random);
}

static inline int descending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x < y) - (x > y);
}

#endif
