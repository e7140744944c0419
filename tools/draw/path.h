/* Outlines and strokes: lines and curves, flattened to short straight pieces.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_DRAW_PATH_H
#define HOP_DRAW_PATH_H

#include <stdbool.h>
#include <stddef.h>

/* In design units, x to the right, y down; angles in degrees, clockwise from the right. */
typedef struct hop_point {
    double x, y;
} hop_point;

#define HOP_PATH_POINTS 2048
#define HOP_PATH_PARTS  64

/* Parts of connected points; part i is point[begin[i]] up to point[begin[i + 1]].  A path starts
 * as {0}.  Points beyond the capacity are dropped and `full` is set. */
typedef struct hop_path {
    hop_point point[HOP_PATH_POINTS];
    size_t begin[HOP_PATH_PARTS + 1];
    size_t points, parts;
    bool full;
} hop_path;

/* Starts a part at `to`. */
void hop_path_move(hop_path *path, hop_point to);

/* Goes on from the last point: straight, or along a Bezier curve with one or two controls. */
void hop_path_line(hop_path *path, hop_point to);
void hop_path_bend(hop_path *path, hop_point control, hop_point to);
void hop_path_curve(hop_path *path, hop_point first, hop_point second, hop_point to);

/* Goes along an ellipse round `centre`, in a part of its own if `start`. */
void hop_path_arc(hop_path *path, hop_point centre, hop_point radius, double from, double to,
                  bool start);

/* A box with rounded corners, as a part of its own. */
void hop_path_box(hop_path *path, hop_point corner, hop_point size, double rounding);

/* Leads the last part back to where it started. */
void hop_path_close(hop_path *path);

/* point turned by `degrees` about `centre`. */
hop_point hop_point_turn(hop_point point, hop_point centre, double degrees);

#endif
