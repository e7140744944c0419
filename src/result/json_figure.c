/* Figures as JSON values, and back.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdint.h>

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
        hop_json_set(made, "panel", hop_json_text(curve->panel)) &&
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
        hop_json_set(made, "square", hop_json_bool(map->square)) &&
        hop_json_set(made, "downwards", hop_json_bool(map->downwards)) &&
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

/* ---- back ---- */

static const double *numbers(hop_result *r, const hop_json *object, const char *key, size_t count) {
    const hop_json *list = hop_json_get(object, key);
    if (!list || !hop_json_is_array(list) || hop_json_length(list) != count) return NULL;
    double *values = hop_result_room(r, count, sizeof *values);
    for (size_t i = 0; values && i < count; i++)
        if (!hop_json_number(hop_json_at(list, i), &values[i])) values[i] = NAN;
    return values;
}

static const char *const *texts(hop_result *r, const hop_json *object, const char *key,
                                size_t count) {
    const hop_json *list = hop_json_get(object, key);
    if (!list || !hop_json_is_array(list) || hop_json_length(list) != count) return NULL;
    const char **values = hop_result_room(r, count, sizeof *values);
    for (size_t i = 0; values && i < count; i++)
        values[i] = hop_result_keep_text(r, hop_json_string(hop_json_at(list, i)));
    return values;
}

static const char *text(hop_result *r, const hop_json *object, const char *key) {
    return hop_result_keep_text(r, hop_json_string(hop_json_get(object, key)));
}

static bool truth(const hop_json *object, const char *key) {
    bool value = false;
    return hop_json_truth(hop_json_get(object, key), &value) && value;
}

static double number(const hop_json *object, const char *key) {
    double value = NAN;
    return hop_json_number(hop_json_get(object, key), &value) ? value : NAN;
}

/* A whole number from 0 to below `end`; else 0. */
static int whole(const hop_json *object, const char *key, int64_t end) {
    int64_t value = 0;
    bool good = hop_json_whole(hop_json_get(object, key), &value) && value >= 0 && value < end;
    return good ? (int)value : 0;
}

static size_t length(const hop_json *object, const char *key) {
    const hop_json *list = hop_json_get(object, key);
    return list && hop_json_is_array(list) ? hop_json_length(list) : 0;
}

static hop_curve parse_curve(hop_result *r, const hop_json *value) {
    size_t count = length(value, "x");
    return (hop_curve){.name = text(r, value, "name"),
                       .x = numbers(r, value, "x", count),
                       .y = numbers(r, value, "y", count),
                       .low = numbers(r, value, "low", count),
                       .high = numbers(r, value, "high", count),
                       .count = count,
                       .style = (hop_curve_style)whole(value, "style", HOP_CURVE_STYLES),
                       .colour = whole(value, "colour", INT32_MAX),
                       .panel = text(r, value, "panel")};
}

/* NULL where there is none; *good is false where there is something else. */
static const hop_heat_map *parse_map(hop_result *r, const hop_json *value, bool *good) {
    if (!value || !hop_json_is_object(value)) return NULL;
    size_t size = length(value, "values"), rows = (size_t)whole(value, "rows", INT32_MAX);
    size_t columns = (size_t)whole(value, "columns", INT32_MAX);
    hop_heat_map *map = hop_result_room(r, 1, sizeof *map);
    *good = rows > 0 && columns > 0 && size / rows == columns && size % rows == 0;
    if (!map || !*good) return NULL;
    size_t classes = length(value, "classes");
    *map = (hop_heat_map){.rows = rows,
                          .columns = columns,
                          .values = numbers(r, value, "values", size),
                          .grey = text(r, value, "grey"),
                          .x = numbers(r, value, "x", columns),
                          .y = numbers(r, value, "y", rows),
                          .x_names = texts(r, value, "x_names", columns),
                          .y_names = texts(r, value, "y_names", rows),
                          .written = truth(value, "written"),
                          .square = truth(value, "square"),
                          .downwards = truth(value, "downwards"),
                          .label = text(r, value, "label"),
                          .colours = (hop_colours)whole(value, "colours", HOP_COLOURS_LIGHT + 1),
                          .low = number(value, "low"),
                          .high = number(value, "high"),
                          .classes = texts(r, value, "classes", classes),
                          .class_count = classes < HOP_CLASS_MAX ? classes : HOP_CLASS_MAX};
    return map;
}

const hop_figure *hop_figure_parse(hop_result *r, const hop_json *value) {
    const hop_json *list = hop_json_get(value, "curves");
    size_t count = length(value, "curves");
    hop_figure *figure = hop_result_room(r, 1, sizeof *figure);
    hop_curve *curves = hop_result_room(r, count, sizeof *curves);
    bool good = list != NULL;
    for (size_t c = 0; curves && c < count; c++) {
        curves[c] = parse_curve(r, hop_json_at(list, c));
        good = good && curves[c].x && curves[c].y;
    }
    if (!figure || !good) return NULL;
    *figure = (hop_figure){.title = text(r, value, "title"),
                           .subtitle = text(r, value, "subtitle"),
                           .x_label = text(r, value, "x_label"),
                           .y_label = text(r, value, "y_label"),
                           .log_x = truth(value, "log_x"),
                           .log_y = truth(value, "log_y"),
                           .whole_x = truth(value, "whole_x"),
                           .x_low = number(value, "x_low"),
                           .x_high = number(value, "x_high"),
                           .y_low = number(value, "y_low"),
                           .y_high = number(value, "y_high"),
                           .curves = curves,
                           .curve_count = count,
                           .map = parse_map(r, hop_json_get(value, "map"), &good)};
    return good ? figure : NULL;
}
