/* Numbers and cells as text.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TABLE_NUMBER_H
#define HOP_TABLE_NUMBER_H

#include <hopfield/table.h>

#include "../base/text.h"

/* `value` to so many significant digits, whatever the locale: "0.333", "1e-30", "nan"; 0 digits:
 * as many as it takes to read back equal. */
void hop_table_round(double value, int digits, char text[32]);

/* How much of the unit of a count is said: of 1 "patterns" it is "pattern". */
int hop_table_unit_length(const char *unit, size_t count);

/* Hands the finished string over to *text; HOP_E_MEMORY, freed, if an addition to it failed. */
hop_status hop_table_finish(hop_string *string, char **text);

/* Every note as a line "# key: text"; what would steer a terminal or end the line is '?'. */
void hop_table_note_lines(const hop_table *table, hop_string *out);

#endif
