/* The program as one of several ranks: rank 0 speaks for all.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_RANKS_H
#define HOP_CLI_RANKS_H

#include <hopfield/memory.h>

/* Joins the others; ranks behind the first write nothing from then on. */
hop_status cli_ranks_begin(int *argc, char ***argv);

/* After a failure: returns once all ranks have failed alike, which rank 0 has said; where this one
 * is alone in it, says so and ends them all. */
void cli_ranks_fail(int exit_status);

/* All ranks must have the same patterns: HOP_E_FORMAT with `path` where one has others. */
hop_status cli_ranks_check_memory(const char *path, const hop_memory *memory);

#endif
