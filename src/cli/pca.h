/* The parts of `hopfield pca`.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_PCA_H
#define HOP_CLI_PCA_H

#include <hopfield/covariance.h>

#include "document.h"

/* Values of beta at which the small-beta expansion is looked at. */
enum { CLI_EXPANSION_POINTS = 9 };

/* Everything a finished analysis can be asked for.  Rows are centred, [count x dim]. */
typedef struct cli_analysed {
    const char *path;
    const double *rows;
    size_t count, dim, constant; /* constant: columns of one value */
    const hop_covariance_result *components;
    const double *reference; /* GSL's eigenvalues [components], or NULL where that was left out */
    const double *angle;     /* [components], radians, NAN where there is nothing to compare */
    double largest_angle;    /* NAN without a comparison */
    double beta;             /* of the softmax state vectors */
    double expansion_beta[CLI_EXPANSION_POINTS], expansion_residual[CLI_EXPANSION_POINTS];
    double slope;            /* NAN where the residual vanishes */
    const double *scores;    /* [count x components] */
    const double *softmax;   /* state vectors on the components, [count x components] */
    const double *covariant; /* the same with covariance weights */
    const cli_provenance *provenance;
} cli_analysed;

/* One row a component. */
hop_status cli_pca_table(const cli_analysed *result, hop_table **table);

hop_status cli_pca_text(const cli_analysed *result, size_t width, char **text);

hop_status cli_pca_json(const cli_analysed *result, char **text);

/* Scores and both kinds of state vectors in the plane of the first two components; beside it, in
 * NAME-expansion, the residual over beta. */
hop_status cli_pca_figures(const cli_analysed *result, const char *path, bool force);

#endif
