/* Loaders: file types that can be read as a memory.  One file a loader, listed in loader_list.h.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_LOAD_LOADER_H
#define HOP_LOAD_LOADER_H

#include <hopfield/load.h>

typedef struct hop_loader_row hop_loader_row;

/* One file to read. */
typedef struct hop_input {
    char *file;         /* owned */
    const char *tensor; /* what stood behind "file:", lent by the caller's path, or NULL */
    const hop_loader_row *loader;
} hop_input;

/* The files of a call in order; zeros make an empty list. */
typedef struct hop_inputs {
    hop_input *list;
    size_t count, capacity;
} hop_inputs;

/* A memory that is being loaded. */
typedef struct hop_load {
    const hop_load_options *options;
    hop_memory *memory; /* NULL until the first pattern's shape is known */
    const char *first;  /* the file that settled the shape; lent by the inputs */
    bool free_channels; /* grey so far, because no picture had colour yet */
    bool free_dtype;    /* u8 so far, because no picture had 16 bits yet */
    bool alone;         /* there is one input only: its file may be lent instead of copied */
} hop_load;

struct hop_loader_row {
    hop_row row;
    /* Whether a file that starts with head [size] is of this type; NULL for folders. */
    bool (*recognise)(const unsigned char *head, size_t size);
    bool has_tensors; /* "file:name" picks one */
    /* Adds the files of a folder, each still without a loader; NULL for files. */
    hop_status (*expand)(const char *path, hop_inputs *inputs);
    /* Appends the patterns of inputs [count], which follow each other in the call. */
    hop_status (*load)(hop_load *load, const hop_input *inputs, size_t count);
};

/* So many first bytes are looked at to recognise a file. */
#define HOP_HEAD_SIZE 16

#define ROW(name) extern const hop_loader_row hop_loader_##name;
#include "loader_list.h"
#undef ROW

/* Adds a file; `file` is copied.  loader: NULL where it is still to be found. */
hop_status hop_inputs_add(hop_inputs *inputs, const char *file, const char *tensor,
                          const hop_loader_row *loader);
void hop_inputs_clear(hop_inputs *inputs);

/* Finds the loader of every path, and puts the files of folders in their place.  HOP_E_READ,
 * HOP_E_FORMAT for a file that no loader recognises, HOP_E_EMPTY, HOP_E_MEMORY. */
hop_status hop_inputs_find(const char *const *paths, size_t count, hop_inputs *inputs);

/* The dtype of a memory whose file would make it `natural`: the one given; never u8 for queries. */
hop_dtype hop_load_dtype(const hop_load_options *options, hop_dtype natural);

/* Makes the memory, or checks that patterns of this shape and natural dtype fit the one there is.
 * HOP_E_SHAPE naming both files. */
hop_status hop_load_begin(hop_load *load, const char *path, hop_shape shape, hop_dtype natural);

/* Checks shape against options->dim alone. */
hop_status hop_load_check_dim(const hop_load_options *options, const char *path, hop_shape shape);

/* How many more patterns the limit allows. */
size_t hop_load_room(const hop_load *load);

/* Tells the caller's progress function; HOP_E_CANCELLED if it says so. */
hop_status hop_load_progress(const hop_load *load, size_t done, size_t total);

/* Hands a failure on with the path in front of its sentence. */
hop_status hop_load_failed(hop_status status, const char *path);

/* "64x64 grey pictures", "vectors of 784 numbers". */
void hop_load_describe(hop_shape shape, char text[96]);

/* Appends one picture: resized, composed, brought to the channels of the memory, or the memory to
 * the picture's where it was grey or u8 only because nothing else had come yet. */
hop_status hop_picture_append(hop_load *load, const char *path, const char *name,
                              const hop_image *image);

/* Reads labels: an IDX or IDX.gz file of one dimension, or text with one whole number a line.
 * *labels is the caller's to free. */
hop_status hop_labels_read(const char *path, int64_t **labels, size_t *count);

#endif
