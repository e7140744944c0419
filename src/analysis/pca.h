/* What an analysis of principal components found.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_ANALYSIS_PCA_H
#define HOP_ANALYSIS_PCA_H

#include <hopfield/covariance.h>
#include <hopfield/matrix.h>
#include <hopfield/result.h>

/* Values of beta at which the small-beta expansion is measured. */
enum { HOP_EXPANSION_POINTS = 9 };

typedef struct hop_pca_found {
    hop_covariance_result components;
    bool *constant;       /* [dim]: columns of one value */
    hop_matrix reference; /* GSL's eigenvalues [1 x rank]; empty where that was left out */
    hop_matrix angle;     /* [1 x components], rad; NAN where there is nothing to compare */
    double largest_angle; /* rad; NAN without a comparison */
    double beta;          /* of the softmax state vectors, 1 / squared data units */
    double slope;         /* of the expansion; NAN where the rest vanishes */
    double expansion_beta[HOP_EXPANSION_POINTS], expansion_residual[HOP_EXPANSION_POINTS];
    hop_matrix scores;              /* [count x components], data units */
    hop_matrix softmax, covariance; /* [shown x components], of hop_covariance_spread()'s rows */
} hop_pca_found;

/* Adds the figures: scores and both kinds of state vectors in the plane of the first two
 * components; and the rest of the expansion over beta. */
hop_status hop_pca_draw(const hop_pca_found *found, hop_result *result);

#endif
