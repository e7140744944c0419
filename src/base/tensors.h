/* Files of several tensors with notes: .safetensors, written safely and read whole.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_BASE_TENSORS_H
#define HOP_BASE_TENSORS_H

#include "safetensors.h"

/* A tensor to be written, lent: F16, BF16, F32, F64 or I64, its data aligned for that. */
typedef struct hop_tensor_given {
    const char *name;
    hop_element element;
    size_t rank, size[HOP_ARRAY_RANK];
    const void *data;
} hop_tensor_given;

/* Writes tensors [count] (larger elements first) and notes, pairs of key and text that end with
 * NULL, under a temporary name and a rename; a checksum of the data is added.  HOP_E_EXISTS unless
 * `replace`, HOP_E_WRITE, HOP_E_MEMORY. */
hop_status hop_tensors_write(const char *path, const hop_tensor_given *tensors, size_t count,
                             const char *const *notes, bool replace);

/* A file that is open for reading; close with hop_tensors_close(). */
typedef struct hop_tensors {
    const char *path; /* lent */
    const unsigned char *bytes;
    size_t size;
    hop_safetensors file;
} hop_tensors;

/* HOP_E_READ; HOP_E_FORMAT for a damaged or unfinished file: sizes or checksum do not agree. */
hop_status hop_tensors_open(const char *path, hop_tensors *tensors);
void hop_tensors_close(hop_tensors *tensors);

/* Copies a tensor of rows x columns numbers as double.  HOP_E_NAME if there is none of that name,
 * HOP_E_SHAPE (both shapes) if it is another one; a tensor of one dimension counts as one row. */
hop_status hop_tensors_read(const hop_tensors *tensors, const char *name, size_t rows,
                            size_t columns, double *out);

/* How many rows and columns it has, other dimensions taken as rows; false if there is none. */
bool hop_tensors_shape(const hop_tensors *tensors, const char *name, size_t *rows, size_t *columns);

#endif
