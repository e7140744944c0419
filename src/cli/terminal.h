/* The terminal that results are shown on.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_TERMINAL_H
#define HOP_CLI_TERMINAL_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

/* Whether `out` is a terminal that wants colour: NO_COLOR is not set. */
bool cli_wants_colour(FILE *out);

/* Columns of the terminal behind `out`; $COLUMNS or 80 where there is none. */
size_t cli_width(FILE *out);

/* A sentence in which no name can steer the terminal, cut to its room. */
enum { CLI_LINE = 4096 };
void cli_print_tame(char text[CLI_LINE], const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

/* A line on standard error, "hopfield: ...", in which no name can steer the terminal. */
void cli_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
