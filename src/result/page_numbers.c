/* The numbers of a figure for the page's script, which says those that one points at.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "curve.h"
#include "json.h"
#include "page.h"

/* Numbers of a figure, at most: a page should stay small. */
enum { POINTS_MOST = 4000, CELLS_MOST = 2500, DIGITS = 5 };

/* To as many digits as are read. */
static hop_json *brief(const double *values, size_t count) {
    hop_json *list = hop_json_array();
    for (size_t i = 0; i < count; i++) {
        double unit = pow(10, DIGITS - 1 - floor(log10(fabs(values[i]))));
        bool plain = values[i] == 0 || !isfinite(values[i]) || !isfinite(unit) || unit == 0;
        hop_json_append(list, hop_json_real(plain ? values[i] : round(values[i] * unit) / unit));
    }
    return list;
}

static hop_json *axis_of(const hop_axis *axis, const char *label) {
    hop_json *made = hop_json_object();
    hop_json_set(made, "low", hop_json_real(axis->low));
    hop_json_set(made, "high", hop_json_real(axis->high));
    hop_json_set(made, "log", hop_json_bool(axis->log));
    hop_json_set(made, "label", hop_json_text(label ? label : ""));
    return made;
}

static hop_json *curves_of(const hop_figure *figure) {
    hop_json *list = hop_json_array();
    size_t points = 0;
    for (size_t c = 0; c < figure->curve_count; c++) {
        const hop_curve *curve = &figure->curves[c];
        points += curve->count;
        if (!hop_curve_row_of(curve)->drawn || points > POINTS_MOST) continue;
        hop_json *made = hop_json_object();
        hop_json_set(made, "name", hop_json_text(curve->name ? curve->name : ""));
        hop_json_set(made, "x", brief(curve->x, curve->count));
        hop_json_set(made, "y", brief(curve->y, curve->count));
        hop_json_append(list, made);
    }
    return list;
}

static hop_json *words_of(const char *const *words, const double *ticks, size_t count) {
    if (!words) return ticks ? brief(ticks, count) : hop_json_null();
    hop_json *list = hop_json_array();
    for (size_t i = 0; i < count; i++) hop_json_append(list, hop_json_text(words[i]));
    return list;
}

static hop_json *map_of(const hop_heat_map *map) {
    if (!map || map->rows * map->columns > CELLS_MOST) return hop_json_null();
    hop_json *made = hop_json_object();
    hop_json_set(made, "rows", hop_json_count(map->rows));
    hop_json_set(made, "columns", hop_json_count(map->columns));
    hop_json_set(made, "label", hop_json_text(map->label ? map->label : ""));
    hop_json_set(made, "values", brief(map->values, map->rows * map->columns));
    hop_json_set(made, "x", words_of(map->x_names, map->x, map->columns));
    hop_json_set(made, "y", words_of(map->y_names, map->y, map->rows));
    return made;
}

/* Within a script only "</script" would end it early, and "<!--" confuse: no "<" at all. */
static void add_script(hop_string *out, const char *text) {
    for (; *text; text++) {
        if (*text == '<')
            hop_string_add(out, "\\u003c");
        else
            hop_string_add_bytes(out, text, 1);
    }
}

void hop_page_numbers(hop_string *out, const hop_figure *figure) {
    hop_frame frame;
    char *text = NULL;
    /* Small figures beside each other have no one frame. */
    if (hop_table_panels(figure) > 0 || hop_table_frame(figure, &frame) != HOP_OK) return;
    hop_json *made = hop_json_object();
    hop_json_set(made, "x", axis_of(&frame.x, figure->x_label));
    hop_json_set(made, "y", axis_of(&frame.y, figure->y_label));
    hop_json_set(made, "map", map_of(figure->map));
    if (!figure->map) hop_json_set(made, "curves", curves_of(figure));
    if (hop_json_print(made, false, &text) == HOP_OK) {
        hop_string_add(out, "<script type=\"application/json\">");
        add_script(out, text);
        hop_string_add(out, "</script>\n");
    }
    free(text);
    hop_json_free(made);
}
