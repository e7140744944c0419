/* A memory's file that is being written: what its two halves share.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_MEMORY_STORE_WRITER_H
#define HOP_MEMORY_STORE_WRITER_H

#include <stdio.h>

#include "../base/text.h"
#include "memory_private.h"
#include "store_header.h"

struct hop_store_writer {
    char *path;
    hop_writer *file;
    hop_store_options options;
    size_t room; /* of the header */
    size_t data; /* bytes behind it */
    hop_shape shape;
    hop_dtype dtype;
    size_t dim, count;
    double background[3];
    bool composed, labelled;
    /* Kept aside until the patterns are complete; NULL while empty. */
    FILE *names, *labels;
    hop_string classes; /* names of labels, zero-terminated, one after another */
    hop_resize resize;
    size_t name_bytes;
    hop_store_chunks chunks;
    hop_checksum *values; /* of the patterns alone */
};

/* Adds bytes behind the header, and to the checksums of the chunks. */
hop_status hop_store_add_data(hop_store_writer *writer, const void *bytes, size_t size);

/* Everything behind the patterns, then the header in front of them. */
hop_status hop_store_finish(hop_store_writer *writer, hop_store_prepare prepare, void *context);

#endif
