/* A negative: every value mirrored in the range, black for white.
 * SPDX-License-Identifier: MIT */
#include <hopfield/corruption.h>

static hop_status apply(const double *parameter, const hop_canvas *canvas, hop_random *random,
                        double *state) {
    (void)parameter, (void)random;
    size_t dim = hop_shape_dim(canvas->shape);
    for (size_t i = 0; i < dim; i++) state[i] = canvas->low + canvas->high - state[i];
    return HOP_OK;
}

const hop_corruption_row hop_corruption_invert = {
    .row = {.name = "invert",
            .title = "a negative: every value mirrored in the range, black for white",
            .sources = ""},
    .apply = apply,
};
