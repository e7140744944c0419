/* Resizing: each output pixel is the average of the area it covers where a side shrinks, and a
 * cubic through four pixels (Catmull and Rom 1974) where it grows.  Alpha weighs the colours.
 * SPDX-License-Identifier: MIT */
#include <hopfield/image.h>

#include <assert.h>
#include <limits.h>
#include <string.h>

#define STB_IMAGE_RESIZE_IMPLEMENTATION
#define STB_IMAGE_RESIZE_STATIC
#include <stb/stb_image_resize.h>

#include "../base/fail.h"

/* How the picture lies on the output: output = picture * scale - shift, both in pixels. */
typedef struct placing {
    double scale_x, scale_y, shift_x, shift_y;
} placing;

/* The resampler computes its sizes in int; nothing may reach that. */
static hop_status check_sizes(const hop_image *image, size_t width, size_t height) {
    double row_in = (double)image->width * (double)image->channels * sizeof(float);
    double row_out = (double)width * (double)image->channels * sizeof(float);
    double rows = 2.0 * (double)image->height / (double)height + 8.0;
    double most = (double)INT_MAX, workspace = most / 4.0;
    if (width == 0 || height == 0 || image->width == 0 || image->height == 0)
        return hop_fail(HOP_E_VALUE, "a picture of %zu x %zu pixels cannot become one of %zu x %zu",
                        image->width, image->height, width, height);
    bool fits = row_in * 16.0 <= workspace && row_out * 16.0 <= workspace &&
                row_out * rows <= workspace && row_in * (double)image->height <= most &&
                row_out * (double)height <= most;
    if (fits) return HOP_OK;
    return hop_fail(HOP_E_LIMIT, "resizing %zu x %zu pixels to %zu x %zu is too much at once",
                    image->width, image->height, width, height);
}

static stbir_filter filter_for(double scale) {
    return scale < 1.0 ? STBIR_FILTER_BOX : STBIR_FILTER_CATMULLROM;
}

/* A cubic overshoots at edges. */
static void clip(hop_image *image) {
    size_t count = image->width * image->height * image->channels;
    for (size_t i = 0; i < count; i++) {
        if (!(image->samples[i] > 0.0f)) image->samples[i] = 0.0f;
        if (image->samples[i] > 1.0f) image->samples[i] = 1.0f;
    }
}

static hop_status resample(const hop_image *image, const placing *at, size_t width, size_t height,
                           hop_image *out) {
    bool alpha = image->channels % 2 == 0;
    hop_image fresh;
    HOP_TRY(hop_image_create(width, height, image->channels, &fresh));
    fresh.depth = image->depth;
    fresh.unknown = image->unknown;
    int done = stbir_resize_subpixel(
        image->samples, (int)image->width, (int)image->height, 0, fresh.samples, (int)width,
        (int)height, 0, STBIR_TYPE_FLOAT, (int)image->channels,
        alpha ? (int)image->channels - 1 : STBIR_ALPHA_CHANNEL_NONE, 0, STBIR_EDGE_CLAMP,
        STBIR_EDGE_CLAMP, filter_for(at->scale_x), filter_for(at->scale_y), STBIR_COLORSPACE_LINEAR,
        NULL, (float)at->scale_x, (float)at->scale_y, (float)at->shift_x, (float)at->shift_y);
    if (!done) {
        hop_image_clear(&fresh);
        return hop_fail(HOP_E_MEMORY, "resizing to %zu x %zu pixels: there is not enough memory",
                        width, height);
    }
    clip(&fresh);
    *out = fresh;
    return HOP_OK;
}

static const char *const NAMES[] = {[HOP_RESIZE_NONE] = "none",
                                    [HOP_RESIZE_FIT] = "fit",
                                    [HOP_RESIZE_CROP] = "crop",
                                    [HOP_RESIZE_STRETCH] = "stretch"};

const char *hop_resize_name(hop_resize resize) {
    return NAMES[resize];
}

bool hop_resize_parse(const char *name, hop_resize *resize) {
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (strcmp(NAMES[i], name) == 0) {
            *resize = (hop_resize)i;
            return true;
        }
    return false;
}

static hop_status copy(const hop_image *image, hop_image *out) {
    hop_image fresh;
    HOP_TRY(hop_image_create(image->width, image->height, image->channels, &fresh));
    size_t count = image->width * image->height * image->channels;
    memcpy(fresh.samples, image->samples, count * sizeof *fresh.samples);
    fresh.depth = image->depth;
    fresh.unknown = image->unknown;
    *out = fresh;
    return HOP_OK;
}

static hop_status stretch(const hop_image *image, size_t width, size_t height, hop_image *out) {
    if (image->width == width && image->height == height) return copy(image, out);
    placing at = {.scale_x = (double)width / (double)image->width,
                  .scale_y = (double)height / (double)image->height};
    return resample(image, &at, width, height, out);
}

static hop_status crop(const hop_image *image, size_t width, size_t height, hop_image *out) {
    double x = (double)width / (double)image->width, y = (double)height / (double)image->height;
    double scale = x > y ? x : y;
    placing at = {.scale_x = scale,
                  .scale_y = scale,
                  .shift_x = ((double)image->width * scale - (double)width) / 2.0,
                  .shift_y = ((double)image->height * scale - (double)height) / 2.0};
    return resample(image, &at, width, height, out);
}

static size_t rounded_side(size_t side, double scale) {
    size_t scaled = (size_t)((double)side * scale + 0.5);
    return scaled > 0 ? scaled : 1;
}

/* A whole picture of the background colour, opaque. */
static hop_status plain(size_t width, size_t height, const hop_image *like,
                        const double background[3], hop_image *out) {
    float rgb[3] = {(float)background[0], (float)background[1], (float)background[2]};
    hop_image dot = {.width = 1, .height = 1, .channels = 3, .samples = rgb}, pixel;
    HOP_TRY(hop_image_convert(&dot, like->channels, NULL, &pixel));
    hop_status status = hop_image_create(width, height, like->channels, out);
    for (size_t i = 0; status == HOP_OK && i < width * height; i++)
        memcpy(out->samples + i * like->channels, pixel.samples,
               like->channels * sizeof *pixel.samples);
    hop_image_clear(&pixel);
    return status;
}

static void paste(const hop_image *inner, hop_image *out) {
    size_t left = (out->width - inner->width) / 2, top = (out->height - inner->height) / 2;
    for (size_t y = 0; y < inner->height; y++)
        memcpy(out->samples + ((top + y) * out->width + left) * out->channels,
               inner->samples + y * inner->width * inner->channels,
               inner->width * inner->channels * sizeof *inner->samples);
}

static hop_status fit(const hop_image *image, size_t width, size_t height, const double *background,
                      hop_image *out) {
    double x = (double)width / (double)image->width, y = (double)height / (double)image->height;
    size_t wide = x <= y ? width : rounded_side(image->width, y);
    size_t high = x <= y ? rounded_side(image->height, x) : height;
    if (wide == width && high == height) return stretch(image, width, height, out);
    assert(background);
    hop_image inner, fresh;
    HOP_TRY(stretch(image, wide, high, &inner));
    hop_status status = plain(width, height, image, background, &fresh);
    if (status == HOP_OK) {
        paste(&inner, &fresh);
        fresh.depth = image->depth;
        fresh.unknown = image->unknown;
        *out = fresh;
    }
    hop_image_clear(&inner);
    return status;
}

hop_status hop_image_resize(const hop_image *image, size_t width, size_t height, hop_resize how,
                            const double *background, hop_image *out) {
    assert(out != image);
    if (image->width == width && image->height == height) return copy(image, out);
    HOP_TRY(check_sizes(image, width, height));
    switch (how) {
    case HOP_RESIZE_FIT: return fit(image, width, height, background, out);
    case HOP_RESIZE_CROP: return crop(image, width, height, out);
    case HOP_RESIZE_STRETCH: return stretch(image, width, height, out);
    case HOP_RESIZE_NONE: break;
    }
    return hop_fail(HOP_E_SHAPE,
                    "the picture has %zu x %zu pixels, not %zu x %zu; resize it (fit, crop or "
                    "stretch)",
                    image->width, image->height, width, height);
}
