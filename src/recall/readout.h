/* The parts of reading out.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_RECALL_READOUT_H
#define HOP_RECALL_READOUT_H

#include "recall_private.h"

/* hop_recall_readout() for those of rows [*count], 0, 1, 2 ..., whose weights a short list holds;
 * `rows` and `*count` become the others. */
hop_status hop_recall_readout_listed(const hop_recall *recall, hop_lists *known,
                                     const double *states, size_t *rows, size_t *count,
                                     double *outputs, hop_recalled *queries);

#endif
