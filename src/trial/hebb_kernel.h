/* The classical network, fast: random +-1 patterns, Hebb's rule with a zero diagonal, one neuron at
 * a time in seeded order.  Hopfield 1982 (doi 10.1073/pnas.79.8.2554).
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TRIAL_HEBB_KERNEL_H
#define HOP_TRIAL_HEBB_KERNEL_H

#include <stdint.h>

#include <hopfield/random.h>
#include <hopfield/status.h>

#include "../base/watch.h"

typedef struct hop_hebb hop_hebb;

/* Overlaps are 16-bit integers, so that is the limit of dim. */
enum { HOP_HEBB_DIM_MAX = 32767 };

/* Room for networks of up to `patterns` patterns of `dim` neurons.  HOP_E_LIMIT, HOP_E_MEMORY. */
hop_status hop_hebb_create(size_t dim, size_t patterns, hop_hebb **hebb);
void hop_hebb_destroy(hop_hebb *hebb);

/* From now on asked while states settle, which then end early and mean nothing.  Borrowed. */
void hop_hebb_watch(hop_hebb *hebb, hop_watch *watch);

/* Draws `patterns` random patterns; the first is the target, and the state. */
void hop_hebb_draw(hop_hebb *hebb, size_t patterns, hop_random *random);

/* The state, [dim] of -1 and 1, and pattern `pattern` of it.  set: the signs of `state`, 0 as 1. */
void hop_hebb_get(const hop_hebb *hebb, double *state);
void hop_hebb_set(hop_hebb *hebb, const double *state);
void hop_hebb_pattern(const hop_hebb *hebb, size_t pattern, double *values);

/* Updates neurons, each once a sweep in random order, until none changes; returns the sweeps, the
 * last one included, at most `sweeps`.  A field of 0 leaves a neuron as it is. */
size_t hop_hebb_settle(hop_hebb *hebb, size_t sweeps, hop_random *random);

/* Glauber's updates, so many sweeps of them: a neuron becomes 1 with probability
 * 1 / (1 + exp(-2 field / temperature)), its field h_i / dim.  temperature > 0.  Glauber 1963
 * (doi 10.1063/1.1703954). */
void hop_hebb_heat(hop_hebb *hebb, size_t sweeps, double temperature, hop_random *random);

/* Overlap x . state / dim with pattern `pattern`. */
double hop_hebb_overlap(const hop_hebb *hebb, size_t pattern);

#endif
