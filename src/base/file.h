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

/* Reads a regular file of at most `most` bytes; *bytes is NULL, and nothing read, if it has more or
 * none.  Sooner than mapping where it is small: with several threads, the end of a mapping
 * interrupts them all. */
hop_status hop_file_take(const char *path, size_t most, unsigned char **bytes, size_t *size);

/* Reads up to `size` bytes from the start; *got says how many there were. */
hop_status hop_file_head(const char *path, unsigned char *bytes, size_t size, size_t *got);

/* Maps a regular file read-only; release with hop_file_unmap().  An empty file is HOP_E_FORMAT. */
hop_status hop_file_map(const char *path, const unsigned char **bytes, size_t *size);

/* Asks for the pages of a mapped file's bytes at once: half of the time that they take one after
 * another, as they are read. */
void hop_file_expect(const unsigned char *bytes, size_t size);

/* Tells the system that bytes of a file mapped by hop_file_map() will not be read again soon: they
 * leave this process, and are fetched again when they are.  Never for other memory, whose contents
 * would be lost. */
void hop_file_forget(const unsigned char *bytes, size_t size);
void hop_file_unmap(const unsigned char *bytes, size_t size);

bool hop_file_exists(const char *path);
bool hop_file_is_folder(const char *path);

/* How long to wait for another process that is replacing the same file.  progress is told now and
 * then, and may cancel; NULL: nobody. */
typedef struct hop_wait {
    double seconds;
    hop_progress progress;
    void *context;
} hop_wait;

/* Locks the file `path` against others who would replace it, until hop_file_unlock(); *lock is a
 * descriptor of it, or -1 where there is no such file or none can be locked.  HOP_E_BUSY if it is
 * locked by another for longer than the wait, HOP_E_CANCELLED. */
hop_status hop_file_lock(const char *path, const hop_wait *wait, int *lock);
void hop_file_unlock(int lock);

/* Whether `path` still names the file that was locked; true where nothing was. */
bool hop_file_is_locked(const char *path, int lock);

/* Gives a new file the rights, owner, group and access list of the one that is open as `old`; what
 * this process may not hand on is left out, and never widened. */
hop_status hop_file_copy_rights(const char *path, int old, int fresh);

/* A file being written under a temporary name in the folder of `path`.  Where it replaces another,
 * that one is locked from now on, so that who reads and replaces loses nobody's work.  What killed
 * writers of the same file left behind is removed. */
typedef struct hop_writer hop_writer;

/* HOP_E_EXISTS if `path` exists and `replace` is false; HOP_E_WRITE if it is something else than a
 * regular file, or its folder cannot be written; HOP_E_BUSY, HOP_E_CANCELLED as hop_file_lock().
 * wait: NULL for a minute. */
hop_status hop_writer_open_within(const char *path, bool replace, const hop_wait *wait,
                                  hop_writer **writer);
hop_status hop_writer_open(const char *path, bool replace, hop_writer **writer);

/* Whether it could be opened at all, now; locks nothing and leaves nothing. */
hop_status hop_writer_check(const char *path, bool replace);

hop_status hop_writer_add(hop_writer *writer, const void *bytes, size_t size);

/* Replaces bytes that were added before, from `offset` on. */
hop_status hop_writer_put(hop_writer *writer, size_t offset, const void *bytes, size_t size);

/* What is added next goes to `offset`. */
hop_status hop_writer_seek(hop_writer *writer, size_t offset);

/* Reads back bytes that were written; maps all that was (release with hop_file_unmap()). */
hop_status hop_writer_get(const hop_writer *writer, size_t offset, void *bytes, size_t size);
hop_status hop_writer_map(const hop_writer *writer, const unsigned char **bytes, size_t *size);

/* Puts the file in place: fsync, rename, fsync of the folder.  Once this is HOP_OK the file is on
 * disk, with the rights and the owner of the one it replaced.  Frees the writer whatever happens;
 * on failure nothing is left behind.  HOP_E_BUSY if the file was replaced by a program that asks
 * for no lock. */
hop_status hop_writer_commit(hop_writer *writer);

/* Removes the temporary file and frees the writer; NULL is allowed. */
void hop_writer_abandon(hop_writer *writer);

/* open, add, commit. */
hop_status hop_file_write(const char *path, const void *bytes, size_t size, bool replace);

#endif
