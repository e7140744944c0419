/* The options of every command as lines, from which manual pages and completions are made.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_OPTIONS_PRINT_H
#define HOP_CLI_OPTIONS_PRINT_H

#include <argp.h>

#include <hopfield/row.h>

/* The word that asks for them, which no help names: "hopfield --print-options" for the commands and
 * rows, "hopfield COMMAND --print-options" for those of a command. */
extern const char cli_print_options_word[];

/* "row TABLE NAME TITLE" of every table, commands and experiments among them, apart by tabs. */
void cli_print_commands(const hop_catalog *commands);

/* "usage", "about", "option NAMES ARGUMENT MEANING" and "example" lines, apart by tabs, in the
 * order of the help; `about` is the text in front of the options.  A line break within is a line
 * more. */
void cli_print_options(const struct argp *argp, const char *about);

#endif
