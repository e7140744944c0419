/* Planes: Gram and Schmidt, two vectors of them.
 * SPDX-License-Identifier: MIT */
#include "plane.h"

#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"

/* The third point must stand off the longest side by more than this part of it. */
static const double FLATTEST = 1e-6;

static double dot(const double *a, const double *b, size_t dim) {
    double sum = 0;
    for (size_t j = 0; j < dim; j++) sum += a[j] * b[j];
    return sum;
}

static double squared_side(const double *points, size_t dim, size_t a, size_t b) {
    double sum = 0;
    for (size_t j = 0; j < dim; j++) {
        double part = points[b * dim + j] - points[a * dim + j];
        sum += part * part;
    }
    return sum;
}

/* The side from point `from` to the next one that is longest. */
static size_t longest_side(const double *points, size_t dim) {
    size_t best = 0;
    double most = -1;
    for (size_t k = 0; k < 3; k++) {
        double square = squared_side(points, dim, k, (k + 1) % 3);
        if (square > most) most = square, best = k;
    }
    return best;
}

static hop_status find_axes(const double *points, hop_plane *p) {
    size_t dim = p->dim, from = longest_side(points, dim);
    const double *a = points + from * dim, *b = points + (from + 1) % 3 * dim;
    const double *c = points + (from + 2) % 3 * dim;
    double length = sqrt(squared_side(points, dim, from, (from + 1) % 3));
    for (size_t j = 0; j < dim; j++) {
        p->origin[j] = (a[j] + b[j] + c[j]) / 3;
        p->across[j] = length > 0 ? (b[j] - a[j]) / length : 0;
        p->up[j] = c[j] - a[j];
    }
    double along = dot(p->up, p->across, dim);
    for (size_t j = 0; j < dim; j++) p->up[j] -= along * p->across[j];
    double height = sqrt(dot(p->up, p->up, dim));
    if (!(height > FLATTEST * length))
        return hop_fail(HOP_E_VALUE, "three points that lie on a line have no plane");
    for (size_t j = 0; j < dim; j++) p->up[j] /= height;
    for (size_t k = 0; k < 3; k++)
        hop_plane_project(p, points + k * dim, &p->corner[k][0], &p->corner[k][1]);
    return HOP_OK;
}

hop_status hop_plane_create(const double *points, size_t dim, hop_plane *plane) {
    hop_plane made = {.dim = dim};
    hop_status status = hop_alloc(dim, sizeof *made.origin, "a plane", &made.origin);
    if (status == HOP_OK) status = hop_alloc(dim, sizeof *made.across, "a plane", &made.across);
    if (status == HOP_OK) status = hop_alloc(dim, sizeof *made.up, "a plane", &made.up);
    if (status == HOP_OK) status = find_axes(points, &made);
    if (status == HOP_OK)
        *plane = made;
    else
        hop_plane_clear(&made);
    return status;
}

void hop_plane_clear(hop_plane *plane) {
    free(plane->origin);
    free(plane->across);
    free(plane->up);
    *plane = (hop_plane){0};
}

void hop_plane_point(const hop_plane *p, double x, double y, double *point) {
    for (size_t j = 0; j < p->dim; j++) point[j] = p->origin[j] + x * p->across[j] + y * p->up[j];
}

double hop_plane_project(const hop_plane *p, const double *point, double *x, double *y) {
    double across = 0, up = 0, off = 0;
    for (size_t j = 0; j < p->dim; j++) {
        across += (point[j] - p->origin[j]) * p->across[j];
        up += (point[j] - p->origin[j]) * p->up[j];
    }
    for (size_t j = 0; j < p->dim; j++) {
        double rest = point[j] - p->origin[j] - across * p->across[j] - up * p->up[j];
        off += rest * rest;
    }
    *x = across;
    *y = up;
    return sqrt(off);
}
