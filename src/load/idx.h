/* IDX files, the format of MNIST and its relatives, packed by gzip or not.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_LOAD_IDX_H
#define HOP_LOAD_IDX_H

#include "array_load.h"

/* The longest header: magic and four sizes. */
#define HOP_IDX_HEADER 20

/* Reads the header in bytes [size]; whether the file holds what it declares is hop_array_fits()'s
 * to say.  `name` stands in errors.  HOP_E_FORMAT, HOP_E_SHAPE for more than four dimensions. */
hop_status hop_idx_parse(const char *name, const unsigned char *bytes, size_t size,
                         hop_array *array);

/* Starts as an IDX file does. */
bool hop_idx_recognise(const unsigned char *head, size_t size);

/* An IDX file opened and unpacked. */
typedef struct hop_idx {
    hop_array array;
    const unsigned char *data; /* the elements, big-endian */
    const unsigned char *mapped;
    size_t mapped_size;
    unsigned char *unpacked; /* NULL if it was not packed */
} hop_idx;

hop_status hop_idx_open(const char *path, hop_idx *idx);
void hop_idx_close(hop_idx *idx);

#endif
