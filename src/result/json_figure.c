/* Figures as JSON values, and back.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "json.h"
#include "result_private.h"

static hop_json *texts_of(const char *const *texts, size_t count) {
    hop_json *list = texts ? hop_json_array() : hop_json_null();
    for (size_t i = 0; texts && i < count; i++) hop_json_append(list, hop_json_text(texts[i]));
    return list;
}

static hop_json *curve_of(const hop_curve *curve) {
    hop_json *made = hop_json_object();
    const size_t n = curve->count;
    if (hop_json_set(made, "name", hop_json_text(curve->name)) &&
        hop_json_set(made, "style", hop_json_count(curve->style)) &&
        hop_json_set(made, "colour", hop_json_integer(curve->colour)) &&
        hop_json_set(made, "x", hop_table_json_numbers(curve->x, n)) &&
        hop_json_set(made, "y", hop_table_json_numbers(curve->y, n)) &&
        hop_json_set(made, "low", hop_table_json_numbers(curve->low, n)) &&
        hop_json_set(made, "high", hop_table_json_numbers(curve->high, n)))
        return made;
    hop_json_free(made);
    return NULL;
}

static hop_json *map_of(const hop_heat_map *map) {
    if (!map) return hop_json_null();
    hop_json *made = hop_json_object();
    if (hop_json_set(made, "rows", hop_json_count(map->rows)) &&
        hop_json_set(made, "columns", hop_json_count(map->columns)) &&
        hop_json_set(made, "values",
                     hop_table_json_numbers(map->values, map->rows * map->columns)) &&
        hop_json_set(made, "x", hop_table_json_numbers(map->x, map->columns)) &&
        hop_json_set(made, "y", hop_table_json_numbers(map->y, map->rows)) &&
        hop_json_set(made, "x_names", texts_of(map->x_names, map->columns)) &&
        hop_json_set(made, "y_names", texts_of(map->y_names, map->rows)) &&
        hop_json_set(made, "classes", texts_of(map->classes, map->class_count)) &&
        hop_json_set(made, "label", hop_json_text(map->label)) &&
        hop_json_set(made, "grey", hop_json_text(map->grey)) &&
        hop_json_set(made, "written", hop_json_bool(map->written)) &&
        hop_json_set(made, "colours", hop_json_count(map->colours)) &&
        hop_json_set(made, "low", hop_json_real(map->low)) &&
        hop_json_set(made, "high", hop_json_real(map->high)))
        return made;
    hop_json_free(made);
    return NULL;
}

static hop_json *curves_of(const hop_figure *figure) {
    hop_json *list = hop_json_array();
    for (size_t c = 0; c < figure->curve_count; c++)
        if (!hop_json_append(list, curve_of(&figure->curves[c]))) {
            hop_json_free(list);
            return NULL;
        }
    return list;
}

hop_json *hop_figure_json(const hop_figure *f) {
    hop_json *made = hop_json_object();
    if (hop_json_set(made, "title", hop_json_text(f->title)) &&
        hop_json_set(made, "subtitle", hop_json_text(f->subtitle)) &&
        hop_json_set(made, "x_label", hop_json_text(f->x_label)) &&
        hop_json_set(made, "y_label", hop_json_text(f->y_label)) &&
        hop_json_set(made, "log_x", hop_json_bool(f->log_x)) &&
        hop_json_set(made, "log_y", hop_json_bool(f->log_y)) &&
        hop_json_set(made, "whole_x", hop_json_bool(f->whole_x)) &&
        hop_json_set(made, "x_low", hop_json_real(f->x_low)) &&
        hop_json_set(made, "x_high", hop_json_real(f->x_high)) &&
        hop_json_set(made, "y_low", hop_json_real(f->y_low)) &&
        hop_json_set(made, "y_high", hop_json_real(f->y_high)) &&
        hop_json_set(made, "map", map_of(f->map)) && hop_json_set(made, "curves", curves_of(f)))
        return made;
    hop_json_free(made);
    return NULL;
}
