/* Sweeps: bipolar neurons visited one after another, in an order drawn anew for every query and
 * every sweep.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_RECALL_SWEEP_H
#define HOP_RECALL_SWEEP_H

#include <hopfield/random.h>

#include "engine.h"

/* One sweep of one query. */
typedef struct hop_sweep {
    size_t row;          /* of the state, and the number of the query */
    const size_t *order; /* [dim]: neurons as they are visited; fixed ones are left out */
    size_t count;        /* of them */
    hop_random random;   /* to go on drawing from */
    double *state;       /* [dim] the state at the start, to be moved */
    double *scratch;     /* [scratch] numbers for this worker alone */
    double energy;       /* to be set: of the state at the start */
} hop_sweep;

/* Runs one sweep of every row, in parallel, `visit` doing one; `scratch` numbers each. */
hop_status hop_recall_sweep(const hop_recall *recall, hop_rows rows, hop_moment moment,
                            size_t scratch, hop_status (*visit)(const hop_recall *, hop_sweep *),
                            const double *states, double *next, double *energy);

#endif
