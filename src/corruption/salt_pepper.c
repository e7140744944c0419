/* Salt and pepper: chosen pixels become the darkest or the brightest value, either with
 * probability 1/2, in all channels at once.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "../base/fail.h"
#include "region.h"

static hop_status apply(const double *parameter, const hop_canvas *canvas, hop_random *random,
                        double *state) {
    size_t *pixels = NULL, count = 0, channels = canvas->shape.channels;
    HOP_TRY(hop_corruption_choose(canvas, parameter[0], random, &pixels, &count));
    for (size_t i = 0; i < count; i++) {
        double grain = hop_random_below(random, 2) ? canvas->high : canvas->low;
        double *pixel = &state[pixels[i] * channels];
        for (size_t c = 0; c < channels; c++)
            if (!isnan(pixel[c])) pixel[c] = grain;
    }
    free(pixels);
    return HOP_OK;
}

const hop_corruption_row hop_corruption_salt_pepper = {
    .row = {.name = "salt-pepper",
            .title = "a fraction of the pixels turned black or white, by even chance",
            .sources = "",
            .parameters = {{.name = "rate",
                            .meaning = "fraction of the pixels that are overwritten",
                            .unit = "dimensionless",
                            .default_value = 0.3,
                            .low = 0,
                            .high = 1}}},
    .strength = "rate",
    .apply = apply,
};
