/* The pictures that came with the program.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_BUILT_IN_H
#define HOP_CLI_BUILT_IN_H

#include <hopfield/status.h>

/* The folder of the built-in pictures, free()d by the caller: beside the source that the program
 * was built in, installed, or (built somewhere else) in the folder it is called from.  HOP_E_READ,
 * with `usage` as what to type instead. */
hop_status cli_built_in(const char *usage, char **folder);

#endif
