/* What tests of bipolar families share: asking every row of the catalogue.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TESTS_ENERGY_BIPOLAR_H
#define HOP_TESTS_ENERGY_BIPOLAR_H

#include <math.h>
#include <string.h>

#include <hopfield/energy.h>
#include <hopfield/random.h>

#include "support/support.h"

typedef void (*property)(const hop_energy *energy, hop_random *random);

static inline void ask_row(property asked, const char *spec, size_t stream) {
    hop_energy energy;
    hop_random random;
    assert_int_equal(hop_energy_parse(spec, &energy), HOP_OK);
    hop_random_init(&random, 21, stream);
    print_message("           %s\n", spec);
    asked(&energy, &random);
}

/* Each bipolar row; and each with its parameters at less usual values. */
static inline void ask_all(property asked) {
    static const char *const MORE[] = {"polynomial:degree=2",
                                       "polynomial:degree=2,rectified=no",
                                       "polynomial:degree=3,rectified=no",
                                       "polynomial:degree=14",
                                       "polynomial:degree=60",
                                       "polynomial:degree=59,rectified=no",
                                       "hebb:self=keep",
                                       "pseudo-inverse:self=keep"};
    const hop_catalog *catalog = hop_energy_catalog();
    for (size_t i = 0; i < catalog->count; i++)
        if (((const hop_energy_row *)catalog->rows[i])->states == HOP_STATES_BIPOLAR)
            ask_row(asked, catalog->rows[i]->name, i);
    for (size_t i = 0; i < sizeof MORE / sizeof *MORE; i++) ask_row(asked, MORE[i], 100 + i);
}

/* Families that are functions of overlaps. */
static inline bool has_weights(const hop_energy *energy) {
    return energy->family->couple == NULL;
}

static inline double potential(const hop_energy *energy, const double *s, size_t count) {
    double result = NAN;
    assert_int_equal(hop_energy_potential(energy, s, count, &result), HOP_OK);
    return result;
}

static inline void weigh(const hop_energy *energy, const double *s, size_t count, double *weights) {
    assert_int_equal(hop_energy_weights(energy, s, count, weights), HOP_OK);
}

static inline double size_of(const double *values, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++) sum += fabs(values[i]);
    return sum;
}

#endif
