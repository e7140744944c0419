/* What a query ended in, and which patterns are all but the same.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_RECALL_ENDING_H
#define HOP_RECALL_ENDING_H

#include "recall_private.h"

typedef struct hop_ending {
    const hop_recall *recall;
    double apart;      /* root mean square distance between patterns, memory units, by a sample */
    double *rows;      /* [workers x 2 x dim] */
    uint64_t *bits;    /* [workers x words] of bipolar states */
    int32_t *overlaps; /* [workers x patterns], d times */
} hop_ending;

/* HOP_E_MEMORY; to be cleared in any case. */
hop_status hop_ending_create(const hop_recall *recall, hop_ending *ending);
void hop_ending_clear(hop_ending *ending);

/* Sets ended, of and of_count of a query's score, whose `nearest` is set. */
void hop_ending_judge(const hop_ending *ending, const hop_recall_result *result, size_t query,
                      size_t worker);

/* See hop_score.like; false for a target of HOP_NO_PATTERN. */
bool hop_ending_is_like(const hop_ending *ending, size_t target, size_t found, size_t worker);

#endif
