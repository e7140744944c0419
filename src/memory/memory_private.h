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

/* Who owns the bytes that a memory lends; release is called once, by hop_memory_destroy(). */
typedef struct hop_memory_owner {
    void (*release)(const unsigned char *bytes, size_t size); /* NULL: the memory's own heap */
    const unsigned char *bytes;
    size_t size;
} hop_memory_owner;

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

/* A read-only memory that lends data [count x dim], aligned for dtype.  Takes the owner over only
 * if it succeeds.  Errors as hop_memory_create(); HOP_E_VALUE as hop_memory_append(). */
hop_status hop_memory_attach(hop_shape shape, hop_dtype dtype, hop_memory_role role,
                             const void *data, size_t count, hop_memory_owner owner,
                             hop_memory **memory);

/* Room for `more` further patterns.  HOP_E_LIMIT, HOP_E_MEMORY; HOP_E_SUPPORT if mapped. */
hop_status hop_memory_reserve(hop_memory *memory, size_t more);

/* As hop_memory_append(), for rows that are in the memory's dtype already, aligned or not. */
hop_status hop_memory_append_raw(hop_memory *memory, const void *rows, size_t count,
                                 const char *const *names);

/* Replaces the names of patterns from `first` on by `text` [length], which is copied.  HOP_E_FORMAT
 * unless it holds exactly one zero-terminated name for each. */
hop_status hop_memory_set_names(hop_memory *memory, size_t first, const char *text, size_t length);

/* HOP_OK if every value of rows [count x dim], in units, may be stored; else HOP_E_VALUE naming the
 * pattern, counted from `first`, and the position. */
hop_status hop_memory_check(const hop_memory *memory, const double *rows, size_t count,
                            size_t first);

/* The same for rows in the memory's dtype, aligned or not. */
hop_status hop_memory_check_raw(const hop_memory *memory, const void *rows, size_t count,
                                size_t first);

/* Writes `count` numbers, in units, at `to` in dtype; they have been checked. */
void hop_memory_store(hop_dtype dtype, const double *numbers, size_t count, void *to);

#endif
