/* Options that do not exist.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_MISSPELT_H
#define HOP_CLI_MISSPELT_H

#include <argp.h>

/* Ends the program with a usage error if argv [argc] has a long option that neither `argp` nor its
 * children have, nor begins one that they have: it is said, with the option most likely meant. */
void cli_refuse_misspelt(const struct argp *argp, int argc, char **argv);

#endif
