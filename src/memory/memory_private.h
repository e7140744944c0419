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
    double background[3];
    bool composed;
};

#endif
