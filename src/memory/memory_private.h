/* What the files of this folder know of a memory: its insides, mapped blocks, raw rows.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_MEMORY_PRIVATE_H
#define HOP_MEMORY_PRIVATE_H

#include <hopfield/memory.h>

/* Names of all patterns in one text: zero-terminated, in order, empty for a pattern without one.
 * That is also how they lie in a file. */
typedef struct hop_memory_names {
    char *text; /* NULL while no pattern has a name */
    size_t length, capacity;
    size_t *start; /* [count of the memory] */
    size_t room;   /* of start */
} hop_memory_names;

/* Something prepared: lent from the file, or the memory's own. */
typedef struct hop_memory_prepared {
    char name[HOP_BLOB_NAME];
    const void *bytes;
    size_t size;
    void *heap; /* NULL if lent */
} hop_memory_prepared;

/* What the values of a memory are like, unknown ones aside; see memory_units.c. */
typedef struct hop_memory_values {
    double low, high, size; /* size: the mean of their absolute values */
    bool any, two, whole;   /* two: every one is low or high, and these differ */
    bool shares;            /* every one is some number of 255ths */
} hop_memory_values;

struct hop_memory {
    hop_shape shape;
    size_t dim;
    hop_dtype dtype;
    hop_memory_role role;
    size_t count, capacity; /* in patterns */
    unsigned char *heap;    /* [capacity x dim] in dtype; NULL for a mapped memory */
    const void *data;       /* heap, or what owner lends */
    hop_memory_owner owner;
    hop_memory_names names;
    int64_t *labels; /* [label_count] */
    size_t label_count;
    char *classes; /* names of labels, zero-terminated, one after another; or NULL */
    size_t class_length;
    char **remarks; /* [remark_count] */
    size_t remark_count;
    hop_resize resize;
    double background[3];
    bool composed;
    char identity[33]; /* hop_memory_checksum(), where its file says it; or "" */
    bool unchecked;    /* see hop_memory_checked() */
    hop_memory_prepared prepared[HOP_BLOBS_MAX];
    size_t prepared_count;
    hop_memory_values values; /* once they have been looked at */
    bool looked;
};

/* As hop_memory_attach(), for values that have been checked already, or are left unchecked. */
hop_status hop_memory_attach_trusted(hop_shape shape, hop_dtype dtype, hop_memory_role role,
                                     const void *data, size_t count, hop_memory_owner owner,
                                     hop_memory **memory);

/* Lends the memory a blob, aligned to 64 bytes, as long as its owner lends the patterns. */
hop_status hop_memory_lend_blob(hop_memory *memory, const char *name, const void *bytes,
                                size_t size);

/* Makes values that are lent, or bytes, the memory's own floats, to be changed.  HOP_E_MEMORY. */
hop_status hop_memory_own(hop_memory *memory);

/* Forgets what holds for the patterns as they were: blobs and identity. */
void hop_memory_changed(hop_memory *memory);

/* hop_memory_checksum() of so many patterns, given that of their bytes. */
void hop_memory_identity(size_t count, hop_shape shape, hop_dtype dtype, const char *digits,
                         char text[33]);

#endif
