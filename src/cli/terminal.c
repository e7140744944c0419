/* The terminal that results are shown on.
 * SPDX-License-Identifier: MIT */
#include "terminal.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "../base/text.h"
#include "../base/utf8.h"

bool cli_wants_colour(FILE *out) {
    const char *never = getenv("NO_COLOR");
    return isatty(fileno(out)) && !(never && *never);
}

size_t cli_width(FILE *out) {
    struct winsize window;
    if (ioctl(fileno(out), TIOCGWINSZ, &window) == 0 && window.ws_col > 0) return window.ws_col;
    const char *columns = getenv("COLUMNS");
    double value = 0;
    bool given = columns && hop_text_parse_number(columns, &value) && value >= 20 && value < 1000;
    return given ? (size_t)value : 80;
}

void cli_print_tame(char text[CLI_LINE], const char *format, va_list arguments) {
    vsnprintf(text, CLI_LINE, format, arguments);
    hop_utf8_tame(text);
}

void cli_say(const char *format, ...) {
    char text[CLI_LINE];
    va_list arguments;
    va_start(arguments, format);
    cli_print_tame(text, format, arguments);
    va_end(arguments);
    fprintf(stderr, "hopfield: %s\n", text);
}
