/* The picture of a landscape: a map of energies or basins, the patterns and the paths over it.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "landscape_basins.h"

/* Basins of patterns that have a colour of their own, the plane's three first. */
enum { OWN_COLOURS = 6 };

static bool shows_basins(const hop_basins *b) {
    return ((const struct cell *)b->e->first)->show == HOP_LANDSCAPE_BASINS;
}

/* ---- the map ---- */

/* The colour of every basin into classes [b->count]: own ones, one for the rest, one for mixtures,
 * none for nowhere.  names, texts [HOP_CLASS_MAX]; returns how many. */
static size_t name_classes(const hop_basins *b, double *classes, const char **names,
                           char (*texts)[32]) {
    bool crowded = b->count > OWN_COLOURS + 2;
    size_t count = 0, others = HOP_CLASS_MAX;
    for (size_t i = 0; i < b->count; i++) {
        double pattern = b->all[i].pattern;
        classes[i] = NAN;
        if (pattern == HOP_LANDSCAPE_NOWHERE) continue;
        if (crowded && pattern >= 0 && i >= OWN_COLOURS) {
            if (others == HOP_CLASS_MAX) names[others = count++] = "others";
            classes[i] = (double)others;
            continue;
        }
        names[count] = hop_basins_name(b, pattern, texts[count]);
        classes[i] = (double)count++;
    }
    return count;
}

/* The rows that are there, from below; returns how many. */
static size_t fill(const hop_basins *b, const double *classes, hop_heat_map *map, double *values,
                   double *x, double *y) {
    size_t rows = 0;
    for (size_t i = 0; i < b->results->count; i++) {
        const hop_lines *row = hop_basins_row(&b->results->all[i]);
        if (!row) continue;
        for (size_t c = 0; c < map->columns; c++) {
            const struct line *line = (const struct line *)row->all + c;
            x[c] = line->x;
            y[rows] = line->y;
            values[rows * map->columns + c] =
                shows_basins(b) ? classes[hop_basins_find(b, line->pattern)] : line->height;
        }
        rows++;
    }
    return rows;
}

static hop_status add_map(const hop_basins *b, hop_findings *f) {
    const char *names[HOP_CLASS_MAX];
    char texts[HOP_CLASS_MAX][32];
    size_t columns = hop_landscape_columns(((const struct cell *)b->e->first)->grid);
    size_t cells = b->results->count * columns;
    double *numbers = NULL;
    HOP_TRY(hop_alloc(cells + columns + b->results->count + b->count, sizeof *numbers, "a map",
                      &numbers));
    double *x = numbers + cells, *y = x + columns, *classes = y + b->results->count;
    hop_heat_map map = {.columns = columns, .values = numbers, .x = x, .y = y};
    map.label = "energy [squared key units]";
    if (shows_basins(b)) {
        map.class_count = name_classes(b, classes, names, texts);
        map.classes = names;
        map.colours = HOP_COLOURS_CLASSES;
        map.label = "where a point ends";
    }
    map.grey = shows_basins(b) ? "no step leads on from there" : "no support: infinite energy";
    map.rows = fill(b, classes, &map, numbers, x, y);
    hop_status status = map.rows > 0 ? hop_findings_map(f, &map) : HOP_OK;
    free(numbers);
    return status;
}

/* ---- over the map ---- */

/* The steps of one path into x, y; returns how many. */
static size_t gather(const hop_lines *lines, double number, double *x, double *y) {
    size_t count = 0;
    for (size_t k = 3; k < lines->count; k++) {
        const struct line *line = (const struct line *)lines->all + k;
        if (line->number != number) continue;
        x[count] = line->x;
        y[count++] = line->y;
    }
    return count;
}

static hop_status add_paths(const hop_basins *b, hop_findings *f) {
    size_t paths = ((const struct cell *)b->e->first)->paths;
    double *numbers = NULL;
    HOP_TRY(hop_alloc(2 * (b->paths->count + paths), sizeof *numbers, "a path", &numbers));
    double *x = numbers, *y = x + b->paths->count, *from_x = y + b->paths->count;
    double *from_y = from_x + paths;
    hop_status status = HOP_OK;
    for (size_t i = 0; i < paths && status == HOP_OK; i++) {
        size_t count = gather(b->paths, (double)i, x, y);
        from_x[i] = x[0], from_y[i] = y[0];
        status = hop_findings_curve(f, i == 0 ? "paths" : NULL, HOP_CURVE_LINE, 7, x, y, NULL, NULL,
                                    count);
    }
    if (paths > 0 && status == HOP_OK)
        status = hop_findings_curve(f, "their starts", HOP_CURVE_POINTS, 7, from_x, from_y, NULL,
                                    NULL, paths);
    free(numbers);
    return status;
}

static hop_status add_corners(const hop_basins *b, hop_findings *f) {
    for (size_t k = 0; k < 3; k++) {
        const struct line *line = (const struct line *)b->paths->all + k;
        char name[128], text[32];
        snprintf(name, sizeof name, "%c: %s", 'A' + (char)k,
                 hop_basins_name(b, line->pattern, text));
        HOP_TRY(
            hop_findings_curve(f, name, HOP_CURVE_POINTS, 2, &line->x, &line->y, NULL, NULL, 1));
    }
    return HOP_OK;
}

/* The end of a path, "silk/16x16": the whole may be long. */
static const char *short_path(const char *path) {
    size_t slashes = 0;
    for (const char *c = path + strlen(path); c-- > path;)
        if (*c == '/' && c[1] != '\0' && ++slashes == 2) return c + 1;
    return path;
}

/* What the plane is of: the settings as they were typed, or what "auto" came to. */
static hop_status say_settings(const hop_sweep *e, hop_findings *f) {
    static const size_t SHOWN[] = {HOP_LANDSCAPE_MEMORY, HOP_LANDSCAPE_ENERGY,
                                   HOP_LANDSCAPE_SIMILARITY, HOP_LANDSCAPE_BETA};
    hop_string text = {0};
    for (size_t i = 0; i < sizeof SHOWN / sizeof *SHOWN; i++) {
        hop_string used = {0};
        const char *typed = e->text[SHOWN[i]];
        hop_findings_used_text(f, SHOWN[i], &used);
        if (SHOWN[i] == HOP_LANDSCAPE_MEMORY) typed = short_path(typed);
        hop_string_add(&text, "%s%s=%s", i ? " " : "", e->row->settings[SHOWN[i]].parameter.name,
                       used.length > 0 ? used.text : typed);
        text.failed = text.failed || used.failed;
        free(used.text);
    }
    return hop_findings_subtitle(f, &text);
}

hop_status hop_landscape_draw(const hop_basins *b, hop_findings *f) {
    f->figure = (hop_figure){.title = "the plane through three patterns",
                             .x_label = "across the plane [key units]",
                             .y_label = "up the plane [key units]"};
    HOP_TRY(say_settings(b->e, f));
    HOP_TRY(add_map(b, f));
    if (!b->paths) return HOP_OK;
    HOP_TRY(add_paths(b, f));
    return add_corners(b, f);
}
