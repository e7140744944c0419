/* The header of a memory's file.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_STORE_HEADER_H
#define HOP_STORE_HEADER_H

#include "store_private.h"

/* A tensor of the file, in the order of the data. */
typedef struct hop_store_tensor {
    char name[sizeof HOP_STORE_PREPARED + HOP_BLOB_NAME];
    const char *type; /* "U8" */
    size_t rank, shape[4], bytes;
} hop_store_tensor;

/* Patterns, labels, names, what was prepared, checksums. */
enum { HOP_STORE_TENSORS = 8 + HOP_BLOBS_MAX };

/* What the header says; everything lent. */
typedef struct hop_store_header {
    hop_store_tensor tensors[HOP_STORE_TENSORS];
    size_t count;
    const double *background; /* [3] */
    bool composed;
    hop_resize resize;
    const char *values; /* hop_memory_checksum() */
    const hop_image_note *notes;
    size_t note_count;
} hop_store_header;

/* So many bytes suffice for a header with these notes, whatever the tensors; a multiple of the
 * alignment. */
size_t hop_store_header_room(const hop_image_note *notes, size_t note_count);

/* The header as it stands in the file: its length, JSON with zeros for the digits of its checksum,
 * and spaces up to `room` bytes; free()d by the caller.  HOP_E_MEMORY, HOP_E_LIMIT. */
hop_status hop_store_header_make(const hop_store_header *header, size_t room, char **framed);

#endif
