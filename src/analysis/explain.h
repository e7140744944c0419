/* A Hopfield step beside attention, worked out on the numbers of one memory.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_ANALYSIS_EXPLAIN_H
#define HOP_ANALYSIS_EXPLAIN_H

#include <hopfield/recall.h>

/* What is done to the first pattern to make the state. */
extern const char hop_explained_damage[];

typedef struct hop_explained {
    const hop_memory *memory;
    hop_recall *recall;
    size_t count, dim;
    double beta;
    double *values, *keys, *bias; /* [count x dim], [count x dim], [count] times beta */
    double *state;                /* [dim], memory units */
    double *query;                /* [dim], as the similarity sees it */
    double *similarity, *weights; /* [count] */
    double *step, *attended;      /* [dim] */
    double *moved;                /* [dim] the query after a step, key space */
    double energy, energy_after;
} hop_explained;

/* Damages the first pattern, takes a step by the recall engine in double and by attention.
 * beta: NAN chooses it from the memory.  hop_explained_clear() in any case.  Errors as
 * hop_recall_create(). */
hop_status hop_explained_make(const hop_memory *memory, double beta, hop_explained *l);

void hop_explained_clear(hop_explained *l);

#endif
