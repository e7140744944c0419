/* Making, freeing and converting pictures.
 * SPDX-License-Identifier: MIT */
#include <hopfield/image.h>

#include <assert.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"

/* Rec. 601 luma of red, green and blue; dimensionless, they sum to 1. */
static const double LUMA[3] = {0.299, 0.587, 0.114};

hop_status hop_image_create(size_t width, size_t height, size_t channels, hop_image *image) {
    assert(channels >= 1 && channels <= 4);
    size_t pixels = 0, count = 0;
    if (!hop_size_multiply(width, height, &pixels) || !hop_size_multiply(pixels, channels, &count))
        return hop_fail(HOP_E_LIMIT, "a picture of %zu x %zu pixels is more than any machine holds",
                        width, height);
    float *samples = NULL;
    HOP_TRY(hop_alloc(count, sizeof *samples, "a picture", &samples));
    *image = (hop_image){
        .width = width, .height = height, .channels = channels, .depth = 8, .samples = samples};
    return HOP_OK;
}

void hop_image_clear(hop_image *image) {
    if (!image) return;
    free(image->samples);
    *image = (hop_image){.samples = NULL};
}

static bool has_alpha(size_t channels) {
    return channels == 2 || channels == 4;
}

/* One pixel of `channels` samples as red, green, blue, alpha. */
static void unpack(const float *pixel, size_t channels, double rgba[4]) {
    for (size_t c = 0; c < 3; c++) rgba[c] = (double)pixel[channels < 3 ? 0 : c];
    rgba[3] = has_alpha(channels) ? (double)pixel[channels - 1] : 1.0;
}

/* Sums in double and one rounding: a grey pixel comes through luma exactly as it was. */
static void pack(const double rgba[4], size_t channels, float *pixel) {
    double luma = LUMA[0] * rgba[0] + LUMA[1] * rgba[1] + LUMA[2] * rgba[2];
    if (channels < 3) pixel[0] = (float)luma;
    for (size_t c = 0; c < 3 && channels >= 3; c++) pixel[c] = (float)rgba[c];
    if (has_alpha(channels)) pixel[channels - 1] = (float)rgba[3];
}

static void compose(const double background[3], double rgba[4]) {
    for (size_t c = 0; c < 3; c++) rgba[c] = rgba[3] * rgba[c] + (1.0 - rgba[3]) * background[c];
}

hop_status hop_image_convert(const hop_image *image, size_t channels, const double *background,
                             hop_image *out) {
    assert(out != image);
    bool composed = has_alpha(image->channels) && !has_alpha(channels);
    assert(background || !composed);
    hop_image fresh;
    HOP_TRY(hop_image_create(image->width, image->height, channels, &fresh));
    fresh.depth = image->depth;
    fresh.unknown = image->unknown && !composed;
    size_t pixels = image->width * image->height;
    for (size_t i = 0; i < pixels; i++) {
        double rgba[4];
        unpack(image->samples + i * image->channels, image->channels, rgba);
        if (composed) compose(background, rgba);
        pack(rgba, channels, fresh.samples + i * channels);
    }
    *out = fresh;
    return HOP_OK;
}
