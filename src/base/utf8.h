/* UTF-8, read one character at a time.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_BASE_UTF8_H
#define HOP_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The character at `text`: its point and its length in bytes.  False, with a length of 1 and the
 * point untouched, where the bytes are not UTF-8 (RFC 3629). */
bool hop_utf8_decode(const char *text, uint32_t *point, size_t *length);

/* Whether a point lies in one of `ranges` [count]. */
typedef struct hop_utf8_range {
    uint32_t first, last;
} hop_utf8_range;
bool hop_utf8_within(uint32_t point, const hop_utf8_range *ranges, size_t count);

/* Controls, line separators, and marks that turn the writing direction: a file name that holds one
 * must not reach a terminal or a page as it is. */
bool hop_utf8_steers(uint32_t point);

/* Makes text harmless to a terminal, in place: what steers, line ends too, and what is not UTF-8
 * becomes '?'. */
void hop_utf8_tame(char *text);

#endif
