/* Fixed points that many starts ended in: distinct ones are counted, and each is told to be a
 * stored pattern, a mixture of several, or near the mean of all.  The commonest mixtures are
 * listed. SPDX-License-Identifier: MIT */
#ifndef HOP_TRIAL_FIXED_POINTS_H
#define HOP_TRIAL_FIXED_POINTS_H

#include <hopfield/recall.h>

/* What a start ended in. */
typedef enum hop_fixed_kind {
    HOP_FIXED_PATTERN,     /* one pattern has nine tenths of the weight */
    HOP_FIXED_MIXTURE,     /* k90 patterns have, and it is not: */
    HOP_FIXED_MEAN,        /* near the mean of all patterns, with k90 above N/2 */
    HOP_FIXED_UNSUPPORTED, /* no fixed point: no pattern has a weight (lsr: no ball holds it) */
    HOP_FIXED_KINDS,
    HOP_FIXED_POINT_KINDS = HOP_FIXED_UNSUPPORTED, /* those that are fixed points */
} hop_fixed_kind;

/* Mixtures that are listed, at most. */
enum { HOP_FIXED_LISTED = 3 };

/* One mixture: an output of the recall that is it, and the starts that ended there. */
typedef struct hop_fixed_mixture {
    size_t output, starts;
} hop_fixed_mixture;

/* What was found. */
typedef struct hop_fixed_points {
    size_t distinct[HOP_FIXED_KINDS]; /* fixed points of each kind; 0 of unsupported states */
    size_t starts[HOP_FIXED_KINDS];   /* that ended in one of them */
    double mixed;                     /* mean k90 of the distinct mixtures; NAN without one */
    hop_fixed_mixture listed[HOP_FIXED_LISTED]; /* [listed_count], the commonest first */
    size_t listed_count;
} hop_fixed_points;

/* Where the mean is, and what is near it. */
typedef struct hop_fixed_frame {
    const double *mean; /* [dim], of the patterns */
    double extent;      /* root mean square distance of patterns from it, memory units */
    size_t patterns;    /* N */
    double tolerance;   /* two outputs are the same within this distance, memory units */
} hop_fixed_frame;

/* What the start ended in, by the weights that its output has. */
hop_fixed_kind hop_fixed_kind_of(const hop_recall_result *result, size_t output,
                                 const hop_fixed_frame *frame);

/* Sorts the outputs of a recall.  HOP_E_MEMORY. */
hop_status hop_fixed_points_find(const hop_recall_result *result, const hop_fixed_frame *frame,
                                 hop_fixed_points *found);

#endif
