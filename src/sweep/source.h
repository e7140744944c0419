/* Where the patterns of a cell come from: MEMORY where one is given, else they are drawn.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_SWEEP_SOURCE_H
#define HOP_SWEEP_SOURCE_H

#include "../theory/load.h"
#include "findings.h"

/* Streams of an experiment's own seed from here on are no cell's: the first draws patterns. */
#define HOP_SOURCE_STREAMS ((uint64_t)1 << 63)

/* HOP_E_SUPPORT if MEMORY is given, and setting `index`, which describes drawn patterns, too. */
hop_status hop_source_unused(const hop_sweep *e, size_t index);

/* The same for dim, stored and patterns, one after another, the first of index `dim`. */
hop_status hop_source_check(const hop_sweep *e, size_t dim);

/* Values of a pattern, and patterns, in a cell. */
size_t hop_source_dim(const hop_sweep *e, size_t dim);
size_t hop_source_count(const hop_sweep *e, size_t stored);

/* MEMORY, or patterns drawn from a stream of the experiment's own seed: the same ones in all cells
 * that describe them alike.  Close it with hop_source_close(). HOP_E_LIMIT, HOP_E_MEMORY. */
hop_status hop_source_open(const hop_sweep *e, size_t dim, size_t stored, hop_pattern_kind kind,
                           const hop_memory **memory);
void hop_source_close(const hop_sweep *e, const hop_memory *memory);

/* The words of setting `index`, as typed; of what describes drawn patterns, what MEMORY is where
 * one is given in their place. */
const char *hop_source_meant(const hop_sweep *e, size_t index, char *room, size_t size);

/* Whether some energy's states are bipolar and MEMORY holds other values than -1 and 1, which were
 * then thresholded. */
bool hop_source_is_thresholded(const hop_sweep *e);

/* How they were drawn, which is setting `patterns`, or "memory", as a cell of the table. */
void hop_source_word(const hop_sweep *e, const void *cell, size_t patterns, hop_findings *findings);

#endif
