/* Pictures in text: a character is two pixels, one above the other.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>

#include "../base/fail.h"
#include "display.h"
#include "result_private.h"

/* Dark to light, where there is no colour. */
static const char *const SHADES[] = {" ", "\u2591", "\u2592", "\u2593", "\u2588"};
enum { SHADE_COUNT = 5 };

/* Columns of a picture: where three of them share a terminal of 80, and at most. */
enum { COLUMNS_LEAST = 12, COLUMNS_MOST = 24, GAP = 2 };

/* Unknown pixels show as a checkerboard of greys. */
static void pixel(const hop_image *image, size_t x, size_t y, unsigned *rgb) {
    const float *sample = image->samples + (y * image->width + x) * image->channels;
    bool grey = image->channels < 3, alpha = image->channels % 2 == 0;
    bool unknown = alpha && sample[image->channels - 1] < 0.5f;
    for (size_t c = 0; c < 3; c++) {
        float value = sample[grey ? 0 : c];
        rgb[c] = unknown ? ((x + y) % 2 ? 150 : 105) : (unsigned)lrintf(255 * value);
    }
}

static void draw_colour(hop_string *out, const hop_image *image, size_t x, size_t y) {
    unsigned top[3], bottom[3];
    pixel(image, x, y, top);
    pixel(image, x, y + 1 < image->height ? y + 1 : y, bottom);
    hop_string_add(out, "\033[38;2;%u;%u;%um\033[48;2;%u;%u;%um\u2580", top[0], top[1], top[2],
                   bottom[0], bottom[1], bottom[2]);
}

static void draw_shade(hop_string *out, const hop_image *image, size_t x, size_t y) {
    unsigned top[3], bottom[3];
    pixel(image, x, y, top);
    pixel(image, x, y + 1 < image->height ? y + 1 : y, bottom);
    /* Rec. 601 luma. */
    double luma =
        0.299 * (top[0] + bottom[0]) + 0.587 * (top[1] + bottom[1]) + 0.114 * (top[2] + bottom[2]);
    size_t shade = (size_t)(luma / 2 / 256 * SHADE_COUNT);
    hop_string_add(out, "%s", SHADES[shade < SHADE_COUNT ? shade : SHADE_COUNT - 1]);
}

static hop_status shrink(const hop_image *image, size_t columns, hop_image *small) {
    static const double WHITE[3] = {1, 1, 1};
    size_t height = columns * image->height / image->width;
    height += height % 2;
    return hop_image_resize(image, columns, height > 0 ? height : 2, HOP_RESIZE_STRETCH, WHITE,
                            small);
}

static void draw_line(hop_string *out, const hop_image *images, size_t count, size_t y,
                      bool colour) {
    for (size_t i = 0; i < count; i++) {
        hop_string_add(out, "%*s", GAP, "");
        for (size_t x = 0; x < images[i].width; x++)
            (colour ? draw_colour : draw_shade)(out, &images[i], x, y < images[i].height ? y : 0);
        if (colour) hop_string_add(out, "\033[0m");
    }
    hop_string_add(out, "\n");
}

static void add_captions(hop_string *out, const hop_item *items, size_t count, size_t columns) {
    for (size_t i = 0; i < count; i++) {
        hop_string_add(out, "%*s", GAP, "");
        size_t taken = hop_table_show(out, items[i].meaning ? items[i].meaning : "", columns);
        hop_string_add(out, "%*s", i + 1 < count ? (int)(columns - taken) : 0, "");
    }
    hop_string_add(out, "\n");
}

hop_status hop_result_add_pictures(const hop_item *items, size_t count,
                                   const hop_render_options *options, hop_string *out) {
    hop_image images[HOP_ABREAST] = {0};
    hop_status status = HOP_OK;
    size_t width = options->width ? options->width : 80, most = 0;
    size_t columns = width / HOP_ABREAST > GAP ? width / HOP_ABREAST - GAP : 0;
    columns = columns > COLUMNS_MOST    ? COLUMNS_MOST
              : columns < COLUMNS_LEAST ? COLUMNS_LEAST
                                        : columns;
    for (size_t i = 0; i < count && status == HOP_OK; i++) {
        status = shrink(items[i].image, columns, &images[i]);
        if (images[i].height > most) most = images[i].height;
    }
    for (size_t y = 0; status == HOP_OK && y < most; y += 2)
        draw_line(out, images, count, y, options->colour);
    if (status == HOP_OK) add_captions(out, items, count, columns);
    for (size_t i = 0; i < count; i++) hop_image_clear(&images[i]);
    return status;
}
