/* A negative: every value mirrored in the range, black for white, or part of the way there.
 * SPDX-License-Identifier: MIT */
#include <hopfield/corruption.h>

static hop_status apply(const double *parameter, const hop_canvas *canvas, hop_random *random,
                        double *state) {
    const double amount = parameter[0];
    const size_t dim = hop_shape_dim(canvas->shape);
    (void)random;
    for (size_t i = 0; i < dim; i++)
        state[i] += amount * (canvas->low + canvas->high - 2 * state[i]);
    return HOP_OK;
}

const hop_corruption_row hop_corruption_invert = {
    .row = {.name = "invert",
            .title = "a negative: every value mirrored in the range, black for white",
            .sources = "",
            .parameters = {{.name = "amount",
                            .meaning = "how far: 0 changes nothing, 0.5 is grey, 1 a negative",
                            .unit = "dimensionless",
                            .default_value = 1,
                            .low = 0,
                            .high = 1}}},
    .strength = "amount",
    .apply = apply,
};
