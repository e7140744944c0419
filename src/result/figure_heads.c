/* Titles of figures: a heading in bold, and a smaller, softer line below it, from the left.
 * SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "display.h"
#include "figure_parts.h"

/* Terminal columns after which a title goes on in the next line, and to which a line is cut. */
enum { TITLE_LINE = 72, TITLE_MAX = 90, SUBTITLE_LINE = 104, SUBTITLE_MAX = 110 };

/* Heights of the lines of both, in gnuplot's characters. */
static const double TITLE_HEIGHT = 1.2, SUBTITLE_HEIGHT = 1.15;

/* One line of the text, or more where it is long; how many. */
static size_t add_lines(hop_string *out, const char *text, size_t line_most, size_t cut) {
    size_t lines = 1;
    while (hop_table_room(text) > line_most) {
        hop_string line = {0};
        size_t length = 0;
        for (const char *c = strchr(text, ' '); c; c = strchr(c + 1, ' ')) {
            if (length > 0 && (size_t)(c - text) > line_most) break;
            length = (size_t)(c - text);
        }
        if (length == 0) break;
        hop_string_add_bytes(&line, text, length);
        hop_table_quote(out, line.text ? line.text : "", cut);
        hop_string_add(out, " . \"\\n\" . ");
        out->failed = out->failed || line.failed;
        free(line.text);
        text += length + 1;
        lines++;
    }
    hop_table_quote(out, text, cut);
    return lines;
}

/* A title begins with a capital. */
static size_t add_heading(hop_string *out, const char *text) {
    hop_string heading = {0};
    hop_string_add(&heading, "%s", text);
    if (heading.text && !heading.failed) heading.text[0] = (char)toupper(heading.text[0]);
    size_t lines = add_lines(out, heading.text ? heading.text : "", TITLE_LINE, TITLE_MAX);
    out->failed = out->failed || heading.failed;
    free(heading.text);
    return lines;
}

/* Where a block of text ends that stands `height` above its place: gnuplot centres blocks of
 * several lines. */
static void place(hop_string *out, const char *where, double height, size_t lines, double line) {
    hop_string_add(out, " at %s left offset character 0,%.2f noenhanced", where,
                   height + line * ((double)lines - 1) / 2);
}

double hop_table_set_heads(hop_string *out, const hop_figure *figure, const char *where,
                           double above) {
    double height = above;
    if (!figure->title) return 0;
    if (figure->subtitle && *figure->subtitle) {
        hop_string_add(out, "set label ");
        size_t lines = add_lines(out, figure->subtitle, SUBTITLE_LINE, SUBTITLE_MAX);
        place(out, where, height, lines, SUBTITLE_HEIGHT);
        hop_string_add(out, " textcolor rgb '#555555' font small\n");
        height += SUBTITLE_HEIGHT * (double)lines + 0.3;
    }
    hop_string_add(out, "set label ");
    size_t lines = add_heading(out, figure->title);
    place(out, where, height, lines, TITLE_HEIGHT);
    hop_string_add(out, " font ':Bold'\n");
    return height + TITLE_HEIGHT * (double)lines;
}
