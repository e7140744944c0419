/* What becomes of a result: the same options for every command.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_DELIVER_H
#define HOP_CLI_DELIVER_H

#include <argp.h>
#include <stdbool.h>

#include <hopfield/result.h>

/* --format, -o, --force, --figure, --report; --animate of what moves */
typedef struct cli_delivery {
    const hop_renderer_row *format;                   /* on standard output */
    const char *output, *figure, *animation, *report; /* NULL: none */
    bool force, format_given;
} cli_delivery;
extern const struct argp cli_delivery_argp, cli_animation_argp; /* the latter: of what moves */

/* Whether all that is asked for could be written now; own: -o is not looked at. */
hop_status cli_delivery_check(const cli_delivery *delivery, bool own);

/* Writes the files, then prints the result; own: -o is written already.  quiet: without warnings,
 * and not what -o has written, unless --format was given. */
hop_status cli_deliver(const hop_result *result, const cli_delivery *delivery, bool quiet,
                       bool own);

#endif
