/* Loaders: file types that can be read as a memory.  One file a loader, listed in loader_list.h.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_LOAD_LOADER_H
#define HOP_LOAD_LOADER_H

#include <hopfield/load.h>

#include "../base/array.h"
#include "../base/text.h"
#include "bytes.h"

typedef struct hop_loader_row hop_loader_row;

/* One file to read. */
typedef struct hop_input {
    char *file;         /* owned */
    char *label;        /* the class that its folder stands for, owned; or NULL */
    const char *member; /* what stood behind "file:", lent by the caller's path, or NULL */
    const hop_loader_row *loader;
} hop_input;

/* The files of a call in order, and what was left out.  Zeros make an empty list. */
typedef struct hop_inputs {
    hop_input *list;
    size_t count, capacity;
    hop_string remarks; /* zero-terminated, one after another */
} hop_inputs;

/* A memory that is being loaded. */
typedef struct hop_load {
    const hop_load_options *options;
    hop_memory *memory; /* NULL until the first pattern's shape is known */
    const char *first;  /* the file that settled the shape; lent by the inputs */
    bool free_channels; /* grey so far, because no picture had colour yet */
    bool free_dtype;    /* u8 so far, because no picture had 16 bits yet */
    bool alone;         /* there is one input only: its file may be lent instead of copied */
    size_t resized;     /* pictures that were brought to another size */
    size_t greyed;      /* queries in colour, of a grey memory */
    size_t coloured;    /* grey queries, of a memory in colour */
    hop_string
        labels; /* of patterns 0 ... labelled-1: zero-terminated, empty where there is none */
    size_t labelled;
    hop_string remarks; /* zero-terminated, one after another */
} hop_load;

/* What a folder asks the table: which loader reads a file (HOP_E_FORMAT: none), and which one its
 * ending promises (NULL: none). */
typedef struct hop_loader_finder {
    hop_status (*by_content)(const char *file, const hop_loader_row **loader);
    const hop_loader_row *(*by_name)(const char *file);
} hop_loader_finder;

/* A file type.  Exactly one of expand, picture, array and load is there. */
struct hop_loader_row {
    hop_row row;
    const char *endings;   /* that names of such files usually have, apart by blanks */
    bool lists_are_labels; /* an array of one dimension is no pattern */
    bool guesses;          /* has no signature to go by, so all others are asked first */
    const char *member;    /* what NAME in FILE:NAME is, "tensor"; NULL: there are none */
    /* Whether a file that starts with head [size] is of this type; NULL for folders. */
    bool (*recognise)(const unsigned char *head, size_t size);
    /* Adds the files of a folder. */
    hop_status (*expand)(const char *path, const hop_loader_finder *finder, hop_inputs *inputs);
    /* Reads one picture; as hop_image_parse(). */
    hop_status (*picture)(const char *name, const unsigned char *bytes, size_t size,
                          const hop_image_limits *limits, hop_image *image);
    /* Reads the header of the array that is in the source's bytes.  May put the bytes of a member
     * in their place.  Whether all of the array is there is for the caller to see. */
    hop_status (*array)(hop_bytes *source, hop_array *array);
    /* Appends the patterns of the source. */
    hop_status (*load)(hop_load *load, hop_bytes *source);
    /* Optional, with `array`: reads the header in head [size], to know how much of a packed file
     * must be unpacked; false if that does not show. */
    bool (*header)(const unsigned char *head, size_t size, hop_array *array);
};

#define ROW(name) extern const hop_loader_row hop_loader_##name;
#include "loader_list.h"
#undef ROW

/* ---- inputs ---- */

/* Adds a file; `file` and `label` (or NULL) are copied. */
hop_status hop_inputs_add(hop_inputs *inputs, const char *file, const char *label,
                          const char *member, const hop_loader_row *loader);
void hop_inputs_clear(hop_inputs *inputs);

/* Finds the loader of a file by its content.  HOP_E_READ; HOP_E_FORMAT if none reads it, with what
 * it is and what to do. */
hop_status hop_loader_find(const char *file, const hop_loader_row **loader);

/* Finds the loader of every path, and puts the files of folders in their place.  HOP_E_READ,
 * HOP_E_FORMAT for a file that no loader recognises, HOP_E_EMPTY, HOP_E_MEMORY. */
hop_status hop_inputs_find(const char *const *paths, size_t count, hop_inputs *inputs);

/* Splits "file:member" at the first colon with an existing file before it: *file is a copy without
 * the rest, free() it; *member is lent by path, NULL without one. */
hop_status hop_inputs_split(const char *path, char **file, const char **member);

/* The paths, those that are not there replaced as hop_load_options.elsewhere says; free() each and
 * the list, on failure too.  HOP_E_MEMORY. */
hop_status hop_load_elsewhere(hop_load *load, const char *const *paths, size_t count,
                              char ***found);

/* ---- what loaders share ---- */

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

/* Notes a remark; one that was made before, or the tenth, is left out. */
void hop_load_remark(hop_string *remarks, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Notes the label of pattern `index`, a class or a whole number; in order. */
void hop_load_note_label(hop_load *load, size_t index, const char *label);

/* "64x64 grey pictures", "vectors of 784 numbers". */
void hop_load_describe(hop_shape shape, char text[96]);

/* Appends one picture: resized, composed, brought to the channels of the memory, or the memory to
 * the picture's where it was grey or u8 only because nothing else had come yet. */
hop_status hop_picture_append(hop_load *load, const char *path, const char *name,
                              const hop_image *image);

/* As how large a picture has to be read. */
hop_image_limits hop_picture_limits(const hop_load *load);

/* Appends the picture of a file, named after it. */
hop_status hop_picture_take(hop_load *load, const char *path, const hop_image *image);

/* Reads and appends pictures, inputs first ... first+*taken-1, one at least; with progress. */
hop_status hop_pictures_load(hop_load *load, const hop_inputs *inputs, size_t first, size_t *taken);

/* Labels as text [length], zero-terminated, one after another, become those of the memory: whole
 * numbers as they are, words numbered in the order of their bytes.  HOP_E_SHAPE unless each of its
 * patterns has one. */
hop_status hop_labels_set(hop_memory *memory, const char *text, size_t length);

/* Reads labels: an array of one dimension (.npy, FILE.npz:NAME, IDX), or text with one a line.
 * *text, as above, is the caller's to free. */
hop_status hop_labels_read(const char *path, hop_string *labels, size_t *count);

#endif
