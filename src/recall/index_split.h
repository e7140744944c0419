/* Building an index, one node: the axis of its patterns, how far each goes along it and across, and
 * how they are shared out among its branches.
 *
 * An axis is written in one digit (digits.h) and is what that stands for, so that its products with
 * bytes are exact, and the same on every processor.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_RECALL_INDEX_SPLIT_H
#define HOP_RECALL_INDEX_SPLIT_H

#include "index.h"

/* Patterns that a leaf has at most; small nodes have branches of half as many. */
enum { HOP_INDEX_LEAF = 64 };

/* An index on its way.  What is by order is the same patterns', node by node. */
typedef struct hop_index_building {
    const hop_sieve *sieve;
    hop_index_node *nodes;
    unsigned char *axes;     /* [nodes x dim] */
    uint32_t *order, *other; /* [patterns]; other: scratch */
    float *along, *across;   /* [patterns], by order: beside the axis of the last node split */
    unsigned char *branch;   /* [patterns], by order */
} hop_index_building;

/* What a worker needs. */
typedef struct hop_index_splitter {
    size_t sample, stride;
    float *keys;            /* [sample x dim] */
    double *sums;           /* [branches x dim] */
    double *vector;         /* [dim] */
    signed char *digits;    /* [branches x stride], from hop_align() on */
    unsigned char *tile;    /* [patterns at a time x dim] */
    int32_t *products;      /* [branches x patterns at a time] */
    unsigned char *nearest; /* [sample] */
    size_t branches;        /* of the node at hand */
    double half[HOP_INDEX_BRANCHES], unit[HOP_INDEX_BRANCHES],
        sum[HOP_INDEX_BRANCHES]; /* of centres: |c|^2 / 2, ... */
} hop_index_splitter;

/* To be cleared by the caller, also on failure.  HOP_E_MEMORY. */
hop_status hop_index_splitter_create(const hop_sieve *sieve, hop_index_splitter *s);
void hop_index_splitter_clear(hop_index_splitter *s);

/* Measures node `index`, and puts its patterns in the order of its branches, the numbers of which
 * become `sizes`; all 0 of a leaf.  *unsound: a key all but cancels in rounding. */
void hop_index_split(const hop_index_building *work, hop_index_splitter *s, size_t index,
                     uint32_t sizes[HOP_INDEX_BRANCHES], bool *unsound);

#endif
