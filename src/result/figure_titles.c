/* What gnuplot leaves undone in an SVG.  Curves have titles, which browsers show where the mouse
 * rests and readers of another sense say: gnuplot writes "gnuplot_plot_1" there, also where the
 * curve has a name.  And the weight of a font is in its name, where no browser looks for it.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "figure_parts.h"
#include "page.h"

static const char GROUP[] = "<g id=\"gnuplot_plot_", OPEN[] = "<title>", CLOSE[] = "</title>";
static const char BOLD[] = "font-family=\":Bold\"";

/* The next plot of the script, a line within a plot command, from `*at` on, which moves behind it;
 * false at the end.  It says which block of the data it draws. */
static bool next_plot(const char **at, size_t *block) {
    for (const char *line = *at; *line;) {
        const char *end = strchr(line, '\n'), *next = end ? end + 1 : line + strlen(line);
        bool plot = strncmp(line, "    ", 4) == 0;
        if (plot && sscanf(line, "    data index %zu ", block) != 1) *block = SIZE_MAX;
        if (plot && strncmp(line, "    keyentry", 12) != 0) {
            *at = next;
            return true;
        }
        line = next;
    }
    return false;
}

static const char *name_of(const hop_figure *figure, size_t block) {
    size_t maps = figure->map ? 1 : 0;
    if (block < maps || block - maps >= figure->curve_count) return NULL;
    const hop_curve *curve = &figure->curves[block - maps];
    return hop_table_curve_named(curve) ? curve->name : NULL;
}

static size_t count_of(const char *text, const char *what) {
    size_t count = 0;
    for (text = strstr(text, what); text; text = strstr(text + 1, what)) count++;
    return count;
}

static void take(hop_string *svg, hop_string *made) {
    if (made->failed) {
        free(made->text);
        return;
    }
    free(svg->text);
    *svg = *made;
}

void hop_table_name_curves(const hop_figure *figure, const char *script, hop_string *svg) {
    size_t plots = 0, block = 0;
    hop_string named = {0};
    for (const char *at = script; next_plot(&at, &block);) plots++;
    bool told = plots == count_of(svg->text, GROUP); /* else none is better than another's */
    const char *from = svg->text, *at = script;
    for (const char *group = strstr(from, GROUP); group; group = strstr(from, GROUP)) {
        const char *title = strstr(group, OPEN), *end = title ? strstr(title, CLOSE) : NULL;
        if (!end) break;
        hop_string_add_bytes(&named, from, (size_t)(title - from));
        const char *name = told && next_plot(&at, &block) ? name_of(figure, block) : NULL;
        if (name) {
            hop_string_add(&named, "<title>");
            hop_page_escape(&named, name);
            hop_string_add(&named, "%s", CLOSE);
        }
        from = end + strlen(CLOSE);
    }
    hop_string_add(&named, "%s", from);
    take(svg, &named);
}

void hop_table_embolden(hop_string *svg) {
    hop_string made = {0};
    const char *from = svg->text;
    for (const char *at = strstr(from, BOLD); at; at = strstr(from, BOLD)) {
        hop_string_add_bytes(&made, from, (size_t)(at - from));
        hop_string_add(&made, "font-family=\"sans-serif\" font-weight=\"bold\"");
        from = at + strlen(BOLD);
    }
    hop_string_add(&made, "%s", from);
    take(svg, &made);
}
