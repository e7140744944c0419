/* What the files of covariance attention share.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_ATTENTION_COVARIANCE_PARTS_H
#define HOP_ATTENTION_COVARIANCE_PARTS_H

#include <hopfield/covariance.h>

/* Makes rows [count x dim], count <= dim, orthonormal from the first to the last (Gram and Schmidt,
 * twice); a row that depends on the earlier ones is replaced by a direction that does not. */
void hop_covariance_orthonormalise(double *rows, size_t count, size_t dim);

/* Eigenvalues, falling, into value [size], and eigenvectors as rows of vector [size x size], of a
 * symmetric matrix [size x size], which is overwritten.  Cyclic Jacobi rotations. */
void hop_covariance_jacobi(double *matrix, size_t size, double *value, double *vector);

#endif
