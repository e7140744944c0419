/* The map of a findings: kept, and shown in characters.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "findings.h"

/* ---- kept ---- */

static hop_status copy_numbers(const double *from, size_t count, const double **copy) {
    double *fresh = NULL;
    if (!from) return HOP_OK;
    HOP_TRY(hop_alloc(count, sizeof *fresh, "a map", &fresh));
    memcpy(fresh, from, count * sizeof *fresh);
    *copy = fresh;
    return HOP_OK;
}

void hop_findings_map_clear(hop_heat_map *map) {
    free((void *)map->values);
    free((void *)map->x);
    free((void *)map->y);
    free((void *)map->label);
    *map = (hop_heat_map){0};
}

hop_status hop_findings_map(hop_findings *f, const hop_heat_map *map) {
    hop_heat_map fresh = *map;
    char *label = NULL;
    fresh.values = fresh.x = fresh.y = NULL;
    hop_status status = hop_copy_text(map->label, &label);
    fresh.label = label;
    if (status == HOP_OK)
        status = copy_numbers(map->values, map->rows * map->columns, &fresh.values);
    if (status == HOP_OK) status = copy_numbers(map->x, map->columns, &fresh.x);
    if (status == HOP_OK) status = copy_numbers(map->y, map->rows, &fresh.y);
    if (status != HOP_OK) {
        hop_findings_map_clear(&fresh);
        return status;
    }
    hop_findings_map_clear(&f->map);
    f->map = fresh;
    return HOP_OK;
}

/* ---- in characters ---- */

/* Lines at most; columns of text that ticks take; columns without a terminal. */
enum { LINES_MAX = 32, TICK_WIDTH = 8, WIDTH = 80 };

/* From little to much. */
static const char *const SHADES[] = {" ", "\u2591", "\u2592", "\u2593", "\u2588"};
enum { SHADE_COUNT = sizeof SHADES / sizeof *SHADES };

/* Every step-th row and column is shown, a cell `wide` characters wide. */
typedef struct picture {
    const hop_heat_map *map;
    size_t row_step, column_step, wide;
    double low, high;
    bool *line; /* [rows x columns]: a theory line passes here */
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

static void mark_lines(const hop_findings *f, picture *p) {
    const hop_heat_map *map = p->map;
    for (size_t c = 0; c < f->curve_count; c++) {
        const hop_curve *curve = &f->curves[c];
        for (size_t i = 0; curve->style == HOP_CURVE_THEORY && i < curve->count; i++) {
            double x = curve->x[i], y = curve->y[i];
            if (beyond(map->x, map->columns, x) || beyond(map->y, map->rows, y)) continue;
            size_t row = nearest(map->y, map->rows, y) / p->row_step * p->row_step;
            size_t column = nearest(map->x, map->columns, x) / p->column_step * p->column_step;
            p->line[row * map->columns + column] = true;
        }
    }
}

static const char *shade(const picture *p, double value) {
    if (!isfinite(value)) return "?";
    double part = p->high > p->low ? (value - p->low) / (p->high - p->low) : 0;
    size_t level = (size_t)(fmin(fmax(part, 0), 1) * SHADE_COUNT);
    return SHADES[level < SHADE_COUNT ? level : SHADE_COUNT - 1];
}

static void add_line(const picture *p, size_t row, hop_string *out) {
    const hop_heat_map *map = p->map;
    hop_string_add(out, "%*.4g ", TICK_WIDTH - 2, map->y[row]);
    hop_string_add(out, "\u2502");
    for (size_t c = 0; c < map->columns; c += p->column_step)
        for (size_t i = 0; i < p->wide; i++) {
            bool line = i == 0 && p->line[row * map->columns + c];
            hop_string_add(out, "%s", line ? "+" : shade(p, map->values[row * map->columns + c]));
        }
    hop_string_add(out, "\u2502\n");
}

static void add_ends(const hop_findings *f, const picture *p, hop_string *out) {
    const hop_heat_map *map = p->map;
    size_t width = (map->columns + p->column_step - 1) / p->column_step * p->wide;
    char first[32], last[32];
    snprintf(first, sizeof first, "%.4g", map->x[0]);
    snprintf(last, sizeof last, "%.4g",
             map->x[(map->columns - 1) / p->column_step * p->column_step]);
    hop_string_add(out, "%*s%s%*s\n", TICK_WIDTH, "", first,
                   (int)(width > strlen(first) ? width - strlen(first) : 1), last);
    hop_string_add(out, "%*sacross: %s\n%*sup: %s\n", TICK_WIDTH, "", f->figure.x_label, TICK_WIDTH,
                   "", f->figure.y_label);
    hop_string_add(out, "%*s%s:\n%*s", TICK_WIDTH, "", map->label, TICK_WIDTH - 1, "");
    for (size_t k = 0; k < SHADE_COUNT; k++)
        hop_string_add(out, " [%s] %.3g", SHADES[k],
                       p->low + (p->high - p->low) * (double)k / SHADE_COUNT);
    hop_string_add(out, " to %.3g\n", p->high);
}

void hop_findings_map_text(const hop_findings *f, size_t width, hop_string *out) {
    const hop_heat_map *map = &f->map;
    picture p = {.map = map, .wide = 2};
    if (map->rows == 0 || !map->x || !map->y) return;
    size_t room = (width > 0 ? width : WIDTH) - TICK_WIDTH - 1;
    if (width > 0 && width < 3 * TICK_WIDTH) return;
    if (map->columns * 2 > room) p.wide = 1;
    p.column_step = (map->columns * p.wide + room - 1) / room;
    p.row_step = (map->rows + LINES_MAX - 1) / LINES_MAX;
    if (hop_alloc(map->rows * map->columns, sizeof *p.line, "a map", &p.line) != HOP_OK) {
        out->failed = true;
        return;
    }
    find_range(&p);
    mark_lines(f, &p);
    hop_string_add(out, "\n");
    for (size_t k = (map->rows - 1) / p.row_step + 1; k-- > 0;) add_line(&p, k * p.row_step, out);
    add_ends(f, &p, out);
    free(p.line);
}
