/* Steps that leave out what cannot matter: what is kept between them, and what they share with
 * reading out.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_RECALL_PRUNED_H
#define HOP_RECALL_PRUNED_H

#include "listed.h"

/* All patterns left out of a step together have less than this part of the weight, half of what a
 * float rounds; of sparse families they have none. */
static const double HOP_PRUNED_WEIGHT = 0x1p-24;

/* How far below the largest a similarity must be for that; infinite if nothing is far enough. */
double hop_recall_prunable(const hop_recall *recall);

/* Lists longer than this are not worth it: the dense step takes over.  `count` states at a time. */
size_t hop_recall_longest_list(const hop_recall *recall, size_t count);

/* Whether the patterns as they are shown may be sifted. */
bool hop_recall_may_sift(const hop_recall *recall);

/* Makes the sieve, and the pruned engine the recall's, where that can pay.  HOP_E_MEMORY. */
hop_status hop_recall_prepare_sieve(hop_recall *recall);

/* What the steps of a run have learned: a list for each state, and where the state was then. */
struct hop_lists {
    size_t count, dim;
    hop_shortlist *lists; /* [count]; one that lists nothing is not known */
    float *origins;       /* [count x dim] */
    size_t places;        /* digits that were best for the last look at many */
    double compared;      /* similarities computed one by one */
    double listed, dense; /* steps of a state by a list, and over all patterns */
};

/* Compares a state with what is listed for it, into listed->s; says whether that is all that can
 * matter: whether every other pattern is `reach` below the largest. */
bool hop_lists_serve(const hop_recall *recall, const hop_lists *lists, size_t row,
                     const double *state, double reach, hop_listed *listed);

/* New lists for some rows, from where their states are now. */
hop_status hop_lists_look(const hop_recall *recall, hop_lists *lists, hop_rows rows,
                          const double *states, hop_look look);

hop_status hop_lists_create(size_t count, size_t dim, hop_lists **lists);
void hop_lists_destroy(hop_lists *lists);

#endif
