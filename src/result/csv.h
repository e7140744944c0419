/* Tables as comma-separated values.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_RESULT_CSV_H
#define HOP_RESULT_CSV_H

#include <hopfield/table.h>

#include "../base/text.h"

/* Adds names and rows. */
void hop_table_add_csv(const hop_table *table, hop_string *out);

#endif
