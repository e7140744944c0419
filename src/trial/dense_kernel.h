/* Dense associative memories, fast: random +-1 patterns, all neurons at once, for families whose
 * weights depend on a pattern's own overlap alone, up to a common factor (those with a fold).
 * Krotov and Hopfield 2016 (1606.01164); Demircigil et al. 2017 (1702.01929).
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TRIAL_DENSE_KERNEL_H
#define HOP_TRIAL_DENSE_KERNEL_H

#include <hopfield/energy.h>
#include <hopfield/random.h>

#include "../base/watch.h"

typedef struct hop_dense hop_dense;

/* Whether this energy's updates are such: recall moves all neurons at once, by weights that are
 * known value by value. */
bool hop_dense_takes(const hop_energy *energy);

/* Room for memories of up to `patterns` patterns of `dim` neurons.  HOP_E_LIMIT, HOP_E_MEMORY. */
hop_status hop_dense_create(const hop_energy *energy, size_t dim, size_t patterns,
                            hop_dense **dense);
void hop_dense_destroy(hop_dense *dense);

/* From now on asked while states settle, which then end early and mean nothing.  Borrowed. */
void hop_dense_watch(hop_dense *dense, hop_watch *watch);

/* Draws `patterns` random patterns, those of hop_draw_memory(); the first is the target, and the
 * state. */
void hop_dense_draw(hop_dense *dense, size_t patterns, hop_random *random);

/* The state, [dim] of -1 and 1. */
void hop_dense_get(const hop_dense *dense, double *state);
void hop_dense_set(hop_dense *dense, const double *state);

/* Steps as recall does until the state stays (Q is convex: there are no cycles); returns how many,
 * the last one included, at most `steps`. */
size_t hop_dense_settle(hop_dense *dense, size_t steps);

/* Whether no pattern is nearer to the state than the target, and it is not the target's inverse. */
bool hop_dense_is_nearest(hop_dense *dense);

#endif
