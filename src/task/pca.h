/* Rows to learn from, and rows made by what was learned.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TASK_PCA_H
#define HOP_TASK_PCA_H

#include "study.h"

enum { HOP_PCA_FEATURES_MAX = 64 };

/* Where rows come from: a normal distribution, or the rows of a table. */
typedef struct hop_pca_source {
    const char *name;
    size_t dim, components, width, blocks;
    double *mean, *covariance, *root; /* root: [dim x 2 dim], rows = root z; NULL for a table */
    const double *rows;               /* of a table: [count x dim] */
    size_t count;
} hop_pca_source;

/* One row of the source: drawn, or one of its rows. */
void hop_pca_draw_row(const hop_pca_source *source, hop_random *random, double *row);

/* Generates rows with a trained network (nodes "prediction"; inputs values and known first) by
 * masking blocks of features, predicting and adding what predictions left over elsewhere, and holds
 * them to rows of `test`; beside it rows that probabilistic PCA with the covariance `ppca` draws.
 */
hop_status hop_pca_judge_rows(hop_study *study, const hop_pca_source *source,
                              const hop_pca_source *test, const double *ppca,
                              const hop_network *network, const double *weights);

#endif
