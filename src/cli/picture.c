/* States as images.
 * SPDX-License-Identifier: MIT */
#include "picture.h"

#include <math.h>

hop_status cli_picture_make(const hop_canvas *canvas, const double *state, hop_image *image) {
    hop_shape shape = canvas->shape;
    size_t pixels = shape.width * shape.height, channels = shape.channels;
    bool unknown = false;
    for (size_t i = 0; i < pixels * channels; i++) unknown = unknown || isnan(state[i]);
    size_t stored = channels + (unknown ? 1 : 0);
    hop_status status = hop_image_create(shape.width, shape.height, stored, image);
    if (status != HOP_OK) return status;
    image->unknown = unknown;
    for (size_t p = 0; p < pixels; p++) {
        float *sample = image->samples + p * stored;
        bool known = true;
        for (size_t c = 0; c < channels; c++) {
            double value = state[p * channels + c];
            known = known && !isnan(value);
            value = (value - canvas->low) / (canvas->high - canvas->low);
            sample[c] = isnan(value) ? 0.0f : (float)fmin(fmax(value, 0), 1);
        }
        if (unknown) sample[channels] = known ? 1.0f : 0.0f;
    }
    return HOP_OK;
}
