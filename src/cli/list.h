/* Every table of rows that the program knows.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_LIST_H
#define HOP_CLI_LIST_H

#include <hopfield/row.h>

/* All catalogues; *count says how many. */
const hop_catalog *const *cli_catalogs(size_t *count);

#endif
