/* Large blocks that may lie in a file.  What copies and prepares memories of any size asks for its
 * large blocks here: while a folder is named, they are mapped from files there that have no name,
 * so that they are the system's cache, which it may write out, and not memory of the process.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_BASE_SPILL_H
#define HOP_BASE_SPILL_H

#include <stddef.h>

#include <hopfield/status.h>

/* Blocks that are asked for from now on, of HOP_SPILL_LEAST bytes and more, lie in files of this
 * folder, lent; NULL, as in the beginning: in memory.  Of the whole process: called while it has
 * one thread. */
void hop_spill_into(const char *folder);

#define HOP_SPILL_LEAST ((size_t)1 << 20)

/* As hop_alloc() and hop_realloc(), aligned to a line of the cache; what a block grows by is not
 * cleared.  HOP_E_MEMORY, HOP_E_LIMIT; HOP_E_WRITE where the disk has no room. */
hop_status hop_spill_alloc(size_t count, size_t size, const char *what, void *pointer);
hop_status hop_spill_realloc(size_t count, size_t size, const char *what, void *pointer);

/* NULL is allowed. */
void hop_spill_free(void *block);

#endif
