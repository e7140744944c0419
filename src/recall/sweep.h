/* Sweeps: bipolar neurons visited one after another, in an order drawn anew for every query and
 * every sweep.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_RECALL_SWEEP_H
#define HOP_RECALL_SWEEP_H

#include <hopfield/random.h>

#include "blocks.h"

/* One sweep of one query, and what a worker needs for it. */
typedef struct hop_pass hop_pass;
struct hop_pass {
    size_t row;        /* of the state, and the number of the query */
    size_t *order;     /* [dim]: neurons as they are visited; fixed ones are left out */
    size_t count;      /* of them */
    hop_random random; /* to go on drawing from */
    double *state;     /* [dim] the state at the start, to be moved */
    double *scratch;   /* numbers for this worker alone */
    double energy;     /* to be set: of the state at the start */
    hop_status (*visit)(const hop_recall *recall, hop_pass *pass); /* does it */
};

/* For the kind of scratch that an engine of sweeps has: its visit, and so many numbers. */
hop_status hop_recall_pass_create(const hop_recall *recall, size_t numbers,
                                  hop_status (*visit)(const hop_recall *, hop_pass *),
                                  hop_pass *pass);
void hop_recall_pass_clear(void *pass);

/* What is done with a block of one row: hop_blocks.run. */
hop_status hop_recall_pass_run(const void *step, hop_range places, void *pass, size_t *failed);

#endif
