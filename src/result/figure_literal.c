/* Words and numbers in a gnuplot script.
 * SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "display.h"
#include "figure_parts.h"

/* Besides letters and digits, what a literal may hold as it is. */
static const char PLAIN[] = " .,:;()[]<>=+-*/^_%&?";

/* Letters, digits, UTF-8 and what gnuplot gives no meaning to stand as they are; the rest is octal.
 * Single quotes with '' for an apostrophe would read better, but gnuplot 5.4 mistakes a leading
 * one for the end of the text. */
static bool stands_for_itself(char c) {
    return isalnum((unsigned char)c) || (unsigned char)c >= 0x80 || strchr(PLAIN, c);
}

void hop_table_quote(hop_string *out, const char *text, size_t width) {
    hop_string shown = {0};
    hop_table_show(&shown, text, width);
    hop_string_add(out, "\"");
    for (const char *c = shown.text; c && *c; c++)
        hop_string_add(out, stands_for_itself(*c) ? "%c" : "\\%03o", (unsigned char)*c);
    hop_string_add(out, "\"");
    out->failed = out->failed || shown.failed;
    free(shown.text);
}

void hop_table_set_text(hop_string *out, const char *what, const char *text, size_t width) {
    if (!text) return;
    hop_string_add(out, "set %s ", what);
    hop_table_quote(out, text, width);
    hop_string_add(out, " noenhanced\n");
}

void hop_table_set_range(hop_string *out, const char *name, double low, double high) {
    char from[32], to[32];
    hop_text_number(low, from);
    hop_text_number(high, to);
    hop_string_add(out, "set %srange [%s:%s]\n", name, from, to);
}
