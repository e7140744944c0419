/* Files: reading whole, mapping, and the one safe way to write.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_BASE_FILE_H
#define HOP_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include <hopfield/status.h>

/* Reads a whole regular file; *bytes is the caller's to free.  HOP_E_READ, HOP_E_LIMIT if it is
 * larger than `limit` bytes, HOP_E_MEMORY. */
hop_status hop_file_read(const char *path, size_t limit, unsigned char **bytes, size_t *size);

/* Reads up to `size` bytes from the start; *got says how many there were. */
hop_status hop_file_head(const char *path, unsigned char *bytes, size_t size, size_t *got);

/* Maps a regular file read-only; release with hop_file_unmap().  An empty file is HOP_E_FORMAT. */
hop_status hop_file_map(const char *path, const unsigned char **bytes, size_t *size);
void hop_file_unmap(const unsigned char *bytes, size_t size);

bool hop_file_exists(const char *path);
bool hop_file_is_folder(const char *path);

/* A file being written under a temporary name in the folder of `path`. */
typedef struct hop_writer hop_writer;

/* HOP_E_EXISTS if `path` exists and `replace` is false; HOP_E_WRITE if it is something else than a
 * regular file, or its folder cannot be written. */
hop_status hop_writer_open(const char *path, bool replace, hop_writer **writer);
hop_status hop_writer_add(hop_writer *writer, const void *bytes, size_t size);

/* Puts the file in place: fsync, rename, fsync of the folder.  Once this is HOP_OK the file is on
 * disk.  Frees the writer whatever happens; on failure nothing is left behind. */
hop_status hop_writer_commit(hop_writer *writer);

/* Removes the temporary file and frees the writer; NULL is allowed. */
void hop_writer_abandon(hop_writer *writer);

/* open, add, commit. */
hop_status hop_file_write(const char *path, const void *bytes, size_t size, bool replace);

#endif
