/* Signal and noise of softmax at a pattern.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_REPRO_SOFTMAX_NOISE_H
#define HOP_REPRO_SOFTMAX_NOISE_H

#include "repro_private.h"

/* Claims of one kind of random patterns, at inverse temperature b. */
typedef struct hop_softmax_claim {
    double b, limit;                      /* published load, d to infinity */
    double (*load)(double b, double dim); /* at which noise equals signal */
    double dim[2];                        /* that are measured at */
    double trials[2], quick_trials[2];    /* memories, at each; 0: none */
} hop_softmax_claim;

/* Adds the load of the experiment capacity's theory at a dimension so large that it is the limit;
 * and at each dim the mean noise-to-signal ratio where theory has it at 1, and the load at which
 * recall really fails.  kind: "bipolar", "spherical", "gaussian". */
hop_status hop_repro_softmax(hop_repro *repro, const char *kind, const hop_softmax_claim *claim);

#endif
