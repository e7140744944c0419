/* The parts of a sweep.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_SWEEP_SWEEP_PRIVATE_H
#define HOP_SWEEP_SWEEP_PRIVATE_H

#include "cells.h"
#include "opened.h"

/* Cells a chain may have: the lower bits of an index. */
enum { HOP_SWEEP_CHAIN_BITS = 20 };

static inline uint64_t hop_sweep_index(size_t chain, size_t number) {
    return ((uint64_t)chain << HOP_SWEEP_CHAIN_BITS) + number;
}

static inline size_t hop_sweep_chain(uint64_t index) {
    return (size_t)(index >> HOP_SWEEP_CHAIN_BITS);
}

static inline size_t hop_sweep_number(uint64_t index) {
    return (size_t)(index & (((uint64_t)1 << HOP_SWEEP_CHAIN_BITS) - 1));
}

/* Every cell draws from streams of a seed of its own. */
uint64_t hop_sweep_cell_seed(uint64_t seed, uint64_t index);

/* The next round of a chain, given what it has: nothing once it has ended. */
hop_status hop_sweep_round(const hop_sweep *e, const void *cell, const hop_finished *results,
                           size_t count, hop_plan *plan);

/* Whether a chain is one of those that this shard computes. */
bool hop_sweep_in_shard(const hop_sweep_options *options, size_t chain);

/* Follows every chain of the shard to its end; `results` holds what is known already, and in the
 * end all of it.  compute_missing false: a missing cell is HOP_E_FORMAT. */
hop_status hop_sweep_complete(const hop_sweep *experiment, const hop_sweep_options *options,
                              hop_cells *cells, bool compute_missing, hop_results *results);

#endif
