/* Pixels, rectangles and sides.
 * SPDX-License-Identifier: MIT */
#include "region.h"

#include <math.h>

#include "../base/alloc.h"
#include "../base/fail.h"

double hop_corruption_level(const hop_canvas *canvas, double level) {
    return canvas->low + level * (canvas->high - canvas->low);
}

double hop_corruption_unit(const hop_canvas *canvas) {
    return canvas->unit > 0 ? canvas->unit : 1;
}

hop_status hop_corruption_choose(const hop_canvas *canvas, double rate, hop_random *random,
                                 size_t **pixels, size_t *count) {
    size_t total = canvas->shape.width * canvas->shape.height;
    size_t chosen = (size_t)round(rate * (double)total);
    size_t *order = NULL;
    HOP_TRY(hop_alloc(total, sizeof *order, "an order of pixels", &order));
    hop_random_sample(random, total, chosen, order);
    *pixels = order;
    *count = chosen;
    return HOP_OK;
}

hop_status hop_corruption_side(const hop_canvas *canvas, enum hop_side side, double area,
                               hop_box *box) {
    size_t width = canvas->shape.width, height = canvas->shape.height;
    bool whole_rows = side == HOP_TOP || side == HOP_BOTTOM;
    if (whole_rows && !canvas->shape.image)
        return hop_fail(HOP_E_SUPPORT, "a plain vector has no %s; use side=left or side=right",
                        side == HOP_TOP ? "top" : "bottom");
    size_t rows = whole_rows ? (size_t)round(area * (double)height) : height;
    size_t columns = whole_rows ? width : (size_t)round(area * (double)width);
    *box = (hop_box){
        .x = side == HOP_RIGHT ? width - columns : 0,
        .y = side == HOP_BOTTOM ? height - rows : 0,
        .width = columns,
        .height = rows,
    };
    return HOP_OK;
}

void hop_corruption_fill(const hop_canvas *canvas, hop_box box, double value, double *state) {
    size_t channels = canvas->shape.channels;
    for (size_t y = box.y; y < box.y + box.height; y++) {
        double *row = state + (y * canvas->shape.width + box.x) * channels;
        for (size_t i = 0; i < box.width * channels; i++)
            if (!isnan(row[i])) row[i] = value;
    }
}
