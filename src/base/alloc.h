/* Checked allocation: products of sizes that overflow are refused, failures are sentences.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_BASE_ALLOC_H
#define HOP_BASE_ALLOC_H

#include <stdbool.h>
#include <stddef.h>

#include <hopfield/status.h>

/* *product = a * b; false, *product untouched, on overflow. */
bool hop_size_multiply(size_t a, size_t b, size_t *product);

/* *sum = a + b; false, *sum untouched, on overflow. */
bool hop_size_add(size_t a, size_t b, size_t *sum);

/* `count` zeroed elements of `size` bytes into *pointer (a `T *`, passed as &pointer); at least one
 * byte, so that success is never NULL.  what: "keys", for the sentence.  Release with free().
 * HOP_E_LIMIT on overflow, HOP_E_MEMORY with the size in MiB. */
hop_status hop_alloc(size_t count, size_t size, const char *what, void *pointer);

/* Grows *pointer to `count` elements, contents kept; on failure it stays as it was. */
hop_status hop_realloc(size_t count, size_t size, const char *what, void *pointer);

/* What a processor reads at once: vectors that begin on such a boundary are read without a second
 * look.  hop_align() is the first one at or behind `block`, which has HOP_LINE bytes to spare. */
enum { HOP_LINE = 64 };

void *hop_align(void *block);

/* From now on an allocation after which this process would have more than `bytes` of memory of its
 * own is refused, before it is made, with HOP_E_LIMIT; 0, as at first: no limit.  Small ones are
 * not asked about.  For the program; a library leaves its host alone. */
void hop_alloc_limit(size_t bytes);

/* A copy of `text`; NULL stays NULL. */
hop_status hop_copy_text(const char *text, char **copy);

#endif
