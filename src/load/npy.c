/* .npy files: NumPy's arrays, read as patterns and written as states.
 * NumPy Enhancement Proposal 1.
 * SPDX-License-Identifier: MIT */
#include "npy.h"
#include "loader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/file.h"

/* Bytes of a header that is written, the longest sizes included: data start at a multiple of 64, as
 * NumPy has it. */
enum { HEADER = 128 };

/* States are converted and written in pieces of so many numbers. */
enum { PIECE = 1 << 16 };

static bool recognise(const unsigned char *head, size_t size) {
    return size >= 6 && memcmp(head, "\x93NUMPY", 6) == 0;
}

static bool header(const unsigned char *head, size_t size, hop_array *array) {
    return hop_npy_parse("", head, size, array) == HOP_OK;
}

static hop_status read_array(hop_bytes *source, hop_array *array) {
    return hop_npy_parse(source->path, source->bytes, source->size, array);
}

static hop_status write_header(hop_writer *writer, size_t count, size_t dim, hop_dtype dtype) {
    static const char START[] = {(char)0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, HEADER - 10, 0};
    char header[HEADER];
    memset(header, ' ', sizeof header);
    int length = snprintf(header + 10, sizeof header - 10,
                          "{'descr': '<f%zu', 'fortran_order': False, 'shape': (%zu, %zu), }",
                          hop_dtype_size(dtype), count, dim);
    header[10 + length] = ' ';
    memcpy(header, START, sizeof START);
    header[HEADER - 1] = '\n';
    return hop_writer_add(writer, header, sizeof header);
}

static hop_status write_numbers(hop_writer *writer, const double *numbers, size_t count,
                                hop_dtype dtype) {
    void *piece = NULL;
    HOP_TRY(hop_alloc(PIECE, sizeof(double), "a piece of a file", &piece));
    hop_status status = HOP_OK;
    for (size_t i = 0; status == HOP_OK && i < count; i += PIECE) {
        size_t some = count - i < PIECE ? count - i : PIECE;
        hop_memory_store(dtype, numbers + i, some, piece);
        status = hop_writer_add(writer, piece, some * hop_dtype_size(dtype));
    }
    free(piece);
    return status;
}

hop_status hop_npy_write(const char *path, const double *states, size_t count, size_t dim,
                         hop_dtype dtype, bool replace) {
    hop_writer *writer = NULL;
    if (dtype == HOP_U8)
        return hop_fail(HOP_E_SUPPORT, "%s: states are written as f32 or f64, not as u8", path);
    HOP_TRY(hop_writer_open(path, replace, &writer));
    hop_status status = write_header(writer, count, dim, dtype);
    if (status == HOP_OK) status = write_numbers(writer, states, count * dim, dtype);
    if (status == HOP_OK) return hop_writer_commit(writer);
    hop_writer_abandon(writer);
    return status;
}

static hop_status write_memory(hop_writer *writer, const hop_memory *memory, hop_dtype dtype,
                               hop_progress progress, void *context) {
    const size_t dim = hop_memory_dim(memory), count = hop_memory_count(memory);
    const size_t piece = dim < PIECE ? PIECE / dim : 1;
    double *rows = NULL;
    HOP_TRY(hop_alloc(piece, dim * sizeof *rows, "patterns", &rows));
    hop_status status = write_header(writer, count, dim, dtype);
    for (size_t i = 0; status == HOP_OK && i < count; i += piece) {
        const size_t some = count - i < piece ? count - i : piece;
        hop_memory_read(memory, i, some, rows);
        status = write_numbers(writer, rows, some * dim, dtype);
        if (status == HOP_OK && progress && progress(context, "exporting", i, count))
            status = hop_fail(HOP_E_CANCELLED, "interrupted; nothing was written");
    }
    free(rows);
    return status;
}

hop_status hop_npy_write_memory(const char *path, const hop_memory *memory, hop_dtype dtype,
                                bool replace, hop_progress progress, void *context) {
    hop_writer *writer = NULL;
    HOP_TRY(hop_writer_open(path, replace, &writer));
    hop_status status = write_memory(writer, memory, dtype, progress, context);
    if (status == HOP_OK) return hop_writer_commit(writer);
    hop_writer_abandon(writer);
    return status;
}

const hop_loader_row hop_loader_npy = {
    .row =
        {
            .name = "npy",
            .title = "NumPy arrays: [d], [N,d], pictures [N,h,w], [N,h,w,c] or [N,c,h,w]",
            .sources = "NumPy Enhancement Proposal 1, versions 1.0 to 3.0",
        },
    .endings = "npy",
    .recognise = recognise,
    .array = read_array,
    .header = header,
};
