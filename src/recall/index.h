/* The index of a large memory of bytes: a tree of clusters that bounds the similarity of a state
 * with every pattern, so that most patterns are never read.
 *
 * A node has an axis u, |u| = 1.  Of a key k in it only two numbers are kept, how far it goes along
 * the axis, a = k.u, and across it, b = |k - a u|.  With p = xi.u and q = |xi - p u|, Cauchy and
 * Schwarz give
 *
 *     k.xi = a p + (k - a u).(xi - p u) <= a p + b q,
 *
 * so a node whose patterns have a in [low, high], b <= across and a bias <= bias holds none of a
 * similarity above max(low p, high p) + across q + bias.  The clusters are for speed alone: the
 * bound holds whatever they are, and so do the lists that come of it.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_RECALL_INDEX_H
#define HOP_RECALL_INDEX_H

#include "sieve_state.h"

/* Of a node, at most. */
enum { HOP_INDEX_BRANCHES = 16 };

typedef struct hop_index_node {
    uint32_t first, count;    /* its patterns, numbered leaf by leaf */
    uint32_t child, children; /* its nodes; none of a leaf */
    float low, high, across, bias;
    double scale; /* one over the norm of its axis as it is written */
} hop_index_node;

/* Axes are written in bytes, for the product of these with digits; this one stands for 0. */
enum { HOP_INDEX_ZERO = 64 };

struct hop_index {
    size_t node_count;
    const hop_index_node *nodes;  /* [node_count], the root first; lent by the memory, as all is */
    const unsigned char *axes;    /* [node_count x dim] */
    const unsigned char *members; /* of each leaf its own, one leaf after another */
    double norm_most;             /* the largest |key| */
};

/* The patterns [count] of a leaf, and all that is asked of them before their bytes are: side by
 * side, as the patterns themselves lie anywhere. */
typedef struct hop_index_members {
    const uint32_t *patterns;
    const float *along, *across; /* beside the axis of the leaf */
    hop_seen seen;
} hop_index_members;

/* Bytes of one of them. */
enum { HOP_INDEX_MEMBER = 7 * sizeof(float) };

static inline hop_index_members hop_index_members_of(const hop_index *index,
                                                     const hop_index_node *leaf) {
    const unsigned char *all = index->members + (size_t)HOP_INDEX_MEMBER * leaf->first;
    const float *numbers = (const void *)all;
    const size_t count = leaf->count;
    return (hop_index_members){
        (const void *)all,
        numbers + count,
        numbers + 2 * count,
        {numbers + 3 * count, numbers + 4 * count, numbers + 5 * count, numbers + 6 * count}};
}

/* What rounding may add to a bound, in parts of |key| |xi|: the numbers kept are floats. */
static const double HOP_INDEX_SLACK = 1e-6;

/* Fewer patterns are compared before a tree is gone down. */
enum { HOP_INDEX_LEAST = 1 << 16 };

/* Builds one of the sieve's patterns and keeps it with the memory, as a blob of that name.  It does
 * not depend on threads.  Nothing is kept of keys that all but cancel in rounding.
 * HOP_E_CANCELLED, HOP_E_MEMORY. */
hop_status hop_index_build(hop_memory *memory, const char *name, const hop_sieve *sieve,
                           const hop_recall_running *running);

/* The one that the memory keeps; *index stays NULL where it keeps none, or where what it keeps does
 * not fit the sieve's patterns.  HOP_E_MEMORY. */
hop_status hop_index_open(const hop_memory *memory, const char *name, const hop_sieve *sieve,
                          hop_index **index);
void hop_index_destroy(hop_index *index);

/* What looks have read: patterns and axes, of `dim` bytes, and members. */
typedef struct hop_index_read {
    size_t patterns, axes, members;
} hop_index_read;

/* As hop_sieve_look(), for states that few patterns can matter to, and in as many digits as are
 * best here; places [rows.count] become those
 * in `rows` and `lists` that are left, in order, and *left their number.  read: added to; or
 * NULL. */
hop_status hop_index_look(const hop_sieve *sieve, hop_look look, hop_rows rows,
                          const double *states, hop_shortlist *lists, size_t *places, size_t *left,
                          hop_index_read *read);

/* ---- what building and opening share ---- */

/* Similarity of key `pattern` with an axis whose product with its bytes is `product`, that is
 * sum_j x_j u_j, and sum_j u_j = `sum`; *terms: of what it is the difference. */
double hop_index_along(const hop_sieve *sieve, size_t pattern, double product, double sum,
                       double *terms);

/* How far key `pattern` goes across an axis that it goes `along`; not less. */
double hop_index_across(const hop_sieve *sieve, size_t pattern, double along, double terms);

#endif
