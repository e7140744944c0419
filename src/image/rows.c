/* Rows become a picture, smaller by a whole factor if need be.
 * SPDX-License-Identifier: MIT */
#include "rows.h"

#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/limits.h"
#include "exif.h"

const hop_image_limits hop_image_default_limits = {
    .pixels = HOP_LIMIT_PIXELS,
    .bytes = HOP_LIMIT_BYTES,
    .unpacked = HOP_LIMIT_UNPACKED,
    .numbers = HOP_LIMIT_NUMBERS,
};

hop_image_limits hop_image_limits_resolve(const hop_image_limits *given) {
    hop_image_limits limits = hop_image_default_limits;
    if (!given) return limits;
    if (given->pixels) limits.pixels = given->pixels;
    if (given->bytes) limits.bytes = given->bytes;
    if (given->unpacked) limits.unpacked = given->unpacked;
    if (given->numbers) limits.numbers = given->numbers;
    limits.width = given->width;
    limits.height = given->height;
    return limits;
}

/* Pictures of fewer numbers are read as they are: they cost little, and resizing at once is a
 * trifle better than in two steps. */
static const double LARGE = 1 << 22;

size_t hop_rows_factor(const hop_image_limits *limits, size_t width, size_t height,
                       size_t channels) {
    if (limits->width == 0 || limits->height == 0) return 1;
    if ((double)width * (double)height * (double)channels < LARGE) return 1;
    /* Which side will be which is not known before the picture is turned. */
    const size_t wanted = limits->width > limits->height ? limits->width : limits->height;
    const size_t least = width < height ? width : height;
    const size_t factor = least / (2 * wanted);
    return factor > 1 ? factor : 1;
}

static size_t parts(size_t side, size_t factor) {
    return (side + factor - 1) / factor;
}

hop_status hop_rows_begin(const char *name, const hop_image_limits *limits, size_t width,
                          size_t height, size_t channels, hop_rows *rows) {
    const size_t factor = hop_rows_factor(limits, width, height, channels);
    hop_rows made = {.width = width, .channels = channels, .factor = factor};
    const size_t wide = parts(width, factor), high = parts(height, factor);
    const double numbers = (double)wide * (double)high * (double)channels;
    if (numbers > (double)limits->numbers)
        return hop_fail(HOP_E_LIMIT,
                        "%s: has %zu x %zu pixels, which is %.0f million numbers a picture; --size "
                        "640x480, say, reads it smaller",
                        name, width, height, numbers / 1e6);
    HOP_TRY(hop_image_create(wide, high, channels, &made.image));
    hop_status status =
        factor == 1 ? HOP_OK : hop_alloc(wide, (channels + 1) * sizeof(double), name, &made.sums);
    if (status == HOP_OK)
        *rows = made;
    else
        hop_rows_clear(&made);
    return status;
}

/* Colours count as much as they are opaque; what stands last is the number of pixels. */
static void add_to_sums(hop_rows *rows, const float *row) {
    const size_t channels = rows->channels, stride = channels + 1;
    const bool alpha = channels % 2 == 0;
    for (size_t x = 0; x < rows->width; x++) {
        double *sums = rows->sums + x / rows->factor * stride;
        const float *pixel = row + x * channels;
        const double weight = alpha ? (double)pixel[channels - 1] : 1;
        for (size_t c = 0; c < channels; c++)
            sums[c] += alpha && c < channels - 1 ? weight * (double)pixel[c] : (double)pixel[c];
        sums[channels] += 1;
    }
}

/* Means of the squares that are complete, into a row of the picture. */
static void take_means(hop_rows *rows, size_t y) {
    const size_t channels = rows->channels, stride = channels + 1, wide = rows->image.width;
    const bool alpha = channels % 2 == 0;
    float *out = rows->image.samples + y * wide * channels;
    for (size_t x = 0; x < wide; x++) {
        const double *sums = rows->sums + x * stride;
        for (size_t c = 0; c < channels; c++) {
            double weight = alpha && c < channels - 1 ? sums[channels - 1] : sums[channels];
            out[x * channels + c] = weight > 0 ? (float)(sums[c] / weight) : 0;
        }
    }
    memset(rows->sums, 0, wide * stride * sizeof *rows->sums);
}

void hop_rows_add(hop_rows *rows, const float *row) {
    const size_t y = rows->row++;
    if (y / rows->factor >= rows->image.height) return;
    if (rows->factor == 1) {
        memcpy(rows->image.samples + y * rows->width * rows->channels, row,
               rows->width * rows->channels * sizeof *row);
        return;
    }
    add_to_sums(rows, row);
    if (rows->row % rows->factor == 0) take_means(rows, y / rows->factor);
}

hop_status hop_rows_end(hop_rows *rows, unsigned orientation, hop_image *image) {
    if (rows->factor > 1 && rows->row % rows->factor != 0)
        take_means(rows, (rows->row - 1) / rows->factor);
    HOP_TRY(hop_image_orient(&rows->image, orientation));
    *image = rows->image;
    rows->image = (hop_image){0};
    hop_rows_clear(rows);
    return HOP_OK;
}

void hop_rows_clear(hop_rows *rows) {
    hop_image_clear(&rows->image);
    free(rows->sums);
    *rows = (hop_rows){0};
}
