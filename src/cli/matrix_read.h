/* Matrices of doubles, read from whatever a memory can be read from.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_MATRIX_READ_H
#define HOP_CLI_MATRIX_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <hopfield/matrix.h>
#include <hopfield/shape.h>
#include <hopfield/status.h>

#include "options.h"

/* Reads a .npy, .csv, .safetensors:tensor, folder of PNG ...: one pattern a row, what was not plain
 * being said; or as `load` says. */
hop_status cli_matrix_read(const char *path, cli_run *run, hop_matrix *matrix);
hop_status cli_matrix_read_with(const char *path, const hop_load_options *load, hop_matrix *matrix);

/* The same as it stands, NAN and infinities kept, with progress; names: of the rows,
 * zero-terminated one after another, to be freed, or NULL if they have none. */
hop_status cli_matrix_read_raw(const char *path, cli_run *run, char **names, hop_matrix *matrix);

/* The same, where arrays of three dimensions, [heads x in x out], have the first two joined into
 * rows; refused unless it is rows x columns (0: any); `what` is "the keys' weights". */
hop_status cli_matrix_read_as(const char *path, cli_run *run, const char *what, size_t rows,
                              size_t columns, hop_matrix *matrix);

/* Reads weights of `blocks` equal blocks, each made [out x in] with y = W x inside: a file holds
 * [blocks in x out], y = x W, or, if `linear`, [blocks out x in], as linear layers store them.
 * out 0: any, the same for all blocks. */
hop_status cli_matrix_read_weights(const char *path, cli_run *run, const char *what, size_t blocks,
                                   size_t in, size_t out, bool linear, hop_matrix *matrix);

#endif
