/* Which code tries: a kernel for one kind of network, or recall for all.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TRIAL_TRIAL_KERNEL_H
#define HOP_TRIAL_TRIAL_KERNEL_H

#include "trial.h"

typedef enum hop_trial_kernel {
    HOP_TRIAL_RECALL,
    HOP_TRIAL_HEBB,  /* the classical network: hebb_kernel.h */
    HOP_TRIAL_FLIP,  /* dense memories, one neuron after another: flip_kernel.h */
    HOP_TRIAL_DENSE, /* dense memories, all neurons at once: dense_kernel.h */
} hop_trial_kernel;

hop_trial_kernel hop_trial_kernel_of(const hop_trial *trial);

/* The rule by which its neurons move; NULL: recall's choice. */
const hop_update_row *hop_trial_rule(const hop_trial *trial);

#endif
