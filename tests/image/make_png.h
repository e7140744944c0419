/* PNG files of every form, made in memory by libpng for the tests to read back.
 * SPDX-License-Identifier: MIT */
#ifndef TESTS_IMAGE_MAKE_PNG_H
#define TESTS_IMAGE_MAKE_PNG_H

#include <png.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct png_form {
    unsigned width, height;
    int depth, colour; /* as libpng has them */
    bool interlaced;
    const png_color *palette;
    int palette_count;
    const unsigned char *palette_alpha; /* tRNS of a palette */
    int alpha_count;
    const png_color_16 *key; /* tRNS of grey and RGB: the transparent colour */
    const char *text_key, *text;
    double gamma; /* 0: no gAMA chunk */
} png_form;

static inline unsigned form_channels(const png_form *form) {
    switch (form->colour) {
    case PNG_COLOR_TYPE_RGB: return 3;
    case PNG_COLOR_TYPE_GRAY_ALPHA: return 2;
    case PNG_COLOR_TYPE_RGB_ALPHA: return 4;
    default: return 1;
    }
}

/* The integer sample at (x, y, c): scattered, and within the depth or the palette. */
static inline unsigned form_value(const png_form *form, unsigned x, unsigned y, unsigned c) {
    uint32_t mixed = (x * 73856093u) ^ (y * 19349663u) ^ ((c + 1) * 83492791u);
    mixed = (mixed ^ (mixed >> 13)) * 2654435761u;
    unsigned count = form->palette ? (unsigned)form->palette_count : 1u << form->depth;
    return (mixed >> 8) % count;
}

static inline void form_describe(const png_form *form, png_structp png, png_infop info) {
    png_set_IHDR(png, info, form->width, form->height, form->depth, form->colour,
                 form->interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    if (form->palette) png_set_PLTE(png, info, form->palette, form->palette_count);
    if (form->alpha_count > 0)
        png_set_tRNS(png, info, form->palette_alpha, form->alpha_count, NULL);
    if (form->key) png_set_tRNS(png, info, NULL, 0, form->key);
    if (form->gamma > 0) png_set_gAMA(png, info, form->gamma);
    if (!form->text) return;
    char key[80], text[80];
    snprintf(key, sizeof key, "%s", form->text_key);
    snprintf(text, sizeof text, "%s", form->text);
    png_set_text(png, info,
                 &(png_text){.compression = PNG_TEXT_COMPRESSION_NONE, .key = key, .text = text},
                 1);
}

static inline void form_row(const png_form *form, unsigned y, unsigned char *row) {
    unsigned channels = form_channels(form);
    for (unsigned i = 0; i < form->width * channels; i++) {
        unsigned value = form_value(form, i / channels, y, i % channels);
        if (form->depth == 16) {
            row[2 * i] = (unsigned char)(value >> 8);
            row[2 * i + 1] = (unsigned char)(value & 255);
        } else {
            row[i] = (unsigned char)value;
        }
    }
}

/* The file; free() it. */
static inline unsigned char *form_encode(const png_form *form, size_t *size) {
    char *bytes = NULL;
    FILE *file = open_memstream(&bytes, size);
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    png_init_io(png, file);
    form_describe(form, png, info);
    png_write_info(png, info);
    png_set_packing(png);
    unsigned char *row = malloc((size_t)form->width * form_channels(form) * 2);
    int passes = png_set_interlace_handling(png);
    for (int pass = 0; pass < passes; pass++)
        for (unsigned y = 0; y < form->height; y++) {
            form_row(form, y, row);
            png_write_row(png, row);
        }
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    free(row);
    fclose(file);
    return (unsigned char *)bytes;
}

#endif
