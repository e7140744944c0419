/* Numbers and cells as text.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TABLE_NUMBER_H
#define HOP_TABLE_NUMBER_H

#include <hopfield/table.h>

#include "../base/text.h"

/* `value` to so many significant digits, whatever the locale: "0.333", "1e-30", "nan"; 0 digits:
 * as many as it takes to read back equal. */
void hop_table_round(double value, int digits, char text[32]);

/* Hands the finished string over to *text; HOP_E_MEMORY, freed, if an addition to it failed. */
hop_status hop_table_finish(hop_string *string, char **text);

/* Every note as a line "# key: text"; what would steer a terminal or end the line is '?'.  Notes of
 * more than `width` columns, unless that is 0, go on after "#   ", broken between words; a command
 * stays whole, to be copied. */
void hop_table_note_lines(const hop_table *table, size_t width, hop_string *out);

#endif
