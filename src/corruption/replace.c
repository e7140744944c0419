/* Replaced pixels: chosen pixels lose their values to uniform noise in low ... high, a fresh number
 * for every channel.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "../base/fail.h"
#include "region.h"

static hop_status apply(const double *parameter, const hop_canvas *canvas, hop_random *random,
                        double *state) {
    size_t *pixels = NULL, count = 0, channels = canvas->shape.channels;
    HOP_TRY(hop_corruption_choose(canvas, parameter[0], random, &pixels, &count));
    for (size_t i = 0; i < count; i++)
        for (size_t c = 0; c < channels; c++) {
            double noise = hop_corruption_level(canvas, hop_random_uniform(random));
            double *value = &state[pixels[i] * channels + c];
            if (!isnan(*value)) *value = noise;
        }
    free(pixels);
    return HOP_OK;
}

const hop_corruption_row hop_corruption_replace = {
    .row = {.name = "replace",
            .title = "a fraction of the pixels replaced by uniform noise; the others are untouched",
            .sources = "",
            .parameters = {{.name = "rate",
                            .meaning = "fraction of the pixels that are replaced",
                            .unit = "dimensionless",
                            .default_value = 0.5,
                            .low = 0,
                            .high = 1}}},
    .strength = "rate",
    .apply = apply,
};
