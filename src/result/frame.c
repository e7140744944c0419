/* Ranges of the axes, places on them, and labels that keep clear of each other.
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "../base/fail.h"
#include "curve.h"

/* Room above and below the curves, of the axis's length. */
static const double MARGIN = 0.04;

static double scaled(const hop_axis *axis, double value) {
    return axis->log ? log(value) : value;
}

double hop_table_along(const hop_axis *axis, double value) {
    double low = scaled(axis, axis->low), high = scaled(axis, axis->high);
    return (scaled(axis, value) / 2 - low / 2) / (high / 2 - low / 2);
}

static bool fits(const hop_axis *axis, double value) {
    return isfinite(value) && (!axis->log || value > 0);
}

static void include(hop_axis *axis, double value) {
    if (!fits(axis, value)) return;
    axis->low = fmin(axis->low, value);
    axis->high = fmax(axis->high, value);
}

static void include_curve(hop_frame *frame, const hop_curve *curve) {
    for (size_t i = 0; i < curve->count; i++) {
        if (!fits(&frame->x, curve->x[i]) || !fits(&frame->y, curve->y[i])) continue;
        include(&frame->x, curve->x[i]);
        include(&frame->y, curve->y[i]);
        if (!curve->low) continue;
        include(&frame->y, curve->low[i]);
        include(&frame->y, curve->high[i]);
    }
}

/* Room at both ends, and some length where all values are equal. */
static void widen(hop_axis *axis, double margin) {
    if (axis->log) {
        double ratio = axis->high > axis->low ? pow(axis->high / axis->low, margin) : 2;
        axis->low /= ratio;
        axis->high *= ratio;
        return;
    }
    double length = axis->high - axis->low;
    double room = length > 0 ? margin * length : fmax(fabs(axis->low) / 2, 0.5);
    axis->low -= room;
    axis->high += room;
}

/* Limits that were asked for, equal ones for none. */
static hop_status limit(hop_axis *axis, const char *name, double low, double high) {
    if (low == high) return HOP_OK;
    if (!(low < high) || !fits(axis, low) || !fits(axis, high))
        return hop_fail(HOP_E_VALUE, "the %s axis cannot run from %g to %g%s", name, low, high,
                        axis->log ? " on a logarithmic scale" : "");
    axis->low = low;
    axis->high = high;
    return HOP_OK;
}

static hop_status check_ticks(const double *ticks, size_t count, bool log, const char *name) {
    for (size_t i = 0; ticks && i < count; i++) {
        if (!isfinite(ticks[i]) || (log && ticks[i] <= 0))
            return hop_fail(HOP_E_VALUE, "tick %zu of the map's %s is %g", i, name, ticks[i]);
        if (i > 0 && ticks[i] <= ticks[i - 1])
            return hop_fail(HOP_E_VALUE, "the map's %s must increase, but tick %zu is %g after %g",
                            name, i, ticks[i], ticks[i - 1]);
    }
    return HOP_OK;
}

static hop_status frame_map(const hop_figure *figure, hop_frame *frame) {
    const hop_heat_map *map = figure->map;
    if (map->rows == 0 || map->columns == 0)
        return hop_fail(HOP_E_EMPTY, "the map has no cells to show");
    HOP_TRY(check_ticks(map->x, map->columns, figure->log_x, "x"));
    HOP_TRY(check_ticks(map->y, map->rows, figure->log_y, "y"));
    frame->x = (hop_axis){.low = -0.5, .high = (double)map->columns - 0.5};
    frame->y = (hop_axis){.low = -0.5, .high = (double)map->rows - 0.5};
    if (map->downwards) frame->y = (hop_axis){.low = frame->y.high, .high = frame->y.low};
    return HOP_OK;
}

hop_status hop_table_frame(const hop_figure *figure, hop_frame *frame) {
    hop_frame found = {.x = {.low = INFINITY, .high = -INFINITY, .log = figure->log_x},
                       .y = {.low = INFINITY, .high = -INFINITY, .log = figure->log_y}};
    if (figure->map) {
        HOP_TRY(frame_map(figure, &found));
        *frame = found;
        return HOP_OK;
    }
    bool points = false;
    for (size_t c = 0; c < figure->curve_count; c++) {
        const hop_curve_row *row = hop_curve_row_of(&figure->curves[c]);
        if (!row->drawn) continue;
        include_curve(&found, &figure->curves[c]);
        points = points || !row->joined;
    }
    if (!(found.x.low <= found.x.high))
        return hop_fail(HOP_E_EMPTY, "the figure has no point that can be shown%s",
                        figure->log_x || figure->log_y ? " on a logarithmic axis" : "");
    widen(&found.x, points ? MARGIN / 2 : 0);
    widen(&found.y, MARGIN);
    HOP_TRY(limit(&found.x, "x", figure->x_low, figure->x_high));
    HOP_TRY(limit(&found.y, "y", figure->y_low, figure->y_high));
    *frame = found;
    return HOP_OK;
}

double hop_table_cell_of(const double *ticks, size_t count, bool log, double value) {
    hop_axis axis = {.log = log};
    if (!ticks) return value;
    if (!fits(&axis, value)) return NAN;
    if (count < 2) return value == ticks[0] ? 0 : NAN;
    size_t i = 0;
    while (i + 2 < count && value > ticks[i + 1]) i++;
    axis.low = ticks[i];
    axis.high = ticks[i + 1];
    return (double)i + hop_table_along(&axis, value);
}

void hop_table_spread(double *heights, size_t count, double gap) {
    if (count == 0) return;
    bool room = gap * (double)(count - 1) <= 1;
    /* Neighbours that are too close share their shortfall; a chain settles in a few rounds. */
    for (size_t round = 0; round < 50 * count; round++) {
        bool moved = false;
        if (room) heights[0] = fmax(heights[0], 0);
        if (room) heights[count - 1] = fmin(heights[count - 1], 1);
        for (size_t i = 0; i + 1 < count; i++) {
            double missing = gap - (heights[i + 1] - heights[i]);
            if (missing <= gap * 1e-3) continue;
            heights[i] -= missing / 2;
            heights[i + 1] += missing / 2;
            moved = true;
        }
        if (!moved) break;
    }
}
