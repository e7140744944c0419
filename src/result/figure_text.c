/* A figure's map in characters, for terminals.
 * SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "curve.h"
#include "result_private.h"

/* Lines at most; columns of text that ticks take; columns without a terminal. */
enum { LINES_MAX = 32, TICK_WIDTH = 9, WIDTH = 80 };

/* From little to much. */
static const char *const SHADES[] = {" ", "\u2591", "\u2592", "\u2593", "\u2588"};
enum { SHADE_COUNT = sizeof SHADES / sizeof *SHADES };

/* Every step-th row and column is shown, a cell `wide` characters wide. */
typedef struct picture {
    const hop_heat_map *map;
    size_t row_step, column_step, wide;
    double low, high;
    char *mark; /* [rows x columns]: what of the curves is shown here; 0: nothing */
} picture;

static void find_range(picture *p) {
    const hop_heat_map *map = p->map;
    p->low = INFINITY, p->high = -INFINITY;
    for (size_t i = 0; i < map->rows * map->columns; i++) {
        if (!isfinite(map->values[i])) continue;
        p->low = fmin(p->low, map->values[i]);
        p->high = fmax(p->high, map->values[i]);
    }
    if (map->low < map->high) p->low = map->low, p->high = map->high;
}

static size_t nearest(const double *ticks, size_t count, double value) {
    size_t best = 0;
    for (size_t i = 1; i < count; i++)
        if (fabs(ticks[i] - value) < fabs(ticks[best] - value)) best = i;
    return best;
}

static bool beyond(const double *ticks, size_t count, double value) {
    double half = count > 1 ? (ticks[1] - ticks[0]) / 2 : 0;
    return !(value >= ticks[0] - half && value <= ticks[count - 1] + half);
}

static void mark_at(picture *p, double x, double y, char mark) {
    const hop_heat_map *map = p->map;
    if (beyond(map->x, map->columns, x) || beyond(map->y, map->rows, y)) return;
    size_t row = nearest(map->y, map->rows, y) / p->row_step * p->row_step;
    size_t column = nearest(map->x, map->columns, x) / p->column_step * p->column_step;
    p->mark[row * map->columns + column] = mark;
}

/* Theory lines as +, and single points as the first letters of their names. */
static void mark_curves(const hop_figure *f, picture *p) {
    for (size_t c = 0; c < f->curve_count; c++) {
        const hop_curve *curve = &f->curves[c];
        const hop_curve_row *row = hop_curve_row_of(curve);
        bool point = !row->joined && curve->count == 1 && curve->name &&
                     isalnum((unsigned char)*curve->name);
        if (!point && !row->theory) continue;
        for (size_t i = 0; i < curve->count; i++)
            mark_at(p, curve->x[i], curve->y[i], point ? *curve->name : '+');
    }
}

/* Not known, or infinite. */
static const char NOTHING[] = "\u00b7";

static const char *shade(const picture *p, double value) {
    if (!isfinite(value)) return NOTHING;
    double part = p->high > p->low ? (value - p->low) / (p->high - p->low) : 0;
    size_t level = (size_t)(fmin(fmax(part, 0), 1) * SHADE_COUNT);
    return SHADES[level < SHADE_COUNT ? level : SHADE_COUNT - 1];
}

/* The class k as a letter. */
static char letter(size_t k) {
    return (char)('a' + (int)k);
}

static void add_cell(const picture *p, size_t cell, hop_string *out) {
    double value = p->map->values[cell];
    if (p->map->colours == HOP_COLOURS_CLASSES && isfinite(value))
        hop_string_add(out, "%c", letter((size_t)value));
    else
        hop_string_add(out, "%s", shade(p, value));
}

static void add_line(const picture *p, size_t row, hop_string *out) {
    const hop_heat_map *map = p->map;
    hop_string_add(out, "%*.3g ", TICK_WIDTH - 2, map->y[row]);
    hop_string_add(out, "\u2502");
    for (size_t c = 0; c < map->columns; c += p->column_step)
        for (size_t i = 0; i < p->wide; i++) {
            size_t cell = row * map->columns + c;
            if (i == 0 && p->mark[cell])
                hop_string_add(out, "%c", p->mark[cell]);
            else
                add_cell(p, cell, out);
        }
    hop_string_add(out, "\u2502\n");
}

/* What the + are. */
static void add_lines(const hop_figure *f, hop_string *out) {
    for (size_t c = 0; c < f->curve_count; c++)
        if (hop_curve_row_of(&f->curves[c])->theory && f->curves[c].name)
            hop_string_add(out, "%*s+: %s\n", TICK_WIDTH, "", f->curves[c].name);
}

/* What the dots are. */
static void add_nothing(const hop_heat_map *map, hop_string *out) {
    size_t cells = map->rows * map->columns, i = 0;
    while (i < cells && isfinite(map->values[i])) i++;
    if (i < cells && map->grey)
        hop_string_add(out, "%*s%s: %s\n", TICK_WIDTH, "", NOTHING, map->grey);
}

static void add_ends(const hop_figure *f, const picture *p, hop_string *out) {
    const hop_heat_map *map = p->map;
    size_t width = (map->columns + p->column_step - 1) / p->column_step * p->wide;
    char first[32], last[32];
    snprintf(first, sizeof first, "%.3g", map->x[0]);
    snprintf(last, sizeof last, "%.3g",
             map->x[(map->columns - 1) / p->column_step * p->column_step]);
    if (strcmp(first, last) == 0)
        hop_string_add(out, "%*s%s\n", TICK_WIDTH, "", first);
    else if (width > strlen(first) + strlen(last))
        hop_string_add(out, "%*s%s%*s\n", TICK_WIDTH, "", first, (int)(width - strlen(first)),
                       last);
    else /* no room for both at their places */
        hop_string_add(out, "%*s%s to %s\n", TICK_WIDTH, "", first, last);
    hop_string_add(out, "%*sacross: %s\n%*sup: %s\n", TICK_WIDTH, "", f->x_label, TICK_WIDTH, "",
                   f->y_label);
    add_lines(f, out);
    add_nothing(map, out);
    hop_string_add(out, "%*s%s:\n", TICK_WIDTH, "", map->label);
    if (map->colours == HOP_COLOURS_CLASSES) {
        for (size_t k = 0; k < map->class_count; k++)
            hop_string_add(out, "%*s%c: %s\n", TICK_WIDTH + 2, "", letter(k), map->classes[k]);
        return;
    }
    hop_string_add(out, "%*s", TICK_WIDTH - 1, "");
    for (size_t k = 0; k < SHADE_COUNT; k++)
        hop_string_add(out, " [%s] %.3g", SHADES[k],
                       p->low + (p->high - p->low) * (double)k / SHADE_COUNT);
    hop_string_add(out, " to %.3g\n", p->high);
}

void hop_figure_add_text(const hop_figure *f, size_t width, hop_string *out) {
    const hop_heat_map *map = f->map;
    picture p = {.map = map, .wide = 2};
    if (!map || map->rows == 0 || !map->x || !map->y) return;
    size_t room = (width > 0 ? width : WIDTH) - TICK_WIDTH - 1;
    if (width > 0 && width < 3 * TICK_WIDTH) return;
    if (map->columns * 2 > room) p.wide = 1;
    p.column_step = (map->columns * p.wide + room - 1) / room;
    p.row_step = (map->rows + LINES_MAX - 1) / LINES_MAX;
    if (hop_alloc(map->rows * map->columns, sizeof *p.mark, "a map", &p.mark) != HOP_OK) {
        out->failed = true;
        return;
    }
    find_range(&p);
    mark_curves(f, &p);
    for (size_t k = (map->rows - 1) / p.row_step + 1; k-- > 0;) add_line(&p, k * p.row_step, out);
    add_ends(f, &p, out);
    free(p.mark);
}
