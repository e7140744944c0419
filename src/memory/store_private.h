/* What a memory's own file is made of.
 *
 * Version 2: the patterns, then labels, names and what was prepared, then "checksums": the XXH3-128
 * of every HOP_STORE_CHUNK bytes of the data before it, so that a file is written in one pass and
 * checked in parts, by several threads.  The checksum in the metadata is that of the header, with
 * zeros for its digits, and of these checksums.
 * Version 1, still read: labels, patterns, names; one checksum over the whole file.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_STORE_PRIVATE_H
#define HOP_STORE_PRIVATE_H

#include <hopfield/store.h>

#include "../base/checksum.h"
#include "../base/safetensors.h"

#define HOP_STORE_VERSION   2
#define HOP_STORE_PATTERNS  "patterns"
#define HOP_STORE_NAMES     "names"
#define HOP_STORE_LABELS    "labels"
#define HOP_STORE_CLASSES   "classes"
#define HOP_STORE_CHECKSUMS "checksums"
#define HOP_STORE_VALUES    "values"    /* a note: hop_memory_checksum() */
#define HOP_STORE_PREPARED  "prepared." /* and the name of a blob */

/* This stands before the digits of the checksum. */
#define HOP_STORE_MARK   "\"checksum\":\""
#define HOP_STORE_DIGITS 32

/* Tensor data start at a multiple of this many bytes, and so does the content of a blob: its tensor
 * begins with as many bytes as that takes. */
#define HOP_STORE_ALIGNMENT 64

#define HOP_STORE_CHUNK ((size_t)1 << 20)

/* The checksums of data that come piece by piece; zeros make an empty one. */
typedef struct hop_store_chunks {
    hop_checksum *state; /* of the chunk that is being filled */
    size_t filled;       /* bytes of it */
    unsigned char (*digests)[HOP_DIGEST_BYTES];
    size_t count, capacity;
} hop_store_chunks;

hop_status hop_store_chunks_add(hop_store_chunks *chunks, const void *bytes, size_t size);
/* Closes the last chunk. */
hop_status hop_store_chunks_finish(hop_store_chunks *chunks);
/* Forgets everything, for data that are written anew. */
void hop_store_chunks_clear(hop_store_chunks *chunks);

/* The digits for the file's header [size], as framed and with any digits in it, and its checksums
 * [digests x HOP_DIGEST_BYTES].  HOP_E_FORMAT, naming `path`, if the header has no place for them.
 */
hop_status hop_store_sign(const char *path, const unsigned char *header, size_t size,
                          const void *digests, size_t bytes, char digits[HOP_STORE_DIGITS + 1]);

/* Where the digits stand in a framed header [size]; HOP_E_FORMAT. */
hop_status hop_store_find_digits(const char *path, const unsigned char *header, size_t size,
                                 size_t *at);

/* Checks a file whose header has been read: header and checksums, then everything, or all tensors
 * but the patterns and, of HOP_CHECK_QUICK, what was prepared.  A version 1 file is checked whole.
 * HOP_E_FORMAT, HOP_E_CANCELLED. */
hop_status hop_store_check(const char *path, const unsigned char *bytes, size_t size,
                           const hop_safetensors *file, bool whole,
                           const hop_store_reading *reading);

/* Whether it holds what was prepared from the patterns. */
bool hop_store_is_prepared(const hop_tensor *tensor);

/* 1 or 2.  HOP_E_FORMAT for a newer one, or none. */
hop_status hop_store_version(const char *path, const hop_safetensors *file, int *version);

#endif
