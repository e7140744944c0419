/* What the measurement of `features` and its report share.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_EXPERIMENT_FEATURES_H
#define HOP_EXPERIMENT_FEATURES_H

#include "../sweep/findings.h"
#include "../theory/random_features.h"

enum hop_features_setting {
    HOP_FEATURES_MEMORY,
    HOP_FEATURES_DIM,
    HOP_FEATURES_STORED,
    HOP_FEATURES_PATTERNS,
    HOP_FEATURES_BETA,
    HOP_FEATURES_KIND,
    HOP_FEATURES_FEATURES,
    HOP_FEATURES_NOISE,
    HOP_FEATURES_QUERIES,
    HOP_FEATURES_DRAWS
};

/* What a line holds. */
enum hop_features_measure {
    HOP_FEATURES_COUNT,
    HOP_FEATURES_LENGTH,
    HOP_FEATURES_ENERGY_ERROR,
    HOP_FEATURES_THEORY,
    HOP_FEATURES_GRADIENT_ERROR,
    HOP_FEATURES_ENERGY_SIZE,
    HOP_FEATURES_GRADIENT_SIZE,
    HOP_FEATURES_CLIPPED,
    HOP_FEATURES_MEASURES,
};

/* The report of its row: a table with fitted slopes, and a figure of errors over Y, both
 * logarithmic. */
hop_status hop_features_report(const hop_sweep *e, const hop_results *results,
                               hop_findings *findings);

#endif
