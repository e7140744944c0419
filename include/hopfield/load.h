/* Loading: files of many kinds become a memory or a batch of states.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_LOAD_H
#define HOPFIELD_LOAD_H

#include <hopfield/export.h>
#include <hopfield/image.h>
#include <hopfield/memory.h>
#include <hopfield/row.h>
#include <hopfield/store.h>

HOP_BEGIN_DECLS

/* What to do with transparent pixels. */
typedef enum hop_transparency {
    HOP_TRANSPARENT_COMPOSE, /* on the background */
    HOP_TRANSPARENT_UNKNOWN, /* they become NAN; a role of HOP_QUERIES only */
    HOP_TRANSPARENT_AUTO,    /* unknown where the file says so (image->unknown) or `auto_unknown` */
} hop_transparency;

typedef struct hop_load_options {
    hop_memory_role role;
    size_t width, height; /* 0: as the first picture is; vectors of this size become pictures */
    size_t channels;      /* 0: 3 if any picture has colour, else 1 */
    hop_resize resize;    /* for pictures of another size */
    bool dtype_given;     /* false: u8 for pictures of 8 bits, as the file says otherwise */
    hop_dtype dtype;
    size_t limit;       /* patterns at most; 0: all */
    const char *labels; /* a file of labels: an array, or one a line; "none": leave out those
                           that tables and folders have; NULL: take them */
    const char
        *label_column; /* of tables: a name, "first", "last", 1, 2, ..., "none"; NULL: find it */
    bool header_given, header; /* of tables: whether there is one, else it is found out */
    bool range_given; /* numbers of arrays and tables: range[0] becomes 0, range[1] becomes 1 */
    double range[2];
    hop_transparency transparency;
    bool auto_unknown;       /* see HOP_TRANSPARENT_AUTO */
    double background[3];    /* to compose on */
    hop_image_limits limits; /* of each picture */
    hop_check check;         /* of our own files */
    size_t matrix_rank; /* 0; or 2: arrays are matrices, [rows, columns]; 3: or several of them */
    size_t dim;         /* 0, or the dim that plain vectors must have */
    /* A memory whose shape and dtype the patterns must have, as if its own had been read first, and
     * how it is called in errors; or NULL.  Nothing of it is copied. */
    const hop_memory *like;
    const char *like_name;
    /* A folder where a plain name ("glyphs", "patterns/glyphs/A.png") that is not there as it is
     * given is looked for, as it is and in its folder patterns/; what was found so is remarked.
     * NULL: nowhere. */
    const char *elsewhere;
    /* Patterns that lie in one array as a memory has them stay there: mapped, or as they were
     * unpacked.  Such a memory cannot grow. */
    bool lend;
    /* Whoever keeps patterns elsewhere is handed those of a packed file as they are unpacked, a
     * memory of some of them after the other, lent for the call; the memory that is loaded is
     * then empty.  Only for bytes that stay as they are, of one file without labels.  NULL: never.
     */
    hop_status (*deliver)(void *receiver, const hop_memory *some);
    void *receiver;
    hop_progress progress; /* or NULL */
    void (*remark)(void *context,
                   const char *sentence); /* told what the memory's remarks say; or NULL */
    void *context;
} hop_load_options;

/* Patterns, sizes as they are, white background, limits of hop_image_default_limits. */
extern const hop_load_options hop_load_defaults;

/* Reads everything in `paths` [count], files of any loader and folders of pictures, in order into
 * one memory; the loader is chosen by content, and what gzip packed is unpacked.  Files of one
 * folder come in the order of their names; names that start with a dot are left out.  What was
 * decided on the way (units, headers, labels, sizes, what was left out) is in the memory's remarks.
 * A memory saved by this library is lent from its mapped file where nothing must be converted.
 * HOP_E_READ, HOP_E_FORMAT, HOP_E_SHAPE (both shapes and the option that helps), HOP_E_NAME (the
 * tensors there are), HOP_E_EMPTY, HOP_E_VALUE, HOP_E_SUPPORT (numbers of a type that is not read),
 * HOP_E_LIMIT, HOP_E_MEMORY, HOP_E_CANCELLED. */
hop_status hop_memory_load(const char *const *paths, size_t count, const hop_load_options *options,
                           hop_memory **memory);

/* The same for queries of a memory: brought to its size, in the way its own pictures were unless
 * the options say another, to its channels and its units.  HOP_E_VALUE where units differ and it is
 * not plain how. */
hop_status hop_memory_load_queries(const char *const *paths, size_t count,
                                   const hop_load_options *options, const hop_memory *memory,
                                   hop_memory **queries);

/* The same for one path with hop_load_defaults. */
hop_status hop_memory_open(const char *path, hop_memory **memory);

/* All loaders. */
const hop_catalog *hop_loader_catalog(void);

/* What can be read, as a list for a sentence: ".png, .jpg, ..., a folder, ... or .csv"; free() it.
 */
hop_status hop_loader_inputs(char **text);

/* Writes states [count x dim] as .npy, little-endian f32 or f64, [count x dim]. */
hop_status hop_npy_write(const char *path, const double *states, size_t count, size_t dim,
                         hop_dtype dtype, bool replace);

/* The same for the patterns of a memory, some at a time.  HOP_E_CANCELLED. */
hop_status hop_npy_write_memory(const char *path, const hop_memory *memory, hop_dtype dtype,
                                bool replace, hop_progress progress, void *context);

HOP_END_DECLS

#endif
