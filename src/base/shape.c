/* Shapes and element types.
 * SPDX-License-Identifier: MIT */
#include <hopfield/shape.h>

#include "alloc.h"

size_t hop_shape_dim(hop_shape shape) {
    size_t pixels = 0, dim = 0;
    if (!hop_size_multiply(shape.width, shape.height, &pixels)) return 0;
    if (!hop_size_multiply(pixels, shape.channels, &dim)) return 0;
    return dim;
}

bool hop_shape_equal(hop_shape a, hop_shape b) {
    return a.width == b.width && a.height == b.height && a.channels == b.channels &&
           a.image == b.image;
}

size_t hop_dtype_size(hop_dtype dtype) {
    switch (dtype) {
    case HOP_U8: return 1;
    case HOP_F32: return 4;
    case HOP_F64: return 8;
    }
    return 0;
}

const char *hop_dtype_name(hop_dtype dtype) {
    switch (dtype) {
    case HOP_U8: return "u8";
    case HOP_F32: return "f32";
    case HOP_F64: return "f64";
    }
    return "unknown";
}
