/* What `hopfield info` and `hopfield memory info` print.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_INFO_H
#define HOP_CLI_INFO_H

#include <hopfield/memory.h>
#include <hopfield/table.h>

/* Shape, type, range, norms, separations and duplicates of a memory, on standard output. */
hop_status cli_info_memory(const char *path, const hop_memory *memory,
                           const hop_format_row *format);

/* Whether a row of any table has that name, and every row that has: meaning, parameters, limits,
 * sources; one line a parameter in CSV and JSON. */
bool cli_info_is_row(const char *name);
hop_status cli_info_rows(const char *name, const hop_format_row *format);

#endif
