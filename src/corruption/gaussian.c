/* Gaussian noise: v' = v + sigma z, z normal with mean 0 and standard deviation 1, a fresh one for
 * every value (each channel of each pixel).
 * SPDX-License-Identifier: MIT */
#include "region.h"

/* Up to here the squared norm of a million such values still fits a float. */
#define LARGEST_SIGMA 1e15

/* Values that draw their noise together. */
enum { AT_ONCE = 1024 };

static hop_status apply(const double *parameter, const hop_canvas *canvas, hop_random *random,
                        double *state) {
    size_t dim = hop_shape_dim(canvas->shape);
    const double sigma = parameter[0] * hop_corruption_unit(canvas);
    /* Unknown values take their number too, so that the noise does not depend on what is known. */
    double noise[AT_ONCE];
    for (size_t from = 0; from < dim; from += AT_ONCE) {
        const size_t some = dim - from < AT_ONCE ? dim - from : AT_ONCE;
        hop_random_normals(random, some, noise);
        for (size_t i = 0; i < some; i++) state[from + i] += sigma * noise[i];
    }
    return HOP_OK;
}

const hop_corruption_row hop_corruption_gaussian = {
    .row =
        {.name = "gaussian",
         .title = "independent normal noise added to every value",
         .sources = "",
         .parameters =
             {{.name = "sigma",
               .meaning = "standard deviation of the noise",
               .unit =
                   "of the values (a picture goes from 0 to 1; numbers up to 255 count as 255ths)",
               .default_value = 0.5,
               .low = 0,
               .high = LARGEST_SIGMA}}},
    .in_values = true,
    .strength = "sigma",
    .apply = apply,
};
