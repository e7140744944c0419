/* Names of vertical lines, such as a threshold by theory: beside the line, at the height and on the
 * side where the fewest curves pass.
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "figure_parts.h"

/* A name from its line, of the frame's width. */
static const double APART = 0.012;

/* Heights of names, the best first. */
static const double HEIGHTS[] = {0.95, 0.05, 0.85, 0.15, 0.7, 0.3, 0.5};

static hop_box place_name(double x, double height, bool right, double width) {
    double left = right ? x + APART : x - APART - width, half = hop_table_name_height() / 2;
    return (hop_box){left, left + width, height - half, height + half};
}

/* The best of all places. */
static hop_box find_place(const hop_places *places, const hop_curve *mark, bool *right) {
    double x = hop_table_along(&places->frame->x, mark->x[0]), least = INFINITY;
    double width = hop_table_name_width(places->figure, mark->name);
    hop_box best = {0};
    for (size_t k = 0; k < 2 * sizeof HEIGHTS / sizeof *HEIGHTS; k++) {
        hop_box b = place_name(x, HEIGHTS[k / 2], k % 2 == 0, width);
        double cost = hop_table_place_cost(places, &b);
        if (cost >= least) continue;
        least = cost;
        best = b;
        *right = k % 2 == 0;
    }
    return best;
}

/* Whether each vertical line has a name of its own: then names take the colours of their lines,
 * else one stands for several. */
static bool all_named(const hop_figure *figure) {
    for (size_t c = 0; c < figure->curve_count; c++) {
        const hop_curve *curve = &figure->curves[c];
        if (hop_table_is_mark(figure, curve) && !hop_table_curve_named(curve)) return false;
    }
    return true;
}

static void add_mark(hop_string *out, const hop_curve *curve, const hop_box *b, bool right,
                     bool coloured) {
    size_t next = 0;
    hop_string_add(out, "set label ");
    hop_table_quote(out, curve->name, HOP_NAME_MAX);
    hop_string_add(out, " at graph %.4f,%.4f %s front noenhanced", right ? b->left : b->right,
                   (b->low + b->high) / 2, right ? "left" : "right");
    if (coloured && curve->colour >= 1)
        hop_string_add(out, " textcolor rgb '%s'", hop_table_look(curve, &next).colour);
    hop_string_add(out, "\n");
}

void hop_table_set_marks(hop_string *out, const hop_figure *figure, const hop_frame *frame) {
    hop_places places = {.figure = figure, .frame = frame};
    bool coloured = all_named(figure);
    for (size_t c = 0; c < figure->curve_count; c++) {
        const hop_curve *curve = &figure->curves[c];
        if (!hop_table_curve_named(curve) || !hop_table_is_mark(figure, curve)) continue;
        if (hop_table_in_key(figure, curve)) continue;
        bool right = true;
        hop_box b = find_place(&places, curve, &right);
        if (!hop_table_place_take(&places, &b)) return;
        add_mark(out, curve, &b, right, coloured);
    }
}
