/* Matrices of doubles: read from whatever a memory can be read from, or drawn.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_MATRIX_H
#define HOP_CLI_MATRIX_H

#include <stddef.h>
#include <stdint.h>

#include <hopfield/status.h>

/* Zeros make an empty one; free with cli_matrix_clear(). */
typedef struct cli_matrix {
    double *values; /* [rows x columns] */
    size_t rows, columns;
} cli_matrix;

/* Reads a .npy, .csv, .safetensors:tensor ...; arrays of three dimensions have their first two
 * joined into rows. */
hop_status cli_matrix_read(const char *path, cli_matrix *matrix);

/* The same, refused unless it is rows x columns (0: any); `what` is "the keys' weights". */
hop_status cli_matrix_read_as(const char *path, const char *what, size_t rows, size_t columns,
                              cli_matrix *matrix);

hop_status cli_matrix_create(size_t rows, size_t columns, cli_matrix *matrix);

/* Independent normal numbers of standard deviation `deviation` from (seed, stream). */
hop_status cli_matrix_draw(size_t rows, size_t columns, double deviation, uint64_t seed,
                           uint64_t stream, cli_matrix *matrix);

void cli_matrix_clear(cli_matrix *matrix);

#endif
