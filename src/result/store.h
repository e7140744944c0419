/* What renderers need of a table beyond the public getters.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TABLE_STORE_H
#define HOP_TABLE_STORE_H

#include <hopfield/table.h>

/* HOP_E_MEMORY if a cell or a note was lost; asserts that the last row is complete. */
hop_status hop_table_ready(const hop_table *table);

#endif
