/* Success, by every criterion in use: papers differ, so every run is scored by all of them.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_THEORY_CRITERIA_H
#define HOP_THEORY_CRITERIA_H

#include <stdbool.h>
#include <stddef.h>

/* In the order of HOP_CRITERIA. */
typedef enum hop_criterion {
    HOP_CRITERION_OVERLAP, /* cosine of output and target above 0.9; for +-1 the overlap m */
    HOP_CRITERION_EXACT,   /* no value is off by more than 1 % of the target's root mean square */
    HOP_CRITERION_SQUARES, /* the sum of squared differences is at most 60 */
    HOP_CRITERION_HAMMING, /* at most 0.5 % of the signs are wrong (Krotov and Hopfield 2016) */
    HOP_CRITERION_NEAREST, /* the target is the nearest stored pattern */
    HOP_CRITERION_COUNT,
} hop_criterion;

/* The choices of a setting "criterion". */
#define HOP_CRITERIA "overlap|exact|squares|hamming|nearest"

/* "overlap" and so on. */
const char *hop_criteria_word(hop_criterion criterion);

/* "overlap above 0.9" and so on. */
const char *hop_criteria_text(hop_criterion criterion);

/* Adds 1 to successes [HOP_CRITERION_COUNT] of every criterion that `output` [dim] meets; signs are
 * taken from `middle`.  Returns the cosine. */
double hop_criteria_score(const double *output, const double *target, size_t dim, double middle,
                          bool nearest, double *successes);

/* The same of signs that are shown as two other values: how many are wrong, and the cosine and the
 * sum of squared differences of what is shown. */
typedef struct hop_criteria_signs {
    size_t wrong;
    double cosine, squares;
} hop_criteria_signs;
void hop_criteria_score_shown(const hop_criteria_signs *signs, size_t dim, bool nearest,
                              double *successes);

/* The same for outputs and targets of -1 and 1, of whose `dim` signs so many are wrong. */
double hop_criteria_score_signs(size_t wrong, size_t dim, bool nearest, double *successes);

#endif
