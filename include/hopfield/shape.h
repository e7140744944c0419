/* Shapes and element types shared by images, memories and states.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_SHAPE_H
#define HOPFIELD_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

#include <hopfield/export.h>

HOP_BEGIN_DECLS

/* The picture behind a vector, pixels row by row, channels innermost: dim = width * height *
 * channels.  A plain vector of d numbers is d x 1 with one channel and `image` false. */
typedef struct hop_shape {
    size_t width, height, channels; /* channels: 1 grey, 3 RGB */
    bool image;
} hop_shape;

/* How one number is stored.  u8 holds value/255: 255 is 1, white. */
typedef enum hop_dtype { HOP_U8, HOP_F32, HOP_F64 } hop_dtype;

/* What a state is: its picture and the range of its values (0 ... 1 for images, -1 ... 1 for
 * bipolar states, the memory's smallest and largest value otherwise). */
typedef struct hop_canvas {
    hop_shape shape;
    double low, high;
    bool clip;   /* results are clipped to the range, as a camera would */
    double unit; /* what damage counts as 1, gaussian's sigma and contrast's bias; 0 is 1 */
} hop_canvas;

/* width * height * channels; 0 where that overflows size_t. */
size_t hop_shape_dim(hop_shape shape);

/* True where all of width, height, channels and image agree. */
bool hop_shape_equal(hop_shape a, hop_shape b);

/* 1, 4 or 8 bytes. */
size_t hop_dtype_size(hop_dtype dtype);

/* "u8", "f32", "f64". */
const char *hop_dtype_name(hop_dtype dtype);

HOP_END_DECLS

#endif
