/* One state's way through an index: down to the leaves that promise most, for a similarity to hold
 * others against; then all leaves that may hold one within reach of it, best first.
 *
 * A look waits for memory more than it computes, so what is wanted next is asked for early: the
 * axes of the node that is next in line, the members of the next leaf, and patterns before there
 * are enough of them to be compared together.
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

/* Digits of a state: a second one makes bounds tight, and costs little where memory is waited for.
 */
enum { HOP_INDEX_PLACES = 2 };

/* Patterns that are compared together. */
enum { HOP_INDEX_TOGETHER = 32 };

/* Patterns that may be within reach, whose bytes have been asked for. */
typedef struct hop_index_waiting {
    size_t count;
    uint32_t patterns[HOP_INDEX_TOGETHER];
    const unsigned char *rows[HOP_INDEX_TOGETHER];
    float gain[HOP_INDEX_TOGETHER], offset[HOP_INDEX_TOGETHER], bias[HOP_INDEX_TOGETHER],
        norm[HOP_INDEX_TOGETHER];
} hop_index_waiting;

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
    hop_index_waiting waiting;
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

/* ---- index_leaf.c ---- */

/* Room for `need` elements of `size` bytes behind *pointer, which has some for *room.
 * HOP_E_MEMORY. */
hop_status hop_index_make_room(size_t need, size_t *room, size_t size, void *pointer);

/* Below this a similarity is out of reach. */
static inline double hop_index_least(const hop_index_walk *w) {
    return (double)hop_sieve_least(w->coarse.peak, w->look.reach);
}

/* How far the state goes across an axis that it goes `along`; not less. */
static inline double hop_index_across_of(const hop_index_walk *w, double along) {
    double square = w->coarse.square;
    return sqrt(fmax(square - along * along, 0) + 1e-12 * square);
}

/* Asks memory for the members of a leaf. */
void hop_index_ask_for_members(const hop_index_walk *w, const hop_index_leaf *leaf);

/* Looks at the members of a leaf; those that may be within reach are compared, or wait for it.
 * HOP_E_MEMORY. */
hop_status hop_index_read_leaf(hop_index_walk *w, const hop_index_leaf *leaf);

/* Compares the patterns that wait, and lists those that may be within reach.  HOP_E_MEMORY. */
hop_status hop_index_compare_waiting(hop_index_walk *w);

#endif
