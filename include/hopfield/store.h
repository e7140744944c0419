/* The store: a memory in its own .safetensors file, written safely, checked and mapped for reading.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_STORE_H
#define HOPFIELD_STORE_H

#include <hopfield/export.h>
#include <hopfield/image.h>
#include <hopfield/memory.h>

HOP_BEGIN_DECLS

/* What our own files say of themselves in __metadata__ under "format". */
#define HOP_STORE_FORMAT "hopfield-memory"

/* Writes the memory as .safetensors, safely: a temporary name, then a rename.  notes become
 * metadata.  HOP_E_EXISTS unless `replace`, HOP_E_WRITE, HOP_E_MEMORY, HOP_E_SUPPORT unless it
 * holds patterns, HOP_E_SHAPE for labels of some patterns only; HOP_E_BUSY if another process is
 * replacing the file and is not done within a minute. */
hop_status hop_memory_save(const hop_memory *memory, const char *path, const hop_image_note *notes,
                           size_t note_count, bool replace);

/* Reads a whole .safetensors memory and compares its checksums; HOP_E_FORMAT if they differ.
 * progress: told now and then, may cancel (HOP_E_CANCELLED); NULL: nobody. */
hop_status hop_memory_verify(const char *path, hop_progress progress, void *context);

/* How much of a file is held against its checksums when it is opened. */
typedef enum hop_check {
    HOP_CHECK_DEFAULT, /* everything in files of up to HOP_CHECK_BYTES, else all but the patterns */
    HOP_CHECK_ALL,     /* everything, however long it takes */
    HOP_CHECK_QUICK,   /* header, names and labels; what was prepared stays in the file */
} hop_check;

#define HOP_CHECK_BYTES ((size_t)2 << 30)

typedef struct hop_store_reading {
    hop_memory_role role;
    hop_check check;
    hop_progress progress; /* told while a large file is checked; or NULL */
    void *context;
} hop_store_reading;

/* Opens a file of our own whose bytes [size] are mapped.  The memory is lent the mapping, or it is
 * released, whatever happens.  HOP_QUERIES are granted unless the patterns are u8.  HOP_E_FORMAT
 * for damage, HOP_E_CANCELLED, a newer version or parts that do not agree; `path` stands in errors.
 * Whether the patterns were checked, hop_memory_checked() says. */
hop_status hop_store_open(const char *path, const unsigned char *bytes, size_t size,
                          const hop_store_reading *reading, hop_memory **memory);

/* ---- a memory's file written some patterns at a time ---- */

typedef struct hop_store_options {
    bool replace;
    double wait;                 /* seconds, for another process that is replacing the file */
    const hop_image_note *notes; /* [note_count], lent until the end; they become metadata */
    size_t note_count;
    hop_progress progress;
    void *context;
} hop_store_options;

/* A file being written.  Where it replaces one, that is locked from now on: who opens the old file
 * after this and copies it loses nobody's patterns.  HOP_E_EXISTS, HOP_E_WRITE, HOP_E_BUSY,
 * HOP_E_CANCELLED, HOP_E_MEMORY. */
typedef struct hop_store_writer hop_store_writer;
hop_status hop_store_create(const char *path, const hop_store_options *options,
                            hop_store_writer **writer);

/* Appends patterns first ... first+count-1 with their names and labels.  The first call settles
 * shape and dtype; a wider memory (colour after grey, f32 after u8) widens what is there, a
 * narrower one is widened.  HOP_E_SHAPE for another dim; HOP_E_SUPPORT for labels of some patterns
 * only, or queries; HOP_E_CANCELLED.  After a failure only hop_store_abandon() is allowed. */
hop_status hop_store_append(hop_store_writer *writer, const hop_memory *memory, size_t first,
                            size_t count);

/* Patterns so far, and their dim. */
size_t hop_store_count(const hop_store_writer *writer, size_t *dim);

/* Called with the finished memory, lent, to add blobs to (hop_memory_set_blob()). */
typedef hop_status (*hop_store_prepare)(void *context, hop_memory *memory);

/* Puts the file in place with, unless `prepare` is NULL, what that prepares.
 * HOP_E_EMPTY if nothing was appended; HOP_E_WRITE, HOP_E_BUSY.  Frees the writer whatever happens;
 * on failure the old file stays and nothing is left behind. */
hop_status hop_store_commit(hop_store_writer *writer, hop_store_prepare prepare, void *context);
void hop_store_abandon(hop_store_writer *writer);

HOP_END_DECLS

#endif
