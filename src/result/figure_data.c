/* The numbers behind a figure, tab-separated: what gnuplot draws, and what people analyse.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdint.h>

#include "display.h"
#include "figure_parts.h"
#include "number.h"

static void add_numbers(hop_string *out, const double *numbers, size_t count) {
    for (size_t i = 0; i < count; i++) {
        char text[32];
        hop_text_number(numbers[i], text);
        hop_string_add(out, "%s%s", i ? "\t" : "", isfinite(numbers[i]) ? text : "NaN");
    }
    hop_string_add(out, "\n");
}

static void add_title(hop_string *out, const char *what, const char *name) {
    hop_string_add(out, "# %s: ", what);
    hop_table_show(out, name ? name : "", SIZE_MAX);
    hop_string_add(out, "\n");
}

static void add_map(hop_string *out, const hop_heat_map *map) {
    add_title(out, "map", map->label);
    hop_string_add(out, "# x\ty\tvalue\tcolumn\trow\n");
    for (size_t r = 0; r < map->rows; r++)
        for (size_t c = 0; c < map->columns; c++) {
            double x = map->x ? map->x[c] : (double)c, y = map->y ? map->y[r] : (double)r;
            double value = map->values[r * map->columns + c];
            add_numbers(out, (double[]){x, y, value, (double)c, (double)r}, 5);
        }
    hop_string_add(out, "\n\n");
}

static void add_curve(hop_string *out, const hop_figure *figure, const hop_curve *curve) {
    const hop_heat_map *map = figure->map;
    add_title(out, "curve", curve->name);
    hop_string_add(out, "# x\ty\tlow\thigh%s\n", map ? "\tcolumn\trow" : "");
    for (size_t i = 0; i < curve->count; i++) {
        double x = curve->x[i], y = curve->y[i];
        double low = curve->low ? curve->low[i] : NAN, high = curve->high ? curve->high[i] : NAN;
        double column = map ? hop_table_cell_of(map->x, map->columns, figure->log_x, x) : NAN;
        double row = map ? hop_table_cell_of(map->y, map->rows, figure->log_y, y) : NAN;
        add_numbers(out, (double[]){x, y, low, high, column, row}, map ? 6 : 4);
    }
    /* A block without a line would not count as one. */
    if (curve->count == 0) hop_string_add(out, "NaN\tNaN\tNaN\tNaN\tNaN\tNaN\n");
    hop_string_add(out, "\n\n");
}

void hop_table_figure_data(const hop_figure *figure, hop_string *out) {
    if (figure->provenance) hop_table_note_lines(figure->provenance, out);
    if (figure->title) add_title(out, "figure", figure->title);
    if (figure->subtitle) add_title(out, "of", figure->subtitle);
    if (figure->x_label) add_title(out, "x", figure->x_label);
    if (figure->y_label) add_title(out, "y", figure->y_label);
    if (figure->map) add_map(out, figure->map);
    for (size_t c = 0; c < figure->curve_count; c++) add_curve(out, figure, &figure->curves[c]);
}
