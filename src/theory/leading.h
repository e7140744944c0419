/* The leading eigenvectors of a large symmetric matrix.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_THEORY_LEADING_H
#define HOP_THEORY_LEADING_H

#include <hopfield/spectrum.h>

/* All eigenvalues, falling, into value [size], and *vector [*made x size], orthonormal, to be
 * freed: those of the first eigenvalues, as many as are wanted and all that tie with the last of
 * them.  matrix [size x size] is overwritten.  size > 0.  HOP_E_SUPPORT if GSL does not converge,
 * HOP_E_CANCELLED, HOP_E_MEMORY. */
hop_status hop_leading(double *matrix, size_t size, const hop_spectrum_options *options,
                       double *value, double **vector, size_t *made);

#endif
