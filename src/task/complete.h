/* Pictures cut into patches, of which some are hidden.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TASK_COMPLETE_H
#define HOP_TASK_COMPLETE_H

#include "pictures.h"
#include "study.h"

typedef struct hop_complete_puzzle {
    hop_pictures pictures;
    size_t patch, across, tokens, pixels; /* pixels: of a patch */
} hop_complete_puzzle;

/* A picture as patches [tokens x pixels], or patches as a picture. */
void hop_complete_cut(const hop_complete_puzzle *puzzle, const double *picture, double *patches);
void hop_complete_join(const hop_complete_puzzle *puzzle, const double *patches, double *picture);

/* A sampler of hop_train_run(); context: the puzzle.  input: patches (hidden ones black), which are
 * known, all patches, which are scored. */
void hop_complete_draw(const void *context, hop_random *random, double *const *input);

/* What hidden patches cost without learning: the mean patch of every place; the nearest of 2,000
 * stored pictures by what is known; and one step of attention to them, X softmax(-beta d^2), with
 * the best of ten betas on these very pictures. */
typedef struct hop_complete_errors {
    double mean, nearest, step, beta;
} hop_complete_errors;

hop_status hop_complete_plain(const hop_study *study, const hop_complete_puzzle *train,
                              const hop_complete_puzzle *test, hop_complete_errors *errors);

#endif
