/* Where words may stand within the frame: off the curves, off each other.
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "curve.h"
#include "display.h"

/* Room of a name, of the frame's height. */
static const double LINE = 0.06;

/* Places looked at between two points of a curve, and of an interval. */
enum { BETWEEN = 60 };

/* What counts against a place: a name there, leaving the frame. */
static const double OTHER_NAME = 1000, OUTSIDE = 10000;

double hop_table_name_width(const hop_figure *figure, const char *name) {
    size_t letters = hop_table_room(name);
    /* One more, since short names have wide letters now and then. */
    return hop_table_letter(figure) *
           (1 + (double)(letters < HOP_NAME_MAX ? letters : HOP_NAME_MAX));
}

double hop_table_name_height(void) {
    return LINE;
}

void hop_table_in_frame(const hop_figure *figure, const hop_frame *frame, double x, double y,
                        double at[2]) {
    const hop_heat_map *map = figure->map;
    if (map) {
        x = hop_table_cell_of(map->x, map->columns, figure->log_x, x);
        y = hop_table_cell_of(map->y, map->rows, figure->log_y, y);
    }
    at[0] = hop_table_along(&frame->x, x);
    at[1] = hop_table_along(&frame->y, y);
}

static bool holds(const hop_box *b, double x, double y) {
    return x > b->left && x < b->right && y > b->low && y < b->high;
}

static bool overlap(const hop_box *a, const hop_box *b) {
    return a->left < b->right && b->left < a->right && a->low < b->high && b->low < a->high;
}

/* Places of the straight way between two points of the frame that lie in the box. */
static double along(const hop_box *b, const double from[2], const double to[2]) {
    double inside = 0;
    for (int k = 0; k <= BETWEEN; k++) {
        double part = (double)k / BETWEEN;
        inside += holds(b, from[0] + part * (to[0] - from[0]), from[1] + part * (to[1] - from[1]));
    }
    return inside;
}

/* What of a curve is in the box: its points, their intervals, the lines between them. */
static double cost_of(const hop_places *places, const hop_box *b, const hop_curve *curve) {
    const hop_figure *figure = places->figure;
    bool line = hop_curve_row_of(curve)->joined;
    bool intervals = curve->low && curve->high && !figure->map;
    double cost = 0, before[2] = {NAN, NAN};
    for (size_t i = 0; i < curve->count; i++) {
        double at[2], low[2], high[2];
        hop_table_in_frame(figure, places->frame, curve->x[i], curve->y[i], at);
        if (!line) cost += along(b, at, at);
        if (intervals) {
            hop_table_in_frame(figure, places->frame, curve->x[i], curve->low[i], low);
            hop_table_in_frame(figure, places->frame, curve->x[i], curve->high[i], high);
            cost += along(b, low, high);
        }
        if (line && i > 0) cost += along(b, before, at);
        before[0] = at[0], before[1] = at[1];
    }
    return cost;
}

double hop_table_place_cost(const hop_places *places, const hop_box *b) {
    const hop_figure *figure = places->figure;
    double cost = b->left < 0 || b->right > 1 || b->low < 0 || b->high > 1 ? OUTSIDE : 0;
    for (size_t i = 0; i < places->count; i++)
        cost += overlap(b, &places->taken[i]) ? OTHER_NAME : 0;
    for (size_t c = 0; c < figure->curve_count; c++)
        if (hop_curve_row_of(&figure->curves[c])->drawn)
            cost += cost_of(places, b, &figure->curves[c]);
    return cost;
}

bool hop_table_place_take(hop_places *places, const hop_box *b) {
    if (places->count == sizeof places->taken / sizeof *places->taken) return false;
    places->taken[places->count++] = *b;
    return true;
}
