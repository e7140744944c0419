/* Copies of figures that a result keeps.
 * SPDX-License-Identifier: MIT */
#include "result_private.h"

static const char *const *keep_texts(hop_result *r, const char *const *texts, size_t count) {
    const char **copy = hop_result_keep(r, texts, count, sizeof *texts);
    for (size_t i = 0; copy && i < count; i++) copy[i] = hop_result_keep_text(r, texts[i]);
    return copy;
}

static void keep_curve(hop_result *r, hop_curve *curve) {
    const double **const numbers[] = {&curve->x, &curve->y, &curve->low, &curve->high};
    curve->name = hop_result_keep_text(r, curve->name);
    curve->panel = hop_result_keep_text(r, curve->panel);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        *numbers[i] = hop_result_keep(r, *numbers[i], curve->count, sizeof **numbers[i]);
}

static const hop_heat_map *keep_map(hop_result *r, const hop_heat_map *map) {
    hop_heat_map *copy = hop_result_keep(r, map, 1, sizeof *map);
    if (!copy) return NULL;
    copy->values = hop_result_keep(r, map->values, map->rows * map->columns, sizeof *map->values);
    copy->grey = hop_result_keep_text(r, map->grey);
    copy->label = hop_result_keep_text(r, map->label);
    copy->x = hop_result_keep(r, map->x, map->columns, sizeof *map->x);
    copy->y = hop_result_keep(r, map->y, map->rows, sizeof *map->y);
    copy->x_names = keep_texts(r, map->x_names, map->columns);
    copy->y_names = keep_texts(r, map->y_names, map->rows);
    copy->classes = keep_texts(r, map->classes, map->class_count);
    return copy;
}

const hop_figure *hop_figure_keep(hop_result *r, const hop_figure *figure) {
    hop_figure *copy = hop_result_keep(r, figure, 1, sizeof *figure);
    if (!copy) return NULL;
    const char **const texts[] = {&copy->title, &copy->subtitle, &copy->x_label, &copy->y_label};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = hop_result_keep_text(r, *texts[i]);
    hop_curve *curves = hop_result_keep(r, figure->curves, figure->curve_count, sizeof *curves);
    for (size_t c = 0; curves && c < figure->curve_count; c++) keep_curve(r, &curves[c]);
    copy->curves = curves;
    copy->map = keep_map(r, figure->map);
    copy->provenance = NULL;
    return copy;
}
