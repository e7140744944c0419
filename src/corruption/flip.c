/* Flipped pixels: v' = low + high - v, so -1 and 1 change places in a bipolar state and a picture
 * shows its negative there.
 * Hopfield 1982 starts recall at a Hamming distance from a memory in this way.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "../base/fail.h"
#include "region.h"

static hop_status apply(const double *parameter, const hop_canvas *canvas, hop_random *random,
                        double *state) {
    size_t *pixels = NULL, count = 0, channels = canvas->shape.channels;
    HOP_TRY(hop_corruption_choose(canvas, parameter[0], random, &pixels, &count));
    for (size_t i = 0; i < count; i++)
        for (size_t c = 0; c < channels; c++) {
            double *value = &state[pixels[i] * channels + c];
            *value = canvas->low + canvas->high - *value;
        }
    free(pixels);
    return HOP_OK;
}

const hop_corruption_row hop_corruption_flip = {
    .row = {.name = "flip",
            .title = "a fraction of the pixels mirrored in the range: -1 becomes 1, black white",
            .sources = "Hopfield 1982, doi 10.1073/pnas.79.8.2554",
            .parameters = {{.name = "rate",
                            .meaning = "fraction of the pixels that are flipped",
                            .unit = "dimensionless",
                            .default_value = 0.2,
                            .low = 0,
                            .high = 1}}},
    .strength = "rate",
    .apply = apply,
};
