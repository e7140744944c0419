/* Matrices of doubles.
 * SPDX-License-Identifier: MIT */
#include "matrix_read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/load.h>
#include <hopfield/memory.h>

#include "../base/alloc.h"
#include "../base/fail.h"

static hop_status copy_names(const hop_memory *memory, char **names) {
    size_t length = 0;
    const char *text = hop_memory_name_text(memory, &length);
    if (!text) return HOP_OK;
    HOP_TRY(hop_alloc(length, 1, "names", names));
    memcpy(*names, text, length);
    return HOP_OK;
}

/* The rows of a file; `join` makes rows of the first two of three dimensions. */
static hop_status read_rows(const char *path, const hop_load_options *load, bool join, char **names,
                            hop_matrix *matrix) {
    hop_memory *memory = NULL;
    HOP_TRY(hop_memory_load(&path, 1, load, &memory));
    const hop_shape shape = hop_memory_shape(memory);
    const size_t count = hop_memory_count(memory), dim = hop_memory_dim(memory);
    const size_t joined = join && shape.image ? shape.height : 1;
    hop_status status = hop_matrix_create(count * joined, dim / joined, matrix);
    if (status == HOP_OK && names) status = copy_names(memory, names);
    if (status == HOP_OK) hop_memory_read(memory, 0, count, matrix->values);
    hop_memory_destroy(memory);
    return status;
}

static hop_status read_file(const char *path, cli_run *run, bool join, hop_matrix *matrix) {
    hop_load_options load = hop_load_defaults;
    load.matrix_rank = join ? 3 : 2;
    load.dtype_given = true;
    load.dtype = HOP_F64;
    load.progress = cli_progress_tell;
    load.remark = cli_progress_remark;
    load.context = &run->progress;
    return read_rows(path, &load, join, NULL, matrix);
}

hop_status cli_matrix_read_raw(const char *path, cli_run *run, char **names, hop_matrix *matrix) {
    hop_load_options load = hop_load_defaults;
    load.role = HOP_MATRIX;
    load.matrix_rank = 2;
    load.progress = cli_progress_tell;
    load.remark = cli_progress_remark;
    load.context = &run->progress;
    return read_rows(path, &load, false, names, matrix);
}

hop_status cli_matrix_read_with(const char *path, const hop_load_options *load,
                                hop_matrix *matrix) {
    hop_load_options doubles = *load;
    doubles.dtype = HOP_F64;
    doubles.dtype_given = true;
    return read_rows(path, &doubles, false, NULL, matrix);
}

hop_status cli_matrix_read(const char *path, cli_run *run, hop_matrix *matrix) {
    return read_file(path, run, false, matrix);
}

hop_status cli_matrix_read_as(const char *path, cli_run *run, const char *what, size_t rows,
                              size_t columns, hop_matrix *matrix) {
    hop_matrix made = {0};
    HOP_TRY(read_file(path, run, true, &made));
    if ((rows == 0 || made.rows == rows) && (columns == 0 || made.columns == columns)) {
        *matrix = made;
        return HOP_OK;
    }
    char high[32] = "any", wide[32] = "any";
    if (rows > 0) snprintf(high, sizeof high, "%zu", rows);
    if (columns > 0) snprintf(wide, sizeof wide, "%zu", columns);
    hop_status status =
        hop_fail(HOP_E_SHAPE, "%s: is %zux%zu, but %s must be %sx%s (rows x columns)", path,
                 made.rows, made.columns, what, high, wide);
    hop_matrix_clear(&made);
    return status;
}

hop_status cli_matrix_read_weights(const char *path, cli_run *run, const char *what, size_t blocks,
                                   size_t in, size_t out, bool linear, hop_matrix *matrix) {
    hop_matrix file = {0}, made = {0};
    if (linear) {
        HOP_TRY(cli_matrix_read_as(path, run, what, blocks * out, in, &file));
        if (file.rows % blocks == 0) {
            *matrix = file;
            return HOP_OK;
        }
        hop_status status = hop_fail(HOP_E_SHAPE, "%s: %zu rows are not divisible by %zu heads",
                                     path, file.rows, blocks);
        hop_matrix_clear(&file);
        return status;
    }
    HOP_TRY(cli_matrix_read_as(path, run, what, blocks * in, out, &file));
    const size_t width = file.columns;
    hop_status status = hop_matrix_create(blocks * width, in, &made);
    for (size_t b = 0; b < blocks && status == HOP_OK; b++)
        for (size_t i = 0; i < in; i++)
            for (size_t o = 0; o < width; o++)
                made.values[(b * width + o) * in + i] = file.values[(b * in + i) * width + o];
    hop_matrix_clear(&file);
    if (status == HOP_OK) *matrix = made;
    return status;
}
