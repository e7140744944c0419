/* What a run needs to go on where it was.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TRAIN_CHECKPOINT_H
#define HOP_TRAIN_CHECKPOINT_H

#include <hopfield/train.h>

typedef struct hop_checkpoint {
    size_t step, count, moments;
    double *weights, *moment; /* [count], [moments x count] */
    hop_train_point *curve;   /* [points] */
    size_t points;
} hop_checkpoint;

hop_status hop_checkpoint_create(size_t count, size_t moments, hop_checkpoint *checkpoint);
void hop_checkpoint_clear(hop_checkpoint *checkpoint);

/* Reads options->checkpoint if there is such a file.  HOP_E_FORMAT for a damaged one, HOP_E_VALUE
 * for one of a run with other settings or another network. */
hop_status hop_checkpoint_read(const hop_network *network, const hop_train_options *options,
                               hop_checkpoint *checkpoint);
hop_status hop_checkpoint_write(const hop_network *network, const hop_train_options *options,
                                const hop_checkpoint *checkpoint);

#endif
