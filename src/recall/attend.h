/* One step by both programs.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_RECALL_ATTEND_H
#define HOP_RECALL_ATTEND_H

#include <hopfield/recall.h>

/* Of states [count x dim] in key space, what a first step shows and what scaled dot-product
 * attention gives on the same numbers, both [count x dim] in memory units.  HOP_E_SUPPORT where the
 * family or similarity has no attention; HOP_E_VALUE where attention overflows; HOP_E_MEMORY. */
hop_status hop_recall_attend(const hop_recall *recall, const double *states, size_t count,
                             double *step, double *attended);

#endif
