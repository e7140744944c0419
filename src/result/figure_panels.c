/* Small figures beside each other, with the same axes: one for each panel that curves name.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "figure_parts.h"

/* Where the titles' lower end is, from the picture's upper edge, in gnuplot's characters. */
static const double BELOW_EDGE = -2.6;

/* Room below and above the panels, of a picture as high as hop_table_terminal() has it, about. */
enum { BELOW = 76, OVER = 84 };
static double height_of(const hop_figure *figure) {
    return 150.0 * (double)hop_table_panel_rows(figure) + 130;
}

static void set_layout(hop_string *out, const hop_figure *figure, size_t count) {
    size_t rows = hop_table_panel_rows(figure),
           columns = count < HOP_PANELS_ACROSS ? count : HOP_PANELS_ACROSS;
    double height = height_of(figure);
    hop_string_add(out,
                   "set multiplot layout %zu,%zu margins screen 0.09,0.98,%.4f,%.4f "
                   "spacing screen 0.035,%.4f\nset tics font small\n",
                   rows, columns, BELOW / height, 1 - OVER / height, 50 / height);
}

/* What is said once: the titles, and the labels of both axes. */
static void set_labels(hop_string *out, const hop_figure *figure) {
    hop_table_set_heads(out, figure, "screen 0.02, screen 1", BELOW_EDGE);
    hop_string_add(out, "set label ");
    hop_table_quote(out, figure->x_label ? figure->x_label : "", HOP_LABEL_MAX);
    hop_string_add(out, " at screen 0.535, screen 0 offset character 0,2.4 center noenhanced\n"
                        "set label ");
    hop_table_quote(out, figure->y_label ? figure->y_label : "", HOP_LABEL_MAX);
    /* Beside a single row there is no room for large letters. */
    hop_string_add(out, " at screen 0.022, screen %.4f center rotate by 90 noenhanced%s\n",
                   0.5 + (BELOW - OVER) / 2.0 / height_of(figure),
                   hop_table_panel_rows(figure) == 1 ? " font small" : "");
    hop_string_add(out, "set key at screen 0.535, screen 0.01 center bottom horizontal Left "
                        "reverse noenhanced samplen 2\n");
}

void hop_table_plot_panels(hop_string *out, const hop_figure *figure, const hop_frame *frame,
                           hop_picture picture) {
    size_t shown = 0;
    set_layout(out, figure, hop_table_panels(figure));
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
