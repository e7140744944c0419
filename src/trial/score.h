/* Success of one recall, by every criterion.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TRIAL_SCORE_H
#define HOP_TRIAL_SCORE_H

#include <hopfield/corruption.h>
#include <hopfield/recall.h>

/* Adds 1 to successes [HOP_CRITERION_COUNT] of every criterion that the output of `query` meets;
 * the result is scored (hop_recall_score()), and its target is `original` [dim], memory units, of
 * that canvas.  Bipolar states know the original as it was thresholded, and are compared with that.
 * Returns the cosine. */
double hop_trial_score(const hop_recall *recall, const hop_recall_result *result, size_t query,
                       const double *original, const hop_canvas *canvas, double *successes);

#endif
