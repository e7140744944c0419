/* Pictures on the terminal: a character cell is two pixels, one above the other.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "../base/text.h"
#include "picture.h"

/* Dark to light, for terminals without colour and for files. */
static const char *const SHADES[] = {" ", "\u2591", "\u2592", "\u2593", "\u2588"};
enum { SHADE_COUNT = 5 };

bool cli_wants_colour(FILE *out) {
    const char *never = getenv("NO_COLOR");
    return isatty(fileno(out)) && !(never && *never);
}

size_t cli_width(FILE *out) {
    struct winsize window;
    if (ioctl(fileno(out), TIOCGWINSZ, &window) == 0 && window.ws_col > 0) return window.ws_col;
    const char *columns = getenv("COLUMNS");
    double value = 0;
    bool given = columns && hop_text_parse_number(columns, &value) && value >= 20 && value < 1000;
    return given ? (size_t)value : 80;
}

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

static void draw_colour(FILE *out, const hop_image *image, size_t x, size_t y) {
    unsigned top[3], bottom[3];
    pixel(image, x, y, top);
    pixel(image, x, y + 1 < image->height ? y + 1 : y, bottom);
    fprintf(out, "\033[38;2;%u;%u;%um\033[48;2;%u;%u;%um\u2580", top[0], top[1], top[2], bottom[0],
            bottom[1], bottom[2]);
}

static void draw_shade(FILE *out, const hop_image *image, size_t x, size_t y) {
    unsigned top[3], bottom[3];
    pixel(image, x, y, top);
    pixel(image, x, y + 1 < image->height ? y + 1 : y, bottom);
    /* Rec. 601 luma. */
    double luma =
        0.299 * (top[0] + bottom[0]) + 0.587 * (top[1] + bottom[1]) + 0.114 * (top[2] + bottom[2]);
    size_t shade = (size_t)(luma / 2 / 256 * SHADE_COUNT);
    fputs(SHADES[shade < SHADE_COUNT ? shade : SHADE_COUNT - 1], out);
}

static hop_status shrink(const hop_canvas *canvas, const double *state, size_t columns,
                         hop_image *small) {
    static const double WHITE[3] = {1, 1, 1};
    hop_image image = {0};
    hop_status status = cli_picture_make(canvas, state, &image);
    if (status != HOP_OK) return status;
    size_t height = columns * image.height / image.width;
    height += height % 2;
    status = hop_image_resize(&image, columns, height > 0 ? height : 2, HOP_RESIZE_STRETCH, WHITE,
                              small);
    hop_image_clear(&image);
    return status;
}

static void draw_line(FILE *out, const hop_image *images, size_t count, size_t y, bool colour) {
    for (size_t i = 0; i < count; i++) {
        fputs("  ", out);
        for (size_t x = 0; x < images[i].width; x++)
            (colour ? draw_colour : draw_shade)(out, &images[i], x, y);
        if (colour) fputs("\033[0m", out);
    }
    fputc('\n', out);
}

hop_status cli_picture_draw(FILE *out, const hop_canvas *canvas, const double *const *states,
                            const char *const *captions, size_t count, size_t columns,
                            bool colour) {
    enum { ABREAST = 8 };
    hop_image images[ABREAST] = {0};
    hop_status status = HOP_OK;
    if (count > ABREAST) count = ABREAST;
    for (size_t i = 0; i < count && status == HOP_OK; i++)
        status = shrink(canvas, states[i], columns, &images[i]);
    for (size_t y = 0; status == HOP_OK && y < images[0].height; y += 2)
        draw_line(out, images, count, y, colour);
    for (size_t i = 0; status == HOP_OK && i < count; i++)
        fprintf(out, "  %-*.*s", (int)columns, (int)columns, captions[i]);
    if (status == HOP_OK) fputc('\n', out);
    for (size_t i = 0; i < count; i++) hop_image_clear(&images[i]);
    return status;
}
