/* How widely heads attend while they learn: k90 at every point of a training curve.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TASK_HEADS_H
#define HOP_TASK_HEADS_H

#include "study.h"

/* What is watched: the first heads of a network, as many as measures are free. */
typedef struct hop_heads {
    const hop_study *study;
    const hop_network *network;
    const hop_sampler *sampler;
    hop_status (*own)(void *context, const double *weights, double *measure); /* or NULL */
    void *owner;                                                              /* its context */
    size_t node[HOP_TRAIN_MEASURES], head[HOP_TRAIN_MEASURES];                /* from `first` on */
    size_t first, count;
} hop_heads;

/* Puts itself in the place of options->measure, which is asked as before and has measure 0; does
 * nothing where there is no attention.  heads must live as long as the training. */
void hop_heads_watch(const hop_study *study, const hop_network *network, const hop_sampler *sampler,
                     hop_train_options *options, hop_heads *heads);

/* The figure "k90-NAME", which comes after those of the task. */
hop_status hop_heads_show(hop_study *study, const char *name, const hop_network *network,
                          const hop_trained *trained, bool measured);

/* That name, for a run. */
enum { HOP_HEADS_NAME = 64 };
void hop_heads_figure(const char *name, char figure[HOP_HEADS_NAME]);

#endif
