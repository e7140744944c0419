/* The memory store: a pattern matrix [patterns x dim] with names, kept in RAM or mapped from a
 * .safetensors file.  One unit throughout: a u8 value v means v/255, so 1 is white.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_MEMORY_H
#define HOPFIELD_MEMORY_H

#include <stdint.h>

#include <hopfield/image.h>
#include <hopfield/row.h>
#include <hopfield/shape.h>

typedef struct hop_memory hop_memory;

/* What a memory is made for. */
typedef enum hop_memory_role {
    HOP_PATTERNS, /* every value must be finite */
    HOP_QUERIES,  /* NAN is allowed and means unknown; never u8 */
    HOP_MATRIX,   /* as patterns, but NAN and infinities are kept (not in u8): the caller judges */
} hop_memory_role;

/* An empty memory in RAM; free with hop_memory_destroy() (NULL is allowed there).
 * HOP_E_EMPTY for a dim of 0, HOP_E_LIMIT for one that overflows, HOP_E_SUPPORT for queries in u8,
 * HOP_E_MEMORY. */
hop_status hop_memory_create(hop_shape shape, hop_dtype dtype, hop_memory_role role,
                             hop_memory **memory);
void hop_memory_destroy(hop_memory *memory);

/* Copies `count` patterns [count x dim] in units into the memory.  names: [count] or NULL; an entry
 * may be NULL.  u8 rounds to the nearest of 256 steps.  HOP_E_VALUE, with pattern and position, for
 * a value that is not finite (or, in u8, outside 0 ... 1); HOP_E_LIMIT, HOP_E_MEMORY; HOP_E_SUPPORT
 * for a mapped memory.  The memory is unchanged on failure. */
hop_status hop_memory_append(hop_memory *memory, const double *patterns, size_t count,
                             const char *const *names);

size_t hop_memory_count(const hop_memory *memory);
size_t hop_memory_dim(const hop_memory *memory);
hop_shape hop_memory_shape(const hop_memory *memory);
hop_dtype hop_memory_dtype(const hop_memory *memory);

/* The name of a pattern, lent; NULL if it has none. */
const char *hop_memory_name(const hop_memory *memory, size_t index);

/* Labels, one integer a pattern (a class, usually).  set copies [count], HOP_E_SHAPE if that is not
 * the number of patterns; false if there are none. */
hop_status hop_memory_set_labels(hop_memory *memory, const int64_t *labels, size_t count);
bool hop_memory_label(const hop_memory *memory, size_t index, int64_t *label);

/* The colour [3] that transparent pictures were composed on, and whether any was transparent. */
void hop_memory_set_background(hop_memory *memory, const double *background, bool composed);
const double *hop_memory_background(const hop_memory *memory);
bool hop_memory_composed(const hop_memory *memory);

/* Copies patterns first ... first+count-1, in units, into `out` [count x dim]. */
void hop_memory_read(const hop_memory *memory, size_t first, size_t count, double *out);
void hop_memory_read_float(const hop_memory *memory, size_t first, size_t count, float *out);

/* Copies positions from ... from+count-1 of one pattern, in units, into `out` [count]. */
void hop_memory_read_part(const hop_memory *memory, size_t index, size_t from, size_t count,
                          double *out);

/* The patterns as they lie, [count x dim] in the memory's dtype, lent until it changes. */
const void *hop_memory_data(const hop_memory *memory);

/* Smallest and largest value, in units, unknown ones aside; 0 and 0 for an empty memory. */
void hop_memory_range(const hop_memory *memory, double *low, double *high);

/* ---- files: not in a core-only build ---- */

/* Told now and then how far a long call has come; a non-zero return cancels it (HOP_E_CANCELLED).
 */
typedef int (*hop_progress)(void *context, const char *what, size_t done, size_t total);

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
    const char *labels; /* an IDX(.gz) or text file of integers, or NULL */
    hop_transparency transparency;
    bool auto_unknown;       /* see HOP_TRANSPARENT_AUTO */
    double background[3];    /* to compose on */
    hop_image_limits limits; /* of each picture */
    size_t dim;              /* 0, or the dim that plain vectors must have */
    hop_progress progress;   /* or NULL */
    void *context;
} hop_load_options;

/* Patterns, sizes as they are, white background, limits of hop_image_default_limits. */
extern const hop_load_options hop_load_defaults;

/* Reads everything in `paths` [count] (PNG files, folders of PNG, IDX, IDX.gz, .npy, .csv,
 * .safetensors, .safetensors:tensor) in order into one memory; the loader is chosen by content.
 * Files of one folder come in the order of their names; names that start with a dot are left out.
 * A memory saved by this library is lent from its mapped file where nothing must be converted.
 * HOP_E_READ, HOP_E_FORMAT, HOP_E_SHAPE (both sizes and the option that helps), HOP_E_NAME (the
 * tensors there are), HOP_E_EMPTY, HOP_E_VALUE, HOP_E_SUPPORT (numbers of a type that is not read),
 * HOP_E_LIMIT, HOP_E_MEMORY, HOP_E_CANCELLED. */
hop_status hop_memory_load(const char *const *paths, size_t count, const hop_load_options *options,
                           hop_memory **memory);

/* The same for one path with hop_load_defaults. */
hop_status hop_memory_open(const char *path, hop_memory **memory);

/* All loaders. */
const hop_catalog *hop_loader_catalog(void);

/* Writes the memory as .safetensors, safely: a temporary name, then a rename.  notes become
 * metadata.  HOP_E_EXISTS unless `replace`, HOP_E_WRITE, HOP_E_MEMORY, HOP_E_SUPPORT unless it
 * holds patterns, HOP_E_SHAPE for labels of some patterns only. */
hop_status hop_memory_save(const hop_memory *memory, const char *path, const hop_image_note *notes,
                           size_t note_count, bool replace);

/* Reads a whole .safetensors memory and compares its checksum; HOP_E_FORMAT if it differs. */
hop_status hop_memory_verify(const char *path);

/* Writes states [count x dim] as .npy, little-endian f32 or f64, [count x dim]. */
hop_status hop_npy_write(const char *path, const double *states, size_t count, size_t dim,
                         hop_dtype dtype, bool replace);

/* XXH3-128 of shape, dtype and values as 32 hexadecimal digits and a zero. */
void hop_memory_checksum(const hop_memory *memory, char text[33]);

#endif
