/* The cells of one round, computed in parallel, the most expensive first; on several ranks too.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_SWEEP_ROUND_H
#define HOP_SWEEP_ROUND_H

#include <pthread.h>

#include "cells.h"
#include "sweep_private.h"

/* One cell to compute. */
typedef struct hop_job {
    hop_finished result;
    double cost, part; /* of the cost, so much is done */
    hop_status status;
    char *sentence; /* of its failure: they are kept by thread, and by rank */
    bool ended;     /* it was told to end early */
} hop_job;

/* What rounds share. */
typedef struct hop_round {
    const hop_sweep *experiment;
    const hop_sweep_options *options;
    size_t threads;
    hop_cells *cells; /* NULL: none */
    hop_results done; /* by index */
    size_t room;
    /* of the round at hand */
    hop_job *jobs;
    size_t job_count, job_room;
    size_t finished;
    /* of all rounds so far, and of those to come as far as they can be told; seconds */
    double cost_done;    /* in this run */
    double cost_round;   /* of the rounds so far, those of this run */
    double cost_found;   /* of cells found on disk */
    double cost_planned; /* of all chains */
    bool search;         /* later rounds may ask for more cells */
    size_t cells_done, cells_all, cells_found;
    pthread_mutex_t lock; /* as the thread sanitizer knows it */
    bool stopped;         /* under the lock */
    hop_status failure;   /* of the job that comes first */
    size_t failed_job;
    char *sentence; /* of that failure */
} hop_round;

/* Adds a cell to the round at hand. */
hop_status hop_round_add(hop_round *s, uint64_t index, const void *cell);

/* Computes those cells, each kept on disk as soon as it is finished; their results join
 * s->done, in order.  HOP_E_CANCELLED, or the failure of the first cell that failed. */
hop_status hop_round_run(hop_round *s);

#endif
