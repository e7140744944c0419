/* A plane through three points of a space, in orthonormal coordinates.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_THEORY_PLANE_H
#define HOP_THEORY_PLANE_H

#include <stddef.h>

#include <hopfield/status.h>

typedef struct hop_plane {
    size_t dim;
    double *origin;      /* [dim]: the centroid of the three points */
    double *across, *up; /* [dim], orthonormal; across: along the longest side */
    double corner[3][2]; /* the points, in the plane's coordinates */
} hop_plane;

/* Through points [3 x dim].  HOP_E_VALUE for points on a line, HOP_E_MEMORY.  hop_plane_clear()
 * frees it. */
hop_status hop_plane_create(const double *points, size_t dim, hop_plane *plane);
void hop_plane_clear(hop_plane *plane);

/* The point at coordinates (x, y), into point [dim]. */
void hop_plane_point(const hop_plane *plane, double x, double y, double *point);

/* The coordinates of the foot of a point [dim] on the plane; returns its distance from there. */
double hop_plane_project(const hop_plane *plane, const double *point, double *x, double *y);

#endif
