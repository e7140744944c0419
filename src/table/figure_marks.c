/* Names of vertical lines, such as a threshold by theory: beside the line, at the height and on the
 * side where the fewest curves pass.
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "display.h"
#include "figure_parts.h"

/* Room of a name, of the frame's width and height: a letter's, a line's; and from the line. */
static const double LETTER = 0.015, LINE = 0.06, APART = 0.012;

/* Heights of names, the best first. */
static const double HEIGHTS[] = {0.95, 0.05, 0.85, 0.15, 0.7, 0.3, 0.5};

/* Places of a curve looked at between two of its points, and of an interval. */
enum { BETWEEN = 40, MARKS_MAX = 16 };

/* What counts against a place: a name there, leaving the frame. */
static const double OTHER_NAME = 1000, OUTSIDE = 10000;

typedef struct box {
    double left, right, low, high; /* of the frame */
} box;

bool hop_table_is_mark(const hop_figure *figure, const hop_curve *curve) {
    if (figure->map || curve->style != HOP_CURVE_THEORY || curve->count < 2) return false;
    for (size_t i = 1; i < curve->count; i++)
        if (curve->x[i] != curve->x[0]) return false;
    return isfinite(curve->x[0]);
}

static bool holds(const box *b, double x, double y) {
    return x > b->left && x < b->right && y > b->low && y < b->high;
}

static bool overlap(const box *a, const box *b) {
    return a->left < b->right && b->left < a->right && a->low < b->high && b->low < a->high;
}

/* Places of the straight way between two points that lie in the box. */
static double along(const box *b, const hop_frame *frame, const double from[2],
                    const double to[2]) {
    double x[] = {hop_table_along(&frame->x, from[0]), hop_table_along(&frame->x, to[0])};
    double y[] = {hop_table_along(&frame->y, from[1]), hop_table_along(&frame->y, to[1])};
    double inside = 0;
    for (int k = 0; k <= BETWEEN; k++) {
        double part = (double)k / BETWEEN;
        inside += holds(b, x[0] + part * (x[1] - x[0]), y[0] + part * (y[1] - y[0]));
    }
    return inside;
}

/* What of a curve is in the box: its points, their intervals, the lines between them. */
static double cost_of(const box *b, const hop_frame *frame, const hop_curve *curve) {
    double cost = 0;
    for (size_t i = 0; i < curve->count; i++) {
        const double at[] = {curve->x[i], curve->y[i]};
        if (curve->style == HOP_CURVE_POINTS) cost += along(b, frame, at, at);
        if (curve->low && curve->high) {
            const double low[] = {curve->x[i], curve->low[i]},
                         high[] = {curve->x[i], curve->high[i]};
            cost += along(b, frame, low, high);
        }
        if (i == 0 || curve->style == HOP_CURVE_POINTS) continue;
        const double before[] = {curve->x[i - 1], curve->y[i - 1]};
        cost += along(b, frame, before, at);
    }
    return cost;
}

static box place_name(double x, double height, bool right, double width) {
    double left = right ? x + APART : x - APART - width;
    return (box){left, left + width, height - LINE / 2, height + LINE / 2};
}

/* The best of all places; boxes [count]: names that are there already. */
static box find_place(const hop_figure *figure, const hop_frame *frame, const hop_curve *mark,
                      const box *boxes, size_t count, bool *right) {
    double x = hop_table_along(&frame->x, mark->x[0]), least = INFINITY;
    size_t letters = hop_table_room(mark->name);
    double width = LETTER * (double)(letters < HOP_NAME_MAX ? letters : HOP_NAME_MAX);
    box best = {0};
    for (size_t k = 0; k < 2 * sizeof HEIGHTS / sizeof *HEIGHTS; k++) {
        box b = place_name(x, HEIGHTS[k / 2], k % 2 == 0, width);
        double cost = b.left < 0 || b.right > 1 ? OUTSIDE : 0;
        for (size_t i = 0; i < count; i++) cost += overlap(&b, &boxes[i]) ? OTHER_NAME : 0;
        for (size_t c = 0; c < figure->curve_count; c++)
            if (figure->curves[c].style != HOP_CURVE_DATA)
                cost += cost_of(&b, frame, &figure->curves[c]);
        if (cost >= least) continue;
        least = cost;
        best = b;
        *right = k % 2 == 0;
    }
    return best;
}

void hop_table_set_marks(hop_string *out, const hop_figure *figure, const hop_frame *frame) {
    box boxes[MARKS_MAX];
    size_t count = 0;
    for (size_t c = 0; c < figure->curve_count && count < MARKS_MAX; c++) {
        const hop_curve *curve = &figure->curves[c];
        if (!hop_table_curve_named(curve) || !hop_table_is_mark(figure, curve)) continue;
        bool right = true;
        box b = find_place(figure, frame, curve, boxes, count, &right);
        boxes[count++] = b;
        hop_string_add(out, "set label ");
        hop_table_quote(out, curve->name, HOP_NAME_MAX);
        hop_string_add(out, " at graph %.4f,%.4f %s front noenhanced\n", right ? b.left : b.right,
                       (b.low + b.high) / 2, right ? "left" : "right");
    }
}
