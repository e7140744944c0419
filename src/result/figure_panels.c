/* Small figures beside each other, with the same axes: one for each panel that curves name.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "display.h"
#include "figure_parts.h"

/* Pixels of a picture 840 wide: a row of panels, what is above all of them and below, the first
 * line of the key included, another line of it; an entry of the key besides its name, and a letter.
 */
enum { HEIGHT_ROW = 150, OVER = 84, BELOW = 76, KEY_LINE = 19, KEY_SAMPLE = 43 };

/* Where the last line of the titles is, from above, and the label of the axis, over the key's first
 * line: terminals differ in what a character is. */
enum { TITLE = 44, AXIS_LABEL = 35 };
static const double LETTER = 7.2;

/* The panels' part of the width, and what is between two of them. */
static const double LEFT = 0.09, RIGHT = 0.98, BETWEEN = 0.035;

static size_t columns_of(const hop_figure *figure) {
    size_t count = hop_table_panels(figure);
    return count < HOP_PANELS_ACROSS ? count : HOP_PANELS_ACROSS;
}

/* Lines of the key, which gnuplot breaks where one would be wider than a panel. */
static size_t key_lines(const hop_figure *figure) {
    size_t names = 0, widest = 0, columns = columns_of(figure);
    const char *panel = figure->curves[0].panel;
    for (size_t c = 0; c < figure->curve_count; c++) {
        const hop_curve *curve = &figure->curves[c];
        if (!hop_table_in_key(figure, curve) || !curve->panel || strcmp(curve->panel, panel) != 0)
            continue;
        size_t room = hop_table_room(curve->name);
        widest = room > widest ? room : widest;
        names++;
    }
    double width = 840 * (RIGHT - LEFT - BETWEEN * (double)(columns - 1)) / (double)columns;
    size_t across = (size_t)(width / (KEY_SAMPLE + LETTER * (double)widest));
    across = across > 0 ? across : 1;
    return names > 0 ? (names + across - 1) / across : 1;
}

static double below(const hop_figure *figure) {
    return BELOW + KEY_LINE * (double)(key_lines(figure) - 1);
}

double hop_table_panels_height(const hop_figure *figure) {
    return HEIGHT_ROW * (double)hop_table_panel_rows(figure) - 30 + OVER + below(figure);
}

static void set_layout(hop_string *out, const hop_figure *figure) {
    double height = hop_table_panels_height(figure);
    hop_string_add(out,
                   "set multiplot layout %zu,%zu margins screen %g,%g,%.4f,%.4f "
                   "spacing screen %g,%.4f\nset tics font small\n",
                   hop_table_panel_rows(figure), columns_of(figure), LEFT, RIGHT,
                   below(figure) / height, 1 - OVER / height, BETWEEN, 50 / height);
}

/* What is said once: the titles, and the labels of both axes. */
static void set_labels(hop_string *out, const hop_figure *figure) {
    double height = hop_table_panels_height(figure);
    char where[64];
    snprintf(where, sizeof where, "screen 0.02, screen %.4f", 1 - TITLE / height);
    hop_table_set_heads(out, figure, where, 0);
    hop_string_add(out, "set label ");
    hop_table_quote(out, figure->x_label ? figure->x_label : "", HOP_LABEL_MAX);
    hop_string_add(out, " at screen 0.535, screen %.4f center noenhanced\nset label ",
                   (below(figure) - BELOW + AXIS_LABEL) / height);
    hop_table_quote(out, figure->y_label ? figure->y_label : "", HOP_LABEL_MAX);
    /* Beside a single row there is no room for large letters. */
    hop_string_add(out, " at screen 0.022, screen %.4f center rotate by 90 noenhanced%s\n",
                   0.5 + (below(figure) - OVER) / 2 / height,
                   hop_table_panel_rows(figure) == 1 ? " font small" : "");
    hop_string_add(out, "set key at screen 0.535, screen 0.01 center bottom horizontal Left "
                        "reverse noenhanced samplen 2\n");
}

void hop_table_plot_panels(hop_string *out, const hop_figure *figure, const hop_frame *frame,
                           hop_picture picture) {
    size_t shown = 0;
    set_layout(out, figure);
    set_labels(out, figure);
    for (size_t c = 0; c < figure->curve_count; c++) {
        if (!hop_table_panel_begins(figure, c)) continue;
        hop_string_add(out, "set title ");
        hop_table_quote(out, figure->curves[c].panel, HOP_NAME_MAX);
        hop_string_add(out, " noenhanced font panel offset 0,-0.6\n");
        hop_table_plot(out, figure, frame, picture, figure->curves[c].panel, shown == 0);
        if (shown++ == 0) hop_string_add(out, "unset label\nunset key\n");
    }
    hop_string_add(out, "unset multiplot\n");
}
