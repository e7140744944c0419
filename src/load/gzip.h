/* Gzip files in memory; the only user of zlib here.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_LOAD_GZIP_H
#define HOP_LOAD_GZIP_H

#include <hopfield/status.h>

#include <stdbool.h>
#include <stddef.h>

/* Starts with the two bytes of every gzip file. */
bool hop_gzip_recognise(const unsigned char *head, size_t size);

/* Unpacks up to `want` bytes from the start of a file of which bytes [size] are there; returns how
 * many came before its end, or before damage. */
size_t hop_gzip_peek(const unsigned char *bytes, size_t size, unsigned char *out, size_t want);

/* The most bytes that can come out of a file of `size`. */
size_t hop_gzip_most(size_t size);

/* Who is told while it lasts, and may cancel it. */
typedef struct hop_gzip_asking {
    hop_progress progress; /* or NULL */
    void *context;
} hop_gzip_asking;

/* Unpacks a file, its first `needed` bytes at least; 0: all of it.  *out [*got] is the caller's to
 * free; *whole: that is all there was, and its checksum is right.  Nothing is allocated that cannot
 * come out of `size` bytes.  HOP_E_FORMAT (damaged, truncated), HOP_E_LIMIT for more than 4 GiB
 * that nobody has declared, HOP_E_MEMORY, HOP_E_CANCELLED.  `asking` may be NULL. */
hop_status hop_gzip_unpack(const char *name, const unsigned char *bytes, size_t size, size_t needed,
                           const hop_gzip_asking *asking, unsigned char **out, size_t *got,
                           bool *whole);

/* A file that is unpacked piece by piece; name and bytes [size] are lent to it.  HOP_E_MEMORY. */
typedef struct hop_gzip hop_gzip;
hop_status hop_gzip_open(const char *name, const unsigned char *bytes, size_t size,
                         hop_gzip **file);

/* Its next bytes, `want` of them or, at its end alone, fewer: then its checksum was right.
 * HOP_E_FORMAT (damaged, truncated). */
hop_status hop_gzip_read(hop_gzip *file, unsigned char *out, size_t want, size_t *got);

/* NULL is allowed. */
void hop_gzip_close(hop_gzip *file);

#endif
