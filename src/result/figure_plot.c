/* The curves and the map of a figure, as gnuplot plots them.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "curve.h"

/* The interval around a curve, drawn under it; on a log axis down to the frame where it has no
 * lower end that could be shown. */
static void add_interval(hop_string *out, const hop_curve *curve, size_t block, const hop_axis *y,
                         const char *colour) {
    char bottom[32], low[96] = "3";
    bool bars = !hop_curve_row_of(curve)->joined;
    hop_text_number(y->low, bottom);
    if (y->log) snprintf(low, sizeof low, "($3 < %s ? %s : $3)", bottom, bottom);
    hop_string_add(out, "data index %zu using 1:%s%s:4 with ", block, bars ? "2:" : "", low);
    if (bars)
        hop_string_add(out, "yerrorbars pointtype 0 linewidth 1.2 linecolor");
    else
        hop_string_add(out, "filledcurves fillstyle transparent solid 0.2 noborder fillcolor");
    hop_string_add(out, " rgb '%s' notitle, \\\n    ", colour);
}

/* White below a curve over a map, or a dark line would be lost on dark cells. */
static void add_halo(hop_string *out, const hop_curve *curve, size_t block) {
    bool points = !hop_curve_row_of(curve)->joined;
    hop_string_add(out,
                   "data index %zu using 5:6 with %s linecolor rgb '#ffffff' notitle, \\\n    ",
                   block, points ? "points pointtype 7 pointsize 1.25" : "lines linewidth 3.5");
}

static void add_curve_plot(hop_string *out, const hop_curve *curve, const hop_axis *y, bool map,
                           size_t block, const hop_look *look, bool titled) {
    const hop_curve_row *row = hop_curve_row_of(curve);
    if (curve->low && curve->high && !map) add_interval(out, curve, block, y, look->colour);
    if (map) add_halo(out, curve, block);
    hop_string_add(out, "data index %zu using %s with ", block, map ? "5:6" : "1:2");
    row->plot(curve, look, out);
    if (row->joined) hop_string_add(out, " dashtype %s", look->dash);
    hop_string_add(out, " linecolor rgb '%s' ", look->colour);
    hop_string_add(out, titled ? "title " : "notitle");
    if (titled) hop_table_quote(out, curve->name, HOP_KEY_NAME_MAX);
}

void hop_table_plot(hop_string *out, const hop_figure *figure, const hop_frame *frame,
                    hop_picture picture, const char *panel, bool key) {
    bool map = figure->map, first = !map;
    size_t next = 0;
    hop_string_add(out, "plot \\\n    ");
    if (map) hop_table_plot_map(out, figure->map, picture);
    for (size_t c = 0; c < figure->curve_count; c++) {
        const hop_curve *curve = &figure->curves[c];
        if (!hop_curve_row_of(curve)->drawn) continue;
        hop_look look = hop_table_look(curve, &next);
        if (panel && curve->panel && strcmp(panel, curve->panel) != 0) continue;
        hop_string_add(out, "%s", first ? "" : ", \\\n    ");
        first = false;
        add_curve_plot(out, curve, &frame->y, map, c + (map ? 1 : 0), &look,
                       key ? hop_table_in_key(figure, curve) : hop_table_curve_named(curve));
    }
    if (map && hop_table_map_greys(figure->map)) hop_table_plot_grey(out, figure->map);
    hop_string_add(out, "\n");
}
