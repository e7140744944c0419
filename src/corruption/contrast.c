/* Contrast and brightness: v' = gain v + bias for every value.
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "region.h"

static hop_status apply(const double *parameter, const hop_canvas *canvas, hop_random *random,
                        double *state) {
    (void)random;
    size_t dim = hop_shape_dim(canvas->shape);
    const double gain = parameter[0], bias = parameter[1] * hop_corruption_unit(canvas);
    for (size_t i = 0; i < dim; i++) state[i] = gain * state[i] + bias;
    return HOP_OK;
}

/* Contrast is lost towards middle grey. */
static void strengthen(double strength, double width, double *parameter) {
    (void)width;
    parameter[0] = 1 - strength;
    parameter[1] = strength / 2;
}

const hop_corruption_row hop_corruption_contrast = {
    .row =
        {.name = "contrast",
         .title = "every value multiplied by a gain and shifted by a bias, as by a bad exposure",
         .sources = "",
         .parameters =
             {{.name = "gain",
               .meaning = "factor: below 1 flatter, below 0 a negative",
               .unit = "dimensionless",
               .default_value = 0.5,
               .low = -INFINITY,
               .high = INFINITY},
              {.name = "bias",
               .meaning = "what is added after the multiplication",
               .unit =
                   "of the values (a picture goes from 0 to 1; numbers up to 255 count as 255ths)",
               .default_value = 0.25,
               .low = -INFINITY,
               .high = INFINITY}}},
    .in_values = true,
    .strength = "gain",
    .strengthen = strengthen,
    .strength_is = "1 \u2212 gain",
    .apply = apply,
};
