/* What the curves of a figure are: marks, landmarks, in the key, in panels.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "curve.h"

bool hop_table_curve_named(const hop_curve *curve) {
    return curve->name && *curve->name && hop_curve_row_of(curve)->drawn;
}

bool hop_table_is_landmark(const hop_figure *figure, const hop_curve *curve) {
    return figure->map && !hop_curve_row_of(curve)->joined && curve->count == 1 &&
           hop_table_curve_named(curve);
}

bool hop_table_is_mark(const hop_figure *figure, const hop_curve *curve) {
    if (figure->map || !hop_curve_row_of(curve)->theory || curve->count < 2) return false;
    for (size_t i = 1; i < curve->count; i++)
        if (curve->x[i] != curve->x[0]) return false;
    return isfinite(curve->x[0]);
}

bool hop_table_map_greys(const hop_heat_map *map) {
    if (!map->grey) return false;
    for (size_t i = 0; i < map->rows * map->columns; i++)
        if (!isfinite(map->values[i])) return true;
    return false;
}

static size_t count_thin(const hop_figure *figure) {
    size_t count = 0;
    for (size_t c = 0; c < figure->curve_count; c++)
        count += hop_curve_row_of(&figure->curves[c])->faint &&
                 hop_table_curve_named(&figure->curves[c]);
    return count;
}

/* Single points over a map bear their names themselves, and so does a vertical line that is the
 * only one: of several, names would stand in each other's way. */
bool hop_table_in_key(const hop_figure *figure, const hop_curve *curve) {
    size_t marks = 0;
    for (size_t c = 0; c < figure->curve_count; c++)
        marks += hop_table_curve_named(&figure->curves[c]) &&
                 hop_table_is_mark(figure, &figure->curves[c]);
    /* Of many thin lines the names are said where one points at them. */
    if (hop_curve_row_of(curve)->faint && count_thin(figure) >= HOP_DIRECT_LABELS_MAX) return false;
    return hop_table_curve_named(curve) && !hop_table_is_landmark(figure, curve) &&
           (marks > 1 || !hop_table_is_mark(figure, curve));
}

bool hop_table_panel_begins(const hop_figure *figure, size_t index) {
    const char *panel = figure->curves[index].panel;
    for (size_t c = 0; panel && c < index; c++)
        if (figure->curves[c].panel && strcmp(figure->curves[c].panel, panel) == 0) return false;
    return panel != NULL;
}

size_t hop_table_panels(const hop_figure *figure) {
    size_t count = 0;
    for (size_t c = 0; c < figure->curve_count; c++) count += hop_table_panel_begins(figure, c);
    return count;
}

size_t hop_table_panel_rows(const hop_figure *figure) {
    return (hop_table_panels(figure) + HOP_PANELS_ACROSS - 1) / HOP_PANELS_ACROSS;
}
