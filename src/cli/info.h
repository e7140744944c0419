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

/* Whether a file begins as JSON does. */
bool cli_info_is_json(const char *path);

/* The result in a report's folder; NULL where it is none.  free() it. */
char *cli_info_in_report(const char *path);

/* A result that this program wrote as JSON, once more, and how it was made.  HOP_E_FORMAT for other
 * JSON. */
hop_status cli_info_result(const char *path, hop_result **result);

/* Adds what a table of results, a figure in SVG or PDF, or a report's page says of how it was made;
 * false where it is none of ours. */
bool cli_info_record(const char *path, hop_result *result);

/* Adds what a PNG says of how it was made, where it does. */
void cli_info_notes(const char *path, hop_result *result);

#endif
