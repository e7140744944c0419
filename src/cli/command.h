/* A command: one file in src/cli with one row, listed in command_list.h.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_COMMAND_H
#define HOP_CLI_COMMAND_H

#include <hopfield/row.h>

/* Exit statuses. */
enum { CLI_DONE = 0, CLI_FAILED = 1, CLI_USAGE = 2, CLI_WRONG = 3 };

typedef struct hop_command {
    hop_row row;
    const char *usage; /* what follows the name: "MEMORY QUERY..." */
    /* argv[0] is "hopfield NAME"; returns the exit status. */
    int (*run)(int argc, char **argv);
} hop_command;

const hop_catalog *cli_command_catalog(void);

/* Says this thread's last failure on standard error, as "hopfield: what, where, what to do"; an
 * interrupted run ends the program as the signal would have.  Returns CLI_USAGE for HOP_E_NAME, a
 * name on the command line that stands for nothing, else CLI_FAILED. */
int cli_fail(hop_status status);

#endif
