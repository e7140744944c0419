/* Outlines and strokes: lines and curves, flattened to short straight pieces.
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "path.h"

/* Pieces of a Bezier curve; of a full turn.  Both stay within 1/50 pixel at 64 x 64. */
#define CURVE_PIECES 24
#define TURN_PIECES  96

#define DEGREE (3.14159265358979323846 / 180)

void hop_path_move(hop_path *path, hop_point to) {
    if (path->parts == HOP_PATH_PARTS) {
        path->full = true;
        return;
    }
    path->begin[path->parts++] = path->points;
    hop_path_line(path, to);
}

void hop_path_line(hop_path *path, hop_point to) {
    if (path->points == HOP_PATH_POINTS || path->parts == 0) {
        path->full = true;
        return;
    }
    path->point[path->points++] = to;
    path->begin[path->parts] = path->points;
}

void hop_path_curve(hop_path *path, hop_point first, hop_point second, hop_point to) {
    if (path->points == 0) {
        path->full = true;
        return;
    }
    hop_point from = path->point[path->points - 1];
    for (int i = 1; i <= CURVE_PIECES; i++) {
        double t = (double)i / CURVE_PIECES, u = 1 - t;
        double a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, d = t * t * t;
        hop_path_line(path, (hop_point){a * from.x + b * first.x + c * second.x + d * to.x,
                                        a * from.y + b * first.y + c * second.y + d * to.y});
    }
}

static hop_point between(hop_point a, hop_point b, double part) {
    return (hop_point){a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part};
}

void hop_path_bend(hop_path *path, hop_point control, hop_point to) {
    if (path->points == 0) {
        path->full = true;
        return;
    }
    hop_point from = path->point[path->points - 1];
    hop_path_curve(path, between(from, control, 2.0 / 3), between(to, control, 2.0 / 3), to);
}

void hop_path_arc(hop_path *path, hop_point centre, hop_point radius, double from, double to,
                  bool start) {
    int pieces = 1 + (int)(fabs(to - from) / 360 * TURN_PIECES);
    for (int i = 0; i <= pieces; i++) {
        double angle = (from + (to - from) * i / pieces) * DEGREE;
        hop_point on = {centre.x + radius.x * cos(angle), centre.y + radius.y * sin(angle)};
        if (start && i == 0)
            hop_path_move(path, on);
        else
            hop_path_line(path, on);
    }
}

void hop_path_box(hop_path *path, hop_point corner, hop_point size, double rounding) {
    hop_point radius = {rounding, rounding};
    double left = corner.x + rounding, right = corner.x + size.x - rounding;
    double top = corner.y + rounding, bottom = corner.y + size.y - rounding;
    hop_path_arc(path, (hop_point){left, top}, radius, 180, 270, true);
    hop_path_arc(path, (hop_point){right, top}, radius, 270, 360, false);
    hop_path_arc(path, (hop_point){right, bottom}, radius, 0, 90, false);
    hop_path_arc(path, (hop_point){left, bottom}, radius, 90, 180, false);
    hop_path_close(path);
}

void hop_path_close(hop_path *path) {
    if (path->parts > 0) hop_path_line(path, path->point[path->begin[path->parts - 1]]);
}

hop_point hop_point_turn(hop_point point, hop_point centre, double degrees) {
    double c = cos(degrees * DEGREE), s = sin(degrees * DEGREE);
    double x = point.x - centre.x, y = point.y - centre.y;
    return (hop_point){centre.x + c * x - s * y, centre.y + s * x + c * y};
}
