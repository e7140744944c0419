/* Locating the place where half of the trials succeed, by sequential sampling: a round of trials is
 * placed where those before it say most is to be learned.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_THEORY_THRESHOLD_H
#define HOP_THEORY_THRESHOLD_H

#include <hopfield/statistics.h>

/* How to search.  Success becomes rarer as x grows. */
typedef struct hop_search {
    double low, high;   /* where to look first; widened if the threshold is not between */
    double least, most; /* x can be no smaller and no larger */
    double grain;       /* of x: one pattern, one value; nothing is between, 0: none */
    double nats;        /* or: x is ln N / nats of whole numbers N; 0: it is not */
    bool logarithmic;   /* in ln x, as for numbers of patterns; x > 0 */
    double precision;   /* ends once half the interval is at most this fraction of the threshold */
    size_t batch;       /* trials of a cell */
    size_t scouts;      /* of a cell where it is not known yet where to look */
    size_t most_trials; /* ends at the latest with so many */
    size_t cells;       /* of a round */
} hop_search;

/* Where to sample next, places [search->cells] of *trials each, given all tallies so far (a tally a
 * cell, or pooled); *count is 0 once the search has ended.  left: trials in all from here on, as
 * far as the tallies tell; NAN: they do not yet.  Depends on its arguments alone.  HOP_E_MEMORY. */
hop_status hop_threshold_next(const hop_search *search, const hop_tally *tallies,
                              size_t tally_count, double *places, size_t *count, size_t *trials,
                              double *left);

/* Trials beside scouts before which no interval is taken for its word. */
double hop_threshold_least(const hop_search *search);

/* Whether success falls from one place to the next, with nothing that can be tried between them: it
 * is known to cross one half there, and a curve laid through is no wider.  The threshold is then
 * anywhere between these two, and further trials tell no more. */
bool hop_threshold_is_step(const hop_search *search, const hop_crossing *crossing);

#endif
