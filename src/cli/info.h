/* What `hopfield info NAME` says.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_INFO_H
#define HOP_CLI_INFO_H

#include <hopfield/result.h>
#include <hopfield/row.h>

/* Every row of that name: meaning, parameters, limits, sources; false if no table has one. */
bool cli_info_rows(const hop_catalog *commands, const char *name, hop_result *result);

/* What a file may cost at most. */
void cli_info_limits(hop_result *result);

#endif
