/* Candidates: the patterns that may be within reach of a state's largest similarity, as far as it
 * is known; those that a larger one leaves behind are thinned out when the list is long.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_RECALL_SIEVE_CANDIDATES_H
#define HOP_RECALL_SIEVE_CANDIDATES_H

#include "sieve_state.h"

/* Patterns listed for one state, with the most their similarities can be, and what those of others
 * can be at most. */
typedef struct hop_candidates {
    uint32_t *patterns; /* [room] */
    float *bounds;      /* [room] */
    size_t count;
    float outside;
    bool full;
} hop_candidates;

/* Bounds looked at together; a list has room for so many more than are asked for. */
enum { HOP_CANDIDATES_GLANCE = 32 };

/* Room for a list of up to `most`, of more than that, so that it is seldom thinned out. */
static inline size_t hop_candidates_room(size_t most) {
    return most + most / 4 + 2 * HOP_CANDIDATES_GLANCE;
}

/* Keeps those whose bounds are not below `least`. */
void hop_candidates_thin_out(hop_candidates *c, float least);

/* Lists the patterns from `first` on whose bounds `upper` [count] are not below `least`; the list
 * has room for `room`, and is given up once there are more than `most`. */
void hop_candidates_list(hop_candidates *c, const float *upper, float least, size_t first,
                         size_t count, size_t room, size_t most);

/* Room of its own for `count`, which the caller frees, also on failure.  HOP_E_MEMORY. */
hop_status hop_candidates_create(size_t count, hop_candidates *c);

/* A copy of those of `c`, no longer than it is; the caller's, as above. */
hop_status hop_candidates_keep(const hop_candidates *c, hop_candidates *kept);

#endif
