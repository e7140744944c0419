/* Frames, directions, symbols.
 * SPDX-License-Identifier: MIT */
#include "draw.h"

#include <math.h>

void hop_draw_direction(hop_random *random, size_t dim, double *point) {
    double square = 0;
    for (size_t c = 0; c < dim; c++) {
        point[c] = hop_random_normal(random);
        square += point[c] * point[c];
    }
    for (size_t c = 0; c < dim; c++) point[c] /= sqrt(square);
}

void hop_draw_frame(hop_random *random, size_t count, size_t dim, double *frame) {
    for (size_t i = 0; i < count; i++) {
        double *v = frame + i * dim, square = 0;
        hop_draw_direction(random, dim, v);
        for (size_t k = 0; k < i; k++) {
            const double *u = frame + k * dim;
            double along = 0;
            for (size_t c = 0; c < dim; c++) along += u[c] * v[c];
            for (size_t c = 0; c < dim; c++) v[c] -= along * u[c];
        }
        for (size_t c = 0; c < dim; c++) square += v[c] * v[c];
        for (size_t c = 0; c < dim; c++) v[c] /= sqrt(square);
    }
}

size_t hop_draw_index(hop_random *random, const double *p, size_t count) {
    double left = hop_random_uniform(random);
    size_t i = 0;
    while (i + 1 < count && left >= p[i]) left -= p[i++];
    return i;
}
