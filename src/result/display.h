/* How much room text takes on a terminal, and text made safe to show there.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TABLE_DISPLAY_H
#define HOP_TABLE_DISPLAY_H

#include <stddef.h>

#include "../base/text.h"

/* Terminal columns that `text` (UTF-8) takes as hop_table_show() writes it: wide letters and
 * pictures two, marks that join the letter before none. */
size_t hop_table_room(const char *text);

/* Adds `text`, with an ellipsis where it is wider than `width` > 0 columns; returns the columns
 * taken.  Control characters, marks that turn the writing direction, and bytes that are no UTF-8
 * are shown as '?': a file name must not steer the terminal. */
size_t hop_table_show(hop_string *out, const char *text, size_t width);

#endif
