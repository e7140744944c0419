/* Every table of rows that the program knows.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_CATALOGS_H
#define HOP_CLI_CATALOGS_H

#include <hopfield/row.h>

/* All catalogs; returns how many.  commands: that of the commands, or NULL to leave it out. */
enum { CLI_CATALOGS = 16 };
size_t cli_catalogs(const hop_catalog *commands, const hop_catalog *catalogs[CLI_CATALOGS]);

#endif
