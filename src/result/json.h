/* Results as JSON values: see docs/JSON.md.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_RESULT_JSON_H
#define HOP_RESULT_JSON_H

#include <hopfield/figure.h>
#include <hopfield/table.h>

#include "../base/json.h"

/* All NULL without memory. */

/* The rows as a list of objects; of columns without names, as a list of lists. */
hop_json *hop_table_json(const hop_table *table);

/* One value: of a fact or a cell. */
hop_json *hop_cell_json(hop_cell_kind kind, hop_cell cell);

/* Numbers [count]; NULL: null. */
hop_json *hop_table_json_numbers(const double *numbers, size_t count);

/* All that hop_figure_parse() needs to make the same figure. */
hop_json *hop_figure_json(const hop_figure *figure);

/* Sets the member at a path, "memory.dim", making the objects on the way; takes `value` over. */
bool hop_json_put(hop_json *object, const char *path, hop_json *value);

#endif
