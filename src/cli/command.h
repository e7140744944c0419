/* A command: one file in src/cli with one row, listed in command_list.h.  main reads its arguments,
 * lets it compute a result, and delivers that: a command prints nothing.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_COMMAND_H
#define HOP_CLI_COMMAND_H

#include <argp.h>

#include <hopfield/row.h>

#include "deliver.h"
#include "options.h"

/* Exit statuses. */
enum { CLI_DONE = 0, CLI_FAILED = 1, CLI_USAGE = 2, CLI_WRONG = 3 };

/* What every command is given. */
typedef struct cli_context {
    const char *command;
    const hop_catalog *commands; /* all of them; NULL where the command asks for none */
    int argc;
    char **argv;
    cli_run run;           /* --threads, --quiet */
    cli_delivery delivery; /* --format, -o, --force, --figure, --report */
} cli_context;

/* An empty result of this command line; seed: NULL where chance has no part. */
hop_status cli_result(const cli_context *context, const cli_seed *seed, hop_result **result);

typedef struct hop_command {
    hop_row row;
    const char *usage; /* what follows the name: "MEMORY QUERY..." */

    /* Its own options; main adds those of the context.  The parser's input is its arguments;
     * NULL: it has no options. */
    const struct argp *argp;
    size_t size;        /* of its arguments */
    const void *preset; /* the arguments before any is read; NULL: zeros */

    /* Endings of -o that it writes itself, ".npy .png /" ("/": a folder); NULL: none.  It checks
     * them, too. */
    const char *writes;

    /* Whether it writes -o itself whatever the ending; and told once all is delivered.  Or NULL. */
    bool (*owns)(const void *arguments);
    void (*delivered)(void *arguments);

    bool moves; /* its result has what --animate shows */

    /* The file that is in its place even where the result cannot be shown; NULL: none. */
    const char *(*written)(const void *arguments);

    /* All ranks compute it together (src/base/ranks.h); else rank 0 does alone. */
    bool shared;

    hop_status (*compute)(void *arguments, cli_context *context, hop_result **result);

    /* In place of all this, of commands that print for themselves. */
    int (*run)(const hop_catalog *commands, int argc, char **argv);
} hop_command;

/* Parses, computes, delivers; returns the exit status.  commands: for cli_context. */
int cli_command_run(const hop_command *command, const hop_catalog *commands, int argc, char **argv);

/* Says this thread's last failure on standard error, as "hopfield: what, where, what to do"; an
 * interrupted run ends the program as the signal would have.  Returns CLI_USAGE for HOP_E_NAME, a
 * name on the command line that stands for nothing, else CLI_FAILED. */
int cli_fail(hop_status status);

#endif
