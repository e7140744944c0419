/* The bytes of one file that is being read: mapped, or unpacked from gzip.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_LOAD_BYTES_H
#define HOP_LOAD_BYTES_H

#include <stdbool.h>
#include <stddef.h>

#include <hopfield/memory.h>

/* Zeros make an empty one. */
typedef struct hop_bytes {
    const char *path;   /* for sentences; lent */
    const char *member; /* what stood behind "file:", or NULL; lent */
    const unsigned char *bytes;
    size_t size;
    bool partial; /* more would come, which was not asked for */
    const unsigned char *mapped;
    size_t mapped_size;
    unsigned char *unpacked, *part; /* what gzip held; a small file, or what a member of an archive
                                       held; or NULL */
    bool small;                     /* asked for: read, not mapped, if that is sooner */
    hop_progress progress;          /* told while much is read, may cancel it; or NULL */
    void *context;
} hop_bytes;

/* Tells how many bytes were read; HOP_E_CANCELLED if that is to end. */
hop_status hop_bytes_progress(const hop_bytes *source, size_t done, size_t total);

/* So many first bytes are looked at to recognise a file: HDF5 may begin behind 2048 others. */
enum { HOP_BYTES_HEAD = 2048 + 8 };

/* The first bytes of a file, unpacked if it is packed by gzip; *got says how many there were. */
hop_status hop_bytes_head(const char *file, unsigned char head[HOP_BYTES_HEAD], size_t *got);

/* Maps a file; of *source what is asked for is kept, the rest filled.  What is packed is
 * unpacked up to `needed` bytes, or to its end where that is 0. HOP_E_READ, HOP_E_FORMAT,
 * HOP_E_LIMIT, HOP_E_MEMORY, HOP_E_CANCELLED; then there is nothing to close. */
hop_status hop_bytes_open(const char *file, const char *member, size_t needed, hop_bytes *source);
void hop_bytes_close(hop_bytes *source);

/* Hands the bytes over: *owner gives them back, and closing the source does not.  False for a
 * small file or a member of an archive. */
bool hop_bytes_hand_over(hop_bytes *source, hop_memory_owner *owner);

#endif
