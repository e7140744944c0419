/* What tests of bipolar recall share.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TESTS_RECALL_BIPOLAR_H
#define HOP_TESTS_RECALL_BIPOLAR_H

#include "fixture.h"

/* The defaults with an energy and the similarity hamming. */
static inline hop_recall_options bipolar_options(const char *energy) {
    hop_recall_options options = hop_recall_defaults;
    assert_ok(hop_energy_parse(energy, &options.model.energy));
    assert_ok(hop_similarity_parse("hamming", &options.model.similarity));
    options.running.threads = 2;
    options.running.seed = 17;
    return options;
}

/* `state` [dim] with its first `flips` values in a random order changed. */
static inline void bipolar_flip(double *state, size_t dim, size_t flips, hop_random *random) {
    size_t *order = malloc(dim * sizeof *order);
    assert_non_null(order);
    hop_random_sample(random, dim, flips, order);
    for (size_t i = 0; i < flips; i++) state[order[i]] = -state[order[i]];
    free(order);
}

/* The energies of a run never rise. */
static inline void bipolar_assert_descent(const hop_recalled *query) {
    for (size_t t = 0; t < query->steps; t++) {
        double terms = fabs(query->energy[t]) + fabs(query->energy[t + 1]) + 1;
        assert_true(query->energy[t + 1] <= query->energy[t] + 1e-6 * terms);
    }
}

#endif
