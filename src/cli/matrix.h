/* Matrices of doubles: read from whatever a memory can be read from, or drawn.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_MATRIX_H
#define HOP_CLI_MATRIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <hopfield/shape.h>
#include <hopfield/status.h>

#include "options.h"

/* Zeros make an empty one; free with cli_matrix_clear(). */
typedef struct cli_matrix {
    double *values; /* [rows x columns] */
    size_t rows, columns;
} cli_matrix;

/* Reads a .npy, .csv, .safetensors:tensor, folder of PNG ...: one pattern a row. */
hop_status cli_matrix_read(const char *path, cli_matrix *matrix);

/* The same as it stands, NAN and infinities kept, with progress; dtype: of the file, or NULL. */
hop_status cli_matrix_read_raw(const char *path, cli_run *run, hop_dtype *dtype,
                               cli_matrix *matrix);

/* The same, where arrays of three dimensions, [heads x in x out], have the first two joined into
 * rows; refused unless it is rows x columns (0: any); `what` is "the keys' weights". */
hop_status cli_matrix_read_as(const char *path, const char *what, size_t rows, size_t columns,
                              cli_matrix *matrix);

/* Reads weights of `blocks` equal blocks, each made [out x in] with y = W x inside: a file holds
 * [blocks in x out], y = x W, or, if `linear`, [blocks out x in], as linear layers store them.
 * out 0: any, the same for all blocks. */
hop_status cli_matrix_read_weights(const char *path, const char *what, size_t blocks, size_t in,
                                   size_t out, bool linear, cli_matrix *matrix);

hop_status cli_matrix_create(size_t rows, size_t columns, cli_matrix *matrix);

/* Independent normal numbers of standard deviation `deviation` from (seed, stream). */
hop_status cli_matrix_draw(size_t rows, size_t columns, double deviation, uint64_t seed,
                           uint64_t stream, cli_matrix *matrix);

void cli_matrix_clear(cli_matrix *matrix);

#endif
