/* Energies to double precision from similarities in float.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_RECALL_REFINE_H
#define HOP_RECALL_REFINE_H

#include "recall_private.h"

/* Patterns compared again for each query. */
enum { HOP_REFINED = 8 };

/* The largest similarities seen so far of one query, largest first. */
typedef struct hop_leaders {
    size_t count;
    float similarity[HOP_REFINED];
    size_t pattern[HOP_REFINED];
} hop_leaders;

/* Looks through a tile of similarities with patterns first ... first+count-1. */
void hop_recall_note_leaders(hop_leaders *leaders, const float *tile, size_t count, size_t first);

/* Those of other patterns join them. */
void hop_recall_join_leaders(hop_leaders *leaders, const hop_leaders *others);

/* Q(s) of a query whose float similarities are folded into `folded`.  key: scratch [dim]. */
double hop_recall_refined_potential(const hop_recall *recall, const hop_fold *folded,
                                    const hop_leaders *leaders, const double *state, double *key);

#endif
