/* Dense associative memories, fast: random +-1 patterns, one neuron after another in random order,
 * each flipped where that lowers the energy.
 * Krotov and Hopfield 2016 (1606.01164), eq. 3; Demircigil et al. 2017 (1702.01929), eq. 4.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TRIAL_FLIP_KERNEL_H
#define HOP_TRIAL_FLIP_KERNEL_H

#include <hopfield/energy.h>
#include <hopfield/random.h>

#include "../base/watch.h"

typedef struct hop_flip hop_flip;

/* Whether this energy's differences are sums over the patterns, known value by value. */
bool hop_flip_takes(const hop_energy *energy);

/* Room for memories of up to `patterns` patterns of `dim` neurons.  HOP_E_LIMIT, HOP_E_MEMORY. */
hop_status hop_flip_create(const hop_energy *energy, size_t dim, size_t patterns, hop_flip **flip);
void hop_flip_destroy(hop_flip *flip);

/* From now on asked while states settle, which then end early and mean nothing.  Borrowed. */
void hop_flip_watch(hop_flip *flip, hop_watch *watch);

/* Draws `patterns` random patterns, those of hop_draw_memory(); the first is the target, and the
 * state. */
void hop_flip_draw(hop_flip *flip, size_t patterns, hop_random *random);

/* The state, [dim] of -1 and 1. */
void hop_flip_get(const hop_flip *flip, double *state);
void hop_flip_set(hop_flip *flip, const double *state);

/* Changes the sign of `count` neurons of the state. */
void hop_flip_turn(hop_flip *flip, const size_t *neurons, size_t count);

/* Sweeps, in the orders of recall with `seed`, until one changes nothing; returns how many, that
 * one included, at most `sweeps`. */
size_t hop_flip_settle(hop_flip *flip, size_t sweeps, uint64_t seed);

/* In how many neurons the state differs from the target. */
size_t hop_flip_wrong(const hop_flip *flip);

/* Whether no pattern is nearer to the state than the target, and it is not the target's inverse. */
bool hop_flip_is_nearest(const hop_flip *flip);

#endif
