/* A search for the threshold of a synthetic curve, followed to its end.
 * SPDX-License-Identifier: MIT */
#ifndef TESTS_THEORY_SEARCH_H
#define TESTS_THEORY_SEARCH_H

#include <math.h>

#include <hopfield/random.h>

#include "support/support.h"
#include "theory/threshold.h"

enum { MOST = 16384 };

typedef double truth(double x);

static inline double logistic(double x) {
    return 1 / (1 + exp((x - 0.17) / 0.012));
}

static const hop_search SEARCH = {
    .low = 0.07,
    .high = 0.28,
    .least = 0.002,
    .most = 20,
    .logarithmic = true,
    .precision = 0.01,
    .batch = 64,
    .scouts = 8,
    .most_trials = 20000,
    .cells = 12,
};

/* Follows a search to its end; returns the tallies. */
static inline size_t follow(const hop_search *search, truth *p, uint64_t seed, hop_tally *tallies) {
    size_t count = 0;
    hop_random random;
    hop_random_init(&random, seed, 0);
    for (;;) {
        double places[16], left;
        size_t more = 0, trials = 0;
        assert_int_equal(hop_threshold_next(search, tallies, count, places, &more, &trials, &left),
                         HOP_OK);
        if (more == 0) return count;
        assert_true(count + more <= MOST);
        for (size_t i = 0; i < more; i++) {
            hop_tally *t = &tallies[count++];
            double x =
                search->grain > 0 ? search->grain * round(places[i] / search->grain) : places[i];
            *t = (hop_tally){.x = x, .trials = (double)trials};
            for (size_t k = 0; k < trials; k++)
                t->successes += hop_random_uniform(&random) < p(x) ? 1 : 0;
        }
    }
}

static inline hop_crossing crossing_of(const hop_search *search, const hop_tally *tallies,
                                       size_t count) {
    hop_crossing crossing;
    assert_int_equal(hop_statistics_crossing(tallies, count, search->logarithmic, &crossing),
                     HOP_OK);
    return crossing;
}

#endif
