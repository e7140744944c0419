/* What tests of rules with couplings share: random patterns, and W as a plain matrix.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TESTS_ENERGY_COUPLED_H
#define HOP_TESTS_ENERGY_COUPLED_H

#include <math.h>

#include <hopfield/energy.h>
#include <hopfield/random.h>

#include "support/support.h"

static inline signed char *coupled_patterns(size_t count, size_t dim, uint64_t seed) {
    signed char *patterns = malloc(count * dim);
    hop_random random;
    assert_non_null(patterns);
    hop_random_init(&random, seed, 0);
    for (size_t k = 0; k < count * dim; k++)
        patterns[k] = hop_random_uniform(&random) < 0.5 ? -1 : 1;
    return patterns;
}

static inline hop_couplings coupled_make(const char *spec, const signed char *patterns,
                                         size_t count, size_t dim) {
    hop_energy energy;
    hop_couplings couplings = {0};
    assert_int_equal(hop_energy_parse(spec, &energy), HOP_OK);
    assert_int_equal(energy.family->couple(energy.parameter, patterns, count, dim, &couplings),
                     HOP_OK);
    return couplings;
}

/* W with its diagonal. */
static inline double coupled_entry(const hop_couplings *c, size_t k, size_t l) {
    if (c->matrix) return c->scale * c->matrix[k * c->dim + l];
    double sum = 0;
    for (size_t r = 0; r < c->rank; r++)
        sum += c->left[k * c->rank + r] * c->right[l * c->rank + r];
    return c->scale * sum;
}

/* Values of patterns that their own field would change. */
static inline size_t coupled_errors(const hop_couplings *c, const signed char *patterns,
                                    size_t count) {
    size_t errors = 0;
    double *x = malloc(c->dim * sizeof *x);
    double *follow = malloc(hop_couplings_followed(c) * sizeof *follow);
    assert_true(x && follow);
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < c->dim; k++) x[k] = patterns[i * c->dim + k];
        hop_couplings_follow(c, x, follow);
        for (size_t k = 0; k < c->dim; k++)
            errors += hop_couplings_field(c, x, follow, k) * x[k] < -c->noise ? 1 : 0;
    }
    free(x);
    free(follow);
    return errors;
}

#endif
