/* Matrices of doubles, row-major, owned by whoever made them.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_MATRIX_H
#define HOPFIELD_MATRIX_H

#include <stddef.h>
#include <stdint.h>

#include <hopfield/export.h>
#include <hopfield/status.h>

HOP_BEGIN_DECLS

/* Zeros make an empty one, with which nothing need be done. */
typedef struct hop_matrix {
    double *values; /* [rows x columns] */
    size_t rows, columns;
} hop_matrix;

/* All zeros; hop_matrix_clear() it.  HOP_E_LIMIT for a size that no memory has, HOP_E_MEMORY. */
hop_status hop_matrix_create(size_t rows, size_t columns, hop_matrix *matrix);

/* Independent normal numbers of standard deviation `deviation` from (seed, stream). */
hop_status hop_matrix_draw(size_t rows, size_t columns, double deviation, uint64_t seed,
                           uint64_t stream, hop_matrix *matrix);

hop_status hop_matrix_copy(const hop_matrix *from, hop_matrix *to);

/* Frees the values and makes it empty. */
void hop_matrix_clear(hop_matrix *matrix);

HOP_END_DECLS

#endif
