/* Tables of numbers as text.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_LOAD_CSV_H
#define HOP_LOAD_CSV_H

#include "loader.h"

/* Reads text [size]: numbers between commas, one row a line, all rows of one length.  A first line
 * without any number is a header and is left out, as are empty lines and lines that begin with '#'.
 * An empty field or "nan" is unknown,
 * which queries and matrices may hold; infinities are for matrices.  *values [rows x columns] is
 * the caller's to free.  `name` stands in errors, with line and column, counted from 1:
 * HOP_E_FORMAT, HOP_E_VALUE for a number that is not finite, HOP_E_EMPTY, HOP_E_MEMORY. */
hop_status hop_csv_parse(const char *name, const char *text, size_t size, hop_memory_role role,
                         double **values, size_t *rows, size_t *columns);

#endif
