/* A memory: a pattern matrix [patterns x dim] with names, kept in RAM or lent from a mapped file.
 * load.h reads files of all kinds into one, store.h keeps it as .safetensors.  One unit throughout:
 * a u8 value v means v/255, so 1 is white.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_MEMORY_H
#define HOPFIELD_MEMORY_H

#include <stdint.h>

#include <hopfield/export.h>
#include <hopfield/image.h>
#include <hopfield/shape.h>
#include <hopfield/status.h>

HOP_BEGIN_DECLS

typedef struct hop_memory hop_memory;

/* What a memory is made for. */
typedef enum hop_memory_role {
    HOP_PATTERNS, /* every value must be finite */
    HOP_QUERIES,  /* NAN is allowed and means unknown; never u8 */
    HOP_MATRIX,   /* as patterns, but NAN and infinities are kept (not in u8): the caller judges */
} hop_memory_role;

/* An empty memory in RAM; free with hop_memory_destroy() (NULL is allowed there).
 * HOP_E_EMPTY for a width, height or channels of 0 (a plain vector has height and channels 1),
 * HOP_E_LIMIT for one that overflows, HOP_E_SUPPORT for queries in u8,
 * HOP_E_MEMORY. */
hop_status hop_memory_create(hop_shape shape, hop_dtype dtype, hop_memory_role role,
                             hop_memory **memory);
void hop_memory_destroy(hop_memory *memory);

/* Copies `count` patterns [count x dim] in units into the memory.  names: [count] or NULL; an entry
 * may be NULL.  u8 rounds to the nearest of 256 steps.  HOP_E_VALUE, with pattern and position, for
 * a value that is not finite (or, in u8, outside 0 ... 1); HOP_E_LIMIT, HOP_E_MEMORY; HOP_E_SUPPORT
 * for a mapped memory.  The memory is unchanged on failure.  Not while a hop_recall borrows it. */
hop_status hop_memory_append(hop_memory *memory, const double *patterns, size_t count,
                             const char *const *names);

size_t hop_memory_count(const hop_memory *memory);
size_t hop_memory_dim(const hop_memory *memory);
hop_shape hop_memory_shape(const hop_memory *memory);
hop_dtype hop_memory_dtype(const hop_memory *memory);

/* The name of a pattern, lent; NULL if it has none. */
const char *hop_memory_name(const hop_memory *memory, size_t index);

/* Labels, one integer a pattern (a class, usually).  set copies [count], HOP_E_SHAPE if that is not
 * the number of patterns; false if there are none.  All of them are lent, NULL if there are none.
 */
hop_status hop_memory_set_labels(hop_memory *memory, const int64_t *labels, size_t count);
bool hop_memory_label(const hop_memory *memory, size_t index, int64_t *label);
const int64_t *hop_memory_labels(const hop_memory *memory, size_t *count);

/* Names of the labels 0, 1, ...: zero-terminated, one after another, text [length], copied; lent,
 * or NULL where labels are mere numbers. */
hop_status hop_memory_set_classes(hop_memory *memory, const char *text, size_t length);
const char *hop_memory_classes(const hop_memory *memory, size_t *length);

/* The name of a label, lent; NULL if it has none. */
const char *hop_memory_label_name(const hop_memory *memory, int64_t label);

/* The label of a pattern as it is shown: its name, or its number, written into `number`.  NULL if
 * the pattern has none. */
const char *hop_memory_label_text(const hop_memory *memory, size_t index, char number[24]);

/* What was decided while the memory was read and a user should know: sentences without a full stop,
 * in order.  add: copied; HOP_E_MEMORY. */
hop_status hop_memory_add_remark(hop_memory *memory, const char *remark);
size_t hop_memory_remark_count(const hop_memory *memory);
const char *hop_memory_remark(const hop_memory *memory, size_t index);

/* How pictures of other sizes were brought to the size of this memory, and so how queries are:
 * HOP_RESIZE_NONE if none were. */
void hop_memory_set_resize(hop_memory *memory, hop_resize resize);
hop_resize hop_memory_resize(const hop_memory *memory);

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

/* Keeps the range as a blob (see below), so that it is measured once.  HOP_E_MEMORY. */
hop_status hop_memory_keep_range(hop_memory *memory);

/* The units of a memory, decided from its values and here alone: what is black and white in damage,
 * drawings and thresholds.  0 and 1, clipped, for bytes (those of vectors only where all are 0 or
 * 255), for pictures within 0 ... 1 and for patterns of 0 and 1 alone; the smallest and the largest
 * value otherwise.  Its unit is 1, but 255 for numbers of bytes, the largest of other whole numbers
 * from 0 up, and a power of ten for values that spread over less than .2 or more than 20; pictures
 * in such a unit go, again clipped, from 0 to it. */
hop_canvas hop_memory_canvas(const hop_memory *memory);

/* Bits a sample of its pictures needs in a file: 8 where all known values are 255ths, or some are
 * no shares of 1; else 16. */
unsigned hop_memory_depth(const hop_memory *memory);

/* A sentence on the unit, empty where it is 1; returns text. */
#define HOP_CANVAS_TEXT 256
const char *hop_canvas_unit_text(const hop_canvas *canvas, char text[HOP_CANVAS_TEXT]);

/* Brings states that came in other units to those of `memory`, where it is plain which: 0 ... 255
 * against 0 ... 1, 0 and 1 against -1 and 1, and back; says so in a remark of theirs.  HOP_E_VALUE
 * where the units differ and nothing is plain.  `name` stands in both. */
hop_status hop_memory_match_units(hop_memory *states, const hop_memory *memory, const char *name);

/* ---- for those who fill a memory from rows that have its dtype already, or lend it a file ---- */

/* Who owns the bytes that a memory lends; release is called once, by hop_memory_destroy(). */
typedef struct hop_memory_owner {
    void (*release)(const unsigned char *bytes, size_t size); /* NULL: the memory's own heap */
    const unsigned char *bytes;
    size_t size;
} hop_memory_owner;

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

/* HOP_OK if every value of rows [count x dim], in units, may be stored; else HOP_E_VALUE naming the
 * pattern, counted from `first`, and the position. */
hop_status hop_memory_check(const hop_memory *memory, const double *rows, size_t count,
                            size_t first);

/* The same for rows in the memory's dtype, aligned or not. */
hop_status hop_memory_check_raw(const hop_memory *memory, const void *rows, size_t count,
                                size_t first);

/* Writes `count` numbers, in units, at `to` in dtype; they have been checked. */
void hop_memory_store(hop_dtype dtype, const double *numbers, size_t count, void *to);

/* Replaces the names of patterns from `first` on by `text` [length], which is copied.  HOP_E_FORMAT
 * unless it holds exactly one zero-terminated name for each. */
hop_status hop_memory_set_names(hop_memory *memory, size_t first, const char *text, size_t length);

/* The names of all patterns as they lie in a file: zero-terminated, in order, empty for a pattern
 * without one; NULL while none has a name. */
const char *hop_memory_name_text(const hop_memory *memory, size_t *length);

/* Leaves out all patterns but the first `count`, with their names and labels. */
void hop_memory_truncate(hop_memory *memory, size_t count);

/* What the same numbers are taken for: vectors for pictures, say.  HOP_E_SHAPE for another dim. */
hop_status hop_memory_reshape(hop_memory *memory, hop_shape shape);

/* extra [count]: whether an earlier pattern that is none itself differs from this one by at most
 * `within`, root mean square, in units; 0: whether it is equal.  progress: told now and then, may
 * cancel (HOP_E_CANCELLED); NULL: nobody.  HOP_E_MEMORY. */
hop_status hop_memory_duplicates(const hop_memory *memory, double within, hop_progress progress,
                                 void *context, bool *extra);

/* ---- what was prepared from the patterns: blobs with a name, kept in the memory's file ---- */

/* A name, with the version of what is in it: "correlation-1"; so many in a memory. */
#define HOP_BLOB_NAME 48
#define HOP_BLOBS_MAX 12

/* The blob of that name, aligned to 64 bytes, lent until the patterns change; NULL if there is
 * none. One that comes from a file has been held against its checksum. */
const void *hop_memory_blob(const hop_memory *memory, const char *name, size_t *size);

/* Copies bytes [size] as the blob of that name, in place of an older one.  Appending, truncating
 * and reshaping forget all of them.  HOP_E_MEMORY; HOP_E_LIMIT for too many, or too long a name. */
hop_status hop_memory_set_blob(hop_memory *memory, const char *name, const void *bytes,
                               size_t size);

/* The name of blob `index`, or NULL beyond the last. */
const char *hop_memory_blob_name(const hop_memory *memory, size_t index);

/* Whether the patterns came from nowhere that could have damaged them: true but for large files,
 * see hop_check of store.h. */
bool hop_memory_checked(const hop_memory *memory);

/* ---- not in a core-only build ---- */

/* XXH3-128 of shape, dtype and values as 32 hexadecimal digits and a zero. */
void hop_memory_checksum(const hop_memory *memory, char text[33]);

HOP_END_DECLS

#endif
