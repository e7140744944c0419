/* Fixed points that many starts ended in: distinct ones are counted, and each is told to be a
 * stored pattern, a mixture of several, or the mean of all. SPDX-License-Identifier: MIT */
#ifndef HOP_EXPERIMENT_FIXED_POINTS_H
#define HOP_EXPERIMENT_FIXED_POINTS_H

#include <hopfield/recall.h>

/* What a fixed point is. */
typedef enum hop_fixed_kind {
    HOP_FIXED_PATTERN, /* one pattern has nine tenths of the weight */
    HOP_FIXED_MIXTURE, /* k90 patterns have */
    HOP_FIXED_MEAN,    /* the mean of all patterns, to the tolerance */
    HOP_FIXED_KINDS,
} hop_fixed_kind;

/* What was found. */
typedef struct hop_fixed_points {
    size_t distinct[HOP_FIXED_KINDS]; /* fixed points of each kind */
    size_t starts[HOP_FIXED_KINDS];   /* that ended in one of them */
    double mixed;                     /* mean k90 of the distinct mixtures; NAN without one */
} hop_fixed_points;

/* Sorts the outputs of a recall.  mean: [dim], of the patterns; tolerance: two outputs, or one and
 * the mean, are the same within this distance; memory units.  HOP_E_MEMORY. */
hop_status hop_fixed_points_find(const hop_recall_result *result, const double *mean,
                                 double tolerance, hop_fixed_points *found);

#endif
