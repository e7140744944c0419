/* What the measurement of `features` and its report share.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_EXPERIMENT_FEATURES_H
#define HOP_EXPERIMENT_FEATURES_H

#include "../sweep/findings.h"
#include "../theory/load.h"
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

struct cell {
    size_t dim, stored;
    hop_pattern_kind patterns;
    double beta;
    hop_feature_kind kind;
    size_t features;
    double noise;
    size_t queries, draws;
};

struct line {
    double count, dim;                     /* of the patterns */
    double energy_spread, gradient_spread; /* standard errors of the two errors below */
    double energy_error, theory, gradient_error, energy_size, gradient_size, clipped;
};

/* The report of its row: a table with fitted slopes, and a figure of errors over Y, both
 * logarithmic. */
hop_status hop_features_report(const hop_sweep *e, const hop_results *results,
                               hop_findings *findings);

#endif
