/* Falling steps: pool-adjacent-violators, and sign tests of pooled neighbours.
 * SPDX-License-Identifier: MIT */
#include "crossing_steps.h"

#include <math.h>
#include <stdlib.h>

static int by_place(const void *a, const void *b) {
    double x = ((const hop_tally *)a)->x, y = ((const hop_tally *)b)->x;
    return (x > y) - (x < y);
}

size_t hop_crossing_merge(hop_tally *tallies, size_t count) {
    size_t kept = 0;
    if (count > 0) qsort(tallies, count, sizeof *tallies, by_place);
    for (size_t i = 0; i < count; i++) {
        if (!(tallies[i].trials > 0)) continue;
        if (kept > 0 && tallies[kept - 1].x == tallies[i].x) {
            tallies[kept - 1].trials += tallies[i].trials;
            tallies[kept - 1].successes += tallies[i].successes;
        } else {
            tallies[kept++] = tallies[i];
        }
    }
    return kept;
}

void hop_crossing_steps(const hop_places *places, double *p, double *weights, size_t *lengths) {
    size_t blocks = 0, place = places->count;
    for (size_t i = 0; i < places->count; i++) {
        p[blocks] = places->all[i].successes / places->all[i].trials;
        weights[blocks] = places->all[i].trials;
        lengths[blocks++] = 1;
        for (; blocks > 1 && p[blocks - 1] >= p[blocks - 2]; blocks--) {
            size_t b = blocks - 2;
            double weight = weights[b] + weights[b + 1];
            p[b] += (p[b + 1] - p[b]) * weights[b + 1] / weight;
            weights[b] = weight;
            lengths[b] += lengths[b + 1];
        }
    }
    /* From the end: a block never begins behind its number. */
    for (size_t b = blocks; b-- > 0;) {
        double level = p[b];
        for (size_t k = lengths[b]; k > 0; k--) p[--place] = level;
    }
}

void hop_crossing_bounds(const hop_places *places, size_t above, double sure, double *low,
                         double *high) {
    const hop_tally *t = places->all;
    *low = -INFINITY;
    *high = INFINITY;
    for (size_t i = above + 1; i-- > 0 && isinf(*low);) {
        double excess = 0, trials = 0;
        for (size_t k = i; k <= above; k++) {
            excess += t[k].successes - t[k].trials / 2;
            trials += t[k].trials;
            if (excess > sure * sqrt(trials) / 2) *low = t[i].x;
        }
    }
    for (size_t i = above + 1; i < places->count && isinf(*high); i++) {
        double lack = 0, trials = 0;
        for (size_t k = i + 1; k-- > above + 1;) {
            lack += t[k].trials / 2 - t[k].successes;
            trials += t[k].trials;
            if (lack > sure * sqrt(trials) / 2) *high = t[i].x;
        }
    }
}
