/* How an array's dimensions are taken.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_LOAD_ARRAY_SHAPE_H
#define HOP_LOAD_ARRAY_SHAPE_H

#include "loader.h"

/* Patterns in an array.  Steps are from one to the next, in elements. */
typedef struct hop_array_plan {
    size_t count;
    hop_shape shape;                /* of the memory's patterns */
    size_t height, width, channels; /* of the numbers, in this order in a pattern */
    size_t step, step_y, step_x, step_channel;
    bool in_order; /* the numbers lie as the memory has them */
} hop_array_plan;

/* See hop_array_shape(). */
hop_status hop_array_plan_make(const hop_load_options *options, const char *path,
                               const hop_array *given, hop_string *remarks, hop_array_plan *plan);

#endif
