/* Work on the patterns of a shortlist alone: their similarities, and their weighted sum.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_RECALL_LISTED_H
#define HOP_RECALL_LISTED_H

#include "sieve.h"

/* What one worker computes in. */
typedef struct hop_listed {
    size_t room;
    double *s, *weights; /* [room], as the list has them */
    double *key;         /* [dim] */
    signed char *digits; /* a state in digits */
} hop_listed;

/* Room for lists of up to `room` patterns.  HOP_E_MEMORY; to be cleared in any case. */
hop_status hop_listed_create(const hop_recall *recall, size_t room, hop_listed *listed);
void hop_listed_clear(hop_listed *listed);

/* listed->s: similarities of a state [dim] with the patterns of a list that is not full, as good as
 * in float; those within `reach` of the largest, up to a few, in double.  Returns the largest. */
double hop_listed_compare(const hop_recall *recall, const hop_shortlist *list, double reach,
                          const double *state, hop_listed *listed);

/* sums [dim] = listed->weights . keys, or, if `plain`, . patterns in memory units; in double. */
void hop_listed_mix(const hop_recall *recall, const hop_shortlist *list, bool plain,
                    const hop_listed *listed, double *sums);

#endif
