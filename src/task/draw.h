/* Random things that several tasks draw.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TASK_DRAW_H
#define HOP_TASK_DRAW_H

#include <hopfield/random.h>

/* Unit vectors [count x dim], perpendicular to each other, uniformly: normal numbers made
 * orthogonal one after another.  count <= dim. */
void hop_draw_frame(hop_random *random, size_t count, size_t dim, double *frame);

/* A point of the unit sphere in dim dimensions. */
void hop_draw_direction(hop_random *random, size_t dim, double *point);

/* An index 0 ... count-1 with probabilities p [count], which sum to 1. */
size_t hop_draw_index(hop_random *random, const double *p, size_t count);

#endif
