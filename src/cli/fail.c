/* How a failure is said.
 * SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stdio.h>

#include "command.h"
#include "interrupt.h"
#include "options.h"
#include "ranks.h"
#include "terminal.h"

int cli_fail(hop_status status) {
    const char *detail = hop_status_detail();
    int exit_status = status == HOP_E_NAME ? CLI_USAGE : CLI_FAILED;
    cli_say("%s", *detail ? detail : hop_status_text(status));
    if (status == HOP_E_CANCELLED) cli_interrupt_finish();
    cli_ranks_fail(exit_status);
    return exit_status;
}

void cli_refuse(const struct argp_state *state, const char *format, ...) {
    char text[CLI_LINE];
    va_list arguments;
    va_start(arguments, format);
    cli_print_tame(text, format, arguments);
    va_end(arguments);
    argp_error(state, "%s", text);
}
