/* Names of single points on a map: in a box beside the point, where neither paths nor other points
 * are hidden by it.
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "figure_parts.h"

/* Around the point: below, above, right, left, and the corners. */
static const struct side {
    int across, up;
} SIDES[] = {{0, -1}, {0, 1}, {1, 0}, {-1, 0}, {1, -1}, {-1, -1}, {1, 1}, {-1, 1}};

/* How far the box is from its point, of the frame: a first ring, and further ones. */
static const double APART = 0.022, RING = 0.035;
enum { RINGS = 4 };

/* Nearer places are better ones, and of equals the first side. */
static const double PER_RING = 0.4, PER_SIDE = 0.01;

/* Letters that the box's margins take. */
static const double MARGINS = 0.02;

static hop_box box_at(const double at[2], double width, const struct side *side, int ring) {
    double height = hop_table_name_height(), away = APART + RING * ring;
    double x = at[0] + side->across * (away + width / 2), y = at[1] + side->up * away;
    y += side->up * height / 2;
    return (hop_box){x - width / 2, x + width / 2, y - height / 2, y + height / 2};
}

static hop_box find_place(const hop_places *places, const double at[2], double width) {
    hop_box best = {0};
    double least = INFINITY;
    for (int ring = 0; ring < RINGS; ring++)
        for (size_t s = 0; s < sizeof SIDES / sizeof *SIDES; s++) {
            hop_box b = box_at(at, width, &SIDES[s], ring);
            double cost = hop_table_place_cost(places, &b);
            cost += PER_RING * ring + PER_SIDE * (double)s;
            if (cost >= least) continue;
            least = cost;
            best = b;
        }
    return best;
}

void hop_table_set_landmarks(hop_string *out, const hop_figure *figure, const hop_frame *frame) {
    hop_places places = {.figure = figure, .frame = frame};
    hop_string_add(out, "set style textbox 1 opaque noborder fillcolor rgb '#ffffff' "
                        "margins 0.6,0.6\n");
    for (size_t c = 0; c < figure->curve_count; c++) {
        const hop_curve *curve = &figure->curves[c];
        double at[2];
        if (!hop_table_is_landmark(figure, curve)) continue;
        hop_table_in_frame(figure, frame, curve->x[0], curve->y[0], at);
        if (!isfinite(at[0]) || !isfinite(at[1])) continue;
        hop_box b = find_place(&places, at, hop_table_name_width(figure, curve->name) + MARGINS);
        hop_table_place_take(&places, &b);
        hop_string_add(out, "set label ");
        hop_table_quote(out, curve->name, HOP_NAME_MAX);
        hop_string_add(out, " at graph %.4f,%.4f center front noenhanced boxed bs 1\n",
                       (b.left + b.right) / 2, (b.low + b.high) / 2);
    }
}
