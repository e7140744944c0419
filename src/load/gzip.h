/* Gzip files in memory; the only user of zlib.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_LOAD_GZIP_H
#define HOP_LOAD_GZIP_H

#include <hopfield/status.h>

#include <stdbool.h>
#include <stddef.h>

/* Starts with the two bytes of every gzip file. */
bool hop_gzip_recognise(const unsigned char *head, size_t size);

/* Unpacks up to `want` bytes from the start; *got says how many there were.  HOP_E_FORMAT for
 * damage before them. */
hop_status hop_gzip_head(const char *name, const unsigned char *bytes, size_t size,
                         unsigned char *out, size_t want, size_t *got);

/* Unpacks a file that must hold exactly `expected` bytes; *out is the caller's to free.  Nothing is
 * allocated if so many cannot come out of `size` bytes.  HOP_E_FORMAT, HOP_E_MEMORY. */
hop_status hop_gzip_unpack(const char *name, const unsigned char *bytes, size_t size,
                           size_t expected, unsigned char **out);

#endif
