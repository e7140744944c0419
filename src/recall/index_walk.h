/* One state's way through an index: down to the leaves that promise most, for a similarity to hold
 * others against; then all leaves that may hold one within reach of it, best first.
 *
 * A look waits for memory more than it computes, so what is wanted next is asked for early: the
 * axes of the nodes in line, and of the patterns of a leaf some ahead of the one at hand.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_RECALL_INDEX_WALK_H
#define HOP_RECALL_INDEX_WALK_H

#include "index.h"
#include "sieve_candidates.h"

/* A leaf that may hold a pattern within reach, and how far the state goes along its axis. */
typedef struct hop_index_leaf {
    double bound, along;
    uint32_t node;
} hop_index_leaf;

/* How far the state goes along the axes of the nodes below one. */
typedef struct hop_index_family {
    uint32_t parent;
    double along[HOP_INDEX_BRANCHES];
} hop_index_family;

/* A worker's; what grows is as long as the longest walk so far needed. */
typedef struct hop_index_walk {
    const hop_sieve *sieve;
    hop_look look;
    size_t most;         /* patterns that may be read */
    signed char *digits; /* from hop_align() on */
    hop_index_leaf *leaves;
    uint32_t *queue;
    hop_index_family *families; /* those on the way down */
    hop_candidates listed;
    size_t leaf_room, queue_room, family_room, list_room;
    /* of the state at hand */
    hop_coarse coarse;
    double unit, zero; /* of a product with an axis, and the part of it that stands for no number */
    double slack;      /* what bounds are off by */
    size_t leaf_count, family_count;
    hop_index_read read;
} hop_index_walk;

/* To be cleared by the caller, also on failure; most: patterns that may be read for a state.
 * HOP_E_MEMORY. */
hop_status hop_index_walk_create(const hop_sieve *sieve, hop_look look, size_t most,
                                 hop_index_walk *w);
void hop_index_walk_clear(hop_index_walk *w);

/* The list of one state [dim], into one of the caller's; *done stays false where too many patterns
 * may matter to it, before any of them is read.  walk->read becomes what was read.  HOP_E_MEMORY.
 */
hop_status hop_index_walk_go(hop_index_walk *w, const double *state, hop_shortlist *list,
                             bool *done);

#endif
