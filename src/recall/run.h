/* A run: all queries on their way, and what their parts share.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_RECALL_RUN_H
#define HOP_RECALL_RUN_H

#include "blocks.h"
#include "pruned.h"

/* A run in progress. */
typedef struct hop_run {
    const hop_recall *recall;
    const double *queries; /* for clamping */
    size_t count, dim;
    double *before, *previous, *current; /* [count x dim] */
    double *start;                       /* [count x dim] */
    double *next;                        /* [count x dim] */
    const double **shown;                /* [count]: the state [dim] that is read out, in one of the
                                            sets: rows of settled queries stay as they are */
    const double **final;                /* [count]: the state it stopped at, likewise */
    double *weighing;                    /* [count x dim]: the states that are read out, together */
    const double **weighed;              /* [count]: their similarities [patterns], or NULL */
    size_t *active;                      /* [count]: queries not settled, in order */
    size_t active_count;
    size_t *moving;       /* [count]: those of the active whose step is not known */
    double *moved;        /* [moving]: their energies */
    double *energy;       /* [active] of the step at hand */
    double *similarities; /* [count x patterns] of the last states, where the engine gives them and
                             there is room; or NULL */
    double *energies;     /* [steps so far x count] */
    hop_lists *known;     /* NULL where steps learn nothing */
    hop_scratch scratch;
    size_t steps;
    hop_recalled *results;
} hop_run;

/* Takes those queries out of the active ones that stop at the current states, reached by `taken`
 * steps, and notes why. */
void hop_run_settle(hop_run *run, size_t taken);

/* What the run found, all but the queries' results.  HOP_E_MEMORY, and what reading out fails with.
 */
hop_status hop_run_finish(hop_run *run, hop_recall_result *result);

#endif
