/* The terminal that results are shown on.
 * SPDX-License-Identifier: MIT */
#include "terminal.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "../base/text.h"

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
