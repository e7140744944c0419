/* Options that do not exist.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_MISSPELT_H
#define HOP_CLI_MISSPELT_H

#include <argp.h>

enum { CLI_OPTION_BYTES = 64 };

/* The first long option in argv [argc] that neither `argp` nor its children have, nor begins one
 * that they have, without its "=value"; NULL if there is none.  `nearest` becomes the option that
 * was most likely meant, lent, or NULL.  text [CLI_OPTION_BYTES] holds what is returned. */
const char *cli_misspelt_option(const struct argp *argp, int argc, char **argv, char *text,
                                const char **nearest);

#endif
