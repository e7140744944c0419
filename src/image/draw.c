/* Lines and discs, with soft edges: what a pixel takes of the ink is how much of it is covered.
 * SPDX-License-Identifier: MIT */
#include "draw.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "../base/fail.h"

hop_ink hop_ink_of(const char *colour) {
    unsigned red = 0, green = 0, blue = 0;
    if (sscanf(colour, "#%2x%2x%2x", &red, &green, &blue) != 3) return (hop_ink){0};
    return (hop_ink){(float)red / 255.0f, (float)green / 255.0f, (float)blue / 255.0f};
}

static void mix(float *pixel, hop_ink ink, float part) {
    const float channel[] = {ink.red, ink.green, ink.blue};
    for (int c = 0; c < 3; c++) pixel[c] += part * (channel[c] - pixel[c]);
}

void hop_image_box(hop_image *image, size_t x, size_t y, size_t width, size_t height, hop_ink ink) {
    for (size_t v = y; v < y + height && v < image->height; v++)
        for (size_t u = x; u < x + width && u < image->width; u++)
            mix(image->samples + 3 * (v * image->width + u), ink, 1);
}

void hop_image_fill(hop_image *image, hop_ink ink) {
    hop_image_box(image, 0, 0, image->width, image->height, ink);
}

/* Distance of a place from the way between two others. */
static double distance(const double p[2], const double from[2], const double to[2]) {
    double dx = to[0] - from[0], dy = to[1] - from[1], length = dx * dx + dy * dy;
    double part = length > 0 ? ((p[0] - from[0]) * dx + (p[1] - from[1]) * dy) / length : 0;
    part = fmin(fmax(part, 0), 1);
    return hypot(p[0] - from[0] - part * dx, p[1] - from[1] - part * dy);
}

void hop_image_line(hop_image *image, const double from[2], const double to[2], double thickness,
                    hop_ink ink) {
    double reach = thickness / 2 + 1;
    if (!isfinite(from[0] + from[1] + to[0] + to[1])) return;
    double left = fmax(fmin(from[0], to[0]) - reach, 0),
           top = fmax(fmin(from[1], to[1]) - reach, 0);
    double right = fmin(fmax(from[0], to[0]) + reach, (double)image->width);
    double bottom = fmin(fmax(from[1], to[1]) + reach, (double)image->height);
    for (size_t y = (size_t)top; (double)y < bottom; y++)
        for (size_t x = (size_t)left; (double)x < right; x++) {
            const double middle[] = {(double)x + 0.5, (double)y + 0.5};
            double covered = thickness / 2 + 0.5 - distance(middle, from, to);
            if (covered > 0)
                mix(image->samples + 3 * (y * image->width + x), ink, (float)fmin(covered, 1));
        }
}

void hop_image_disc(hop_image *image, const double at[2], double radius, hop_ink ink) {
    hop_image_line(image, at, at, 2 * radius, ink);
}

void hop_image_paste(hop_image *image, const hop_image *from, size_t x, size_t y) {
    if (x >= image->width) return;
    size_t width = from->width < image->width - x ? from->width : image->width - x;
    for (size_t v = 0; v < from->height && y + v < image->height; v++)
        memcpy(image->samples + 3 * ((y + v) * image->width + x),
               from->samples + 3 * v * from->width, 3 * width * sizeof *from->samples);
}

hop_status hop_image_of_state(hop_shape shape, const double *state, hop_image *image) {
    size_t pixels = shape.width * shape.height, channels = shape.channels;
    bool unknown = false;
    for (size_t i = 0; i < pixels * channels; i++) unknown = unknown || isnan(state[i]);
    size_t all = channels + (unknown ? 1 : 0);
    HOP_TRY(hop_image_create(shape.width, shape.height, all, image));
    for (size_t p = 0; p < pixels; p++) {
        bool known = true;
        for (size_t c = 0; c < channels; c++) {
            double value = state[p * channels + c];
            known = known && !isnan(value);
            image->samples[p * all + c] = isnan(value) ? 0 : (float)fmin(fmax(value, 0), 1);
        }
        if (unknown) image->samples[p * all + channels] = known ? 1 : 0;
    }
    return HOP_OK;
}
