/* The pictures that came with the program.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_BUILT_IN_H
#define HOP_CLI_BUILT_IN_H

#include <stdbool.h>

#include <hopfield/status.h>

/* The sets there are, in words. */
#define CLI_BUILT_IN_NAMES "glyphs, ornaments and pictograms"

/* The folder that has them in its folder patterns/, lent; NULL: it was not found.  For
 * hop_load_options: what is not there as it is given may be there. */
const char *cli_built_in_folder(void);

/* Whether a set of them is called so: "glyphs". */
bool cli_built_in_has(const char *name);

/* The folder of the pictograms, free()d by the caller.  HOP_E_READ, with `usage` as what to type
 * instead. */
hop_status cli_built_in(const char *usage, char **folder);

#endif
