/* Tables as aligned text.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_RESULT_TEXT_H
#define HOP_RESULT_TEXT_H

#include <hopfield/table.h>

#include "../base/text.h"

/* What is printed of a table, and how. */
typedef struct hop_table_view {
    size_t width;      /* terminal columns; 0: no limit */
    size_t rows;       /* so many of the first at most */
    unsigned audience; /* columns for these alone; 0: all */
    bool colour;       /* ANSI colours: the header, and rows whose verdict is false */
} hop_table_view;

/* A list of numbers as a curve of at most 12 block characters, the first and last value among
 * them. */
enum { HOP_CURVE_BYTES = 37 };
void hop_table_draw_curve(hop_cell cell, char text[HOP_CURVE_BYTES]);

/* Adds header and rows.  HOP_E_MEMORY. */
hop_status hop_table_add_view(const hop_table *table, const hop_table_view *view, hop_string *out);

#endif
