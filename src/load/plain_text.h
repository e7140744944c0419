/* Text as tables and labels want it: UTF-8, with plain blanks and minus signs.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_LOAD_PLAIN_TEXT_H
#define HOP_LOAD_PLAIN_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <hopfield/status.h>

typedef struct hop_plain_text {
    const char *text; /* [size]: the bytes as they were, or `made` */
    size_t size;
    char *made; /* free it; NULL where nothing had to change */
} hop_plain_text;

/* Whether a text may begin so: in UTF-16 (its byte-order mark), or with a sign that becomes a plain
 * one. */
bool hop_plain_text_begins(const unsigned char *bytes, size_t size);

/* UTF-16 with a byte-order mark (Excel's "Unicode text", PowerShell's ">") becomes UTF-8; blanks
 * that do not break, and others that look like one, become a blank; minus signs of typesetting
 * (U+2212) become "-".  A surrogate without its other half becomes U+FFFD.  HOP_E_MEMORY. */
hop_status hop_plain_text_make(const unsigned char *bytes, size_t size, hop_plain_text *plain);

/* A code point as UTF-8; returns how many bytes it has. */
size_t hop_plain_text_letter(uint32_t letter, char to[4]);

#endif
