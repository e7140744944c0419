/* A painted block: one rectangle of about the picture's proportions, at a place drawn from all
 * those where it fits.
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "region.h"

/* Height first, by proportion; then the width that comes nearest to the area asked for, which also
 * serves pictures of very few rows and plain vectors. */
static hop_box size_of(const hop_canvas *canvas, double area) {
    double width = (double)canvas->shape.width, height = (double)canvas->shape.height;
    double rows = fmax(1, round(height * sqrt(area)));
    double columns = fmin(width, round(area * width * height / rows));
    return (hop_box){.width = (size_t)columns, .height = (size_t)rows};
}

static hop_status apply(const double *parameter, const hop_canvas *canvas, hop_random *random,
                        double *state) {
    hop_box box = size_of(canvas, parameter[0]);
    box.x = hop_random_below(random, canvas->shape.width - box.width + 1);
    box.y = hop_random_below(random, canvas->shape.height - box.height + 1);
    hop_corruption_fill(canvas, box, hop_corruption_level(canvas, parameter[1]), state);
    return HOP_OK;
}

const hop_corruption_row hop_corruption_block = {
    .row = {.name = "block",
            .title = "a rectangle at a random place covered with opaque paint",
            .sources = "",
            .parameters = {HOP_PARAMETER_AREA("fraction of the picture that is covered", 0.25),
                           HOP_PARAMETER_PAINT}},
    .strength = "area",
    .apply = apply,
};
