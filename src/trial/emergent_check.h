/* The engine's word on the minima of the log-sum-ReLU energy.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TRIAL_EMERGENT_CHECK_H
#define HOP_TRIAL_EMERGENT_CHECK_H

#include <hopfield/memory.h>
#include <hopfield/random.h>
#include <hopfield/recall.h>

#include "../base/watch.h"
#include "../theory/emergent_minima.h"

/* Patterns and the engine at one beta. */
typedef struct hop_emergent {
    size_t dim, count;
    double beta;
    double *patterns; /* [count x dim] */
    double *squares;  /* [count x count]: squared distances */
    double smallest;  /* of the distances; memory units */
    hop_recall *recall;
    hop_watch *watch; /* asked between states; NULL: nobody */
} hop_emergent;

/* Distances alone: no engine yet.  HOP_E_LIMIT for more than HOP_EMERGENT_MAX patterns. */
hop_status hop_emergent_create(const hop_memory *memory, hop_emergent *e);
/* Makes the engine; the memory must outlive it. */
hop_status hop_emergent_start(const hop_memory *memory, double beta, hop_emergent *e);
void hop_emergent_clear(hop_emergent *e);

/* Looks at `most` of the minima, evenly spread: how many, and how many of these the engine moves,
 * or finds a lower energy beside. */
hop_status hop_emergent_check(const hop_emergent *e, const hop_minima *minima, size_t most,
                              hop_random *random, size_t *checked, size_t *failed);

/* Recalls `starts` random states between patterns: how many have support, and how many of these
 * end at none of the minima. */
hop_status hop_emergent_search(const hop_emergent *e, const hop_minima *minima, size_t starts,
                               hop_random *random, size_t *supported, size_t *unlisted);

/* How far from a pattern a state may be to return to it exactly in one step: up to r - R, for
 * every other pattern is then R away, and less than R itself.  0: there is no such distance. */
double hop_emergent_reach(const hop_emergent *e);

/* Tries `points` states so near to each pattern: how many, and how many returned bit for bit. */
hop_status hop_emergent_return(const hop_emergent *e, size_t points, hop_random *random,
                               size_t *tried, size_t *returned);

#endif
