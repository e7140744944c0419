/* Text for people, in lines that fit.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_WRAP_H
#define HOP_CLI_WRAP_H

#include <stdio.h>

/* Prints `text` in lines of at most `width` columns, broken between words, further lines indented;
 * ends the last. */
void cli_print_wrapped(FILE *out, const char *text, size_t indent, size_t width);

/* `text` with its indented lines, which are commands, broken between words where they take more
 * than `width` columns, by a backslash at the end, as a shell reads them.  free()d by the caller;
 * NULL if there is not enough memory. */
char *cli_wrap_commands(const char *text, size_t width);

#endif
