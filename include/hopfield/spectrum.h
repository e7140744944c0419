/* Eigenvalues, singular values, inverses: what GSL does for the experiments.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_SPECTRUM_H
#define HOPFIELD_SPECTRUM_H

#include <stddef.h>

#include <hopfield/export.h>
#include <hopfield/status.h>

HOP_BEGIN_DECLS

/* Eigenvalues, falling, into value [size], and orthonormal eigenvectors as rows of vector
 * [size x size] (or NULL), of the symmetric part (B + B') / 2 of a matrix [size x size].
 * HOP_E_EMPTY for size 0, HOP_E_VALUE for a number that is not finite, HOP_E_SUPPORT if GSL does
 * not converge, HOP_E_MEMORY. */
hop_status hop_spectrum_symmetric(const double *matrix, size_t size, double *value, double *vector);

/* How many eigenvectors are found; progress, or NULL, is told. */
typedef struct hop_spectrum_options {
    size_t wanted; /* the first ones */
    double tie;    /* and those whose eigenvalues follow the last of them by no more than this part
                      of the first eigenvalue, each the one before it */
    hop_progress progress;
    void *context;
} hop_spectrum_options;

/* The eigenvalues of the covariance X'X / (count - 1) of centred rows X [count x dim], by the
 * smaller of X'X and XX': the rank = min(count - 1, dim) leading ones, falling, into value [rank];
 * and *vector [*made x dim], orthonormal, to be freed: those that the options want.  Directions
 * without variance may be any.  Errors as hop_spectrum_symmetric(), HOP_E_CANCELLED; HOP_E_EMPTY
 * for fewer than two rows. */
hop_status hop_spectrum_covariance(const double *rows, size_t count, size_t dim,
                                   const hop_spectrum_options *options, double *value,
                                   double **vector, size_t *made);

/* The inverse of a square matrix [size x size], by singular values: exact to rounding where it has
 * one, else, without the directions whose singular value is below size x epsilon x the largest, the
 * pseudo-inverse (Moore and Penrose).  condition: largest over smallest singular value, infinity
 * for a singular matrix.  rank: how many directions were kept.  Each out pointer may be NULL. */
hop_status hop_spectrum_inverse(const double *matrix, size_t size, double *inverse,
                                double *condition, size_t *rank);

/* Compares an orthonormal set of vectors [count x dim] with an orthonormal set reference
 * [reference_count x dim], reference_count >= count, whose eigenvalues [reference_count] fall.
 * Vectors are compared one by one where eigenvalues are apart, as subspaces where neighbours differ
 * by no more than `tie` times the first.  angle [count], radians: the largest principal angle of
 * the subspace that a vector belongs to. */
hop_status hop_spectrum_angles(const double *vectors, size_t count, const double *reference,
                               const double *eigenvalues, size_t reference_count, size_t dim,
                               double tie, double *angle);

/* The slope of ln y over ln x by least squares.  HOP_E_VALUE unless all are positive, HOP_E_EMPTY
 * for fewer than two. */
hop_status hop_spectrum_slope(const double *x, const double *y, size_t count, double *slope);

HOP_END_DECLS

#endif
