/* Tables of numbers as text: comma-separated values and their relatives.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_LOAD_CSV_H
#define HOP_LOAD_CSV_H

#include <hopfield/memory.h>

#include "../base/text.h"
#include "csv_layout.h"

/* A table that has been read; clear it with hop_csv_clear(). */
typedef struct hop_csv {
    hop_csv_layout layout;
    double *values; /* [rows x columns], the columns that are numbers of patterns */
    size_t rows, columns;
    hop_string labels, names; /* zero-terminated words, one a row; empty if there are none */
} hop_csv;

/* Reads text [size]: one row a line, all of one length; empty lines and lines that begin with '#'
 * are left out.  An empty field or "nan" is unknown, which queries and matrices may hold;
 * infinities are for matrices.  `file` stands in errors, with line and column, counted from 1:
 * HOP_E_FORMAT, HOP_E_VALUE for a number that is not finite, HOP_E_NAME as hop_csv_find_layout(),
 * HOP_E_MEMORY. */
hop_status hop_csv_parse(const char *file, const char *text, size_t size, hop_memory_role role,
                         const hop_csv_wishes *wishes, hop_csv *csv);
void hop_csv_clear(hop_csv *csv);

#endif
