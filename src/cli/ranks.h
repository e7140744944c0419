/* The program as one of several ranks: rank 0 speaks for all.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_RANKS_H
#define HOP_CLI_RANKS_H

#include <hopfield/status.h>

/* Joins the others; ranks behind the first write nothing from then on. */
hop_status cli_ranks_begin(int *argc, char ***argv);

/* After a failure: returns once all ranks have failed alike, which rank 0 has said; where this one
 * is alone in it, says so and ends them all. */
void cli_ranks_fail(int exit_status);

#endif
