/* What a memory keeps of an earlier recall with the same similarity: it depends on patterns alone.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_RECALL_PREPARED_H
#define HOP_RECALL_PREPARED_H

#include "recall_private.h"

/* Takes frames and largest_norm from the memory; false if it does not keep them. */
bool hop_prepared_frames(hop_recall *recall);

/* Separations [at most `most`] of a sample of patterns, sorted; false if the memory keeps none. */
bool hop_prepared_separations(const hop_recall *recall, size_t most, double *separations,
                              size_t *count);

/* Measures them; see beta.c. */
hop_status hop_recall_sample_separations(const hop_recall *recall, double **separations,
                                         size_t *count);

#endif
