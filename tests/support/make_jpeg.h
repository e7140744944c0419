/* JPEG files of every form, made in memory by libjpeg for the tests to read back.
 * SPDX-License-Identifier: MIT */
#ifndef TESTS_SUPPORT_MAKE_JPEG_H
#define TESTS_SUPPORT_MAKE_JPEG_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

typedef struct jpeg_form {
    unsigned width, height;
    int channels; /* 1 grey, 3 RGB, 4 CMYK */
    bool progressive;
    unsigned orientation; /* 0: no Exif */
    bool big_endian;      /* of the Exif data */
    bool xmp;             /* another marker of Exif's kind before it */
    unsigned scene;       /* 0: a slope; else a sun over the sea, elsewhere in each scene */
} jpeg_form;

/* A sample that changes slowly, as photographs do, and tells left from right and top from bottom.
 */
static inline unsigned char jpeg_value(const jpeg_form *form, unsigned x, unsigned y, unsigned c) {
    double along = (x + 0.5) / form->width, down = (y + 0.5) / form->height;
    if (form->scene > 0) {
        double sun = 0.15 + 0.7 * (form->scene * 37 % 100) / 100,
               high = 0.2 + form->scene % 3 * 0.1;
        double dx = along - sun, dy = down - high, sea = 0.5 + form->scene % 4 * 0.08;
        bool shore = (x * 13 / form->width + form->scene) * 7919 % 5 * 0.09 > down - sea;
        if (dx * dx + dy * dy < 0.01) return (unsigned char)(c == 2 ? 120 : 250 - 30 * c);
        if (down < sea) return (unsigned char)(90 + 50 * c + 60 * down);
        return (unsigned char)(shore ? 200 - 50 * c - 80 * along : 20 + 50 * c + 40 * down);
    }
    return (unsigned char)(20 + 150 * along + 50 * down + 10 * c);
}

/* Exif with one entry, the orientation; returns its length. */
static inline unsigned jpeg_exif(const jpeg_form *form, unsigned char exif[32]) {
    static const unsigned char LITTLE[] =
        "Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\0\0\0\0";
    static const unsigned char BIG[] =
        "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0";
    memcpy(exif, form->big_endian ? BIG : LITTLE, 28);
    exif[form->big_endian ? 25 : 24] = (unsigned char)form->orientation;
    return 28;
}

/* The file; free() it. */
static inline unsigned char *jpeg_encode(const jpeg_form *form, size_t *size) {
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    unsigned char *bytes = NULL, exif[32], row[4 * 4096];
    unsigned long length = 0;
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &bytes, &length);
    jpeg.image_width = form->width;
    jpeg.image_height = form->height;
    jpeg.input_components = form->channels;
    jpeg.in_color_space = form->channels == 1   ? JCS_GRAYSCALE
                          : form->channels == 3 ? JCS_RGB
                                                : JCS_CMYK;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, 98, TRUE);
    if (form->progressive) jpeg_simple_progression(&jpeg);
    jpeg_start_compress(&jpeg, TRUE);
    if (form->xmp)
        jpeg_write_marker(&jpeg, JPEG_APP0 + 1,
                          (const JOCTET *)"http://ns.adobe.com/xap/1.0/\0<x/>", 33);
    if (form->orientation > 0) jpeg_write_marker(&jpeg, JPEG_APP0 + 1, exif, jpeg_exif(form, exif));
    for (unsigned y = 0; y < form->height; y++) {
        unsigned channels = (unsigned)form->channels;
        for (unsigned i = 0; i < form->width * channels; i++)
            row[i] = jpeg_value(form, i / channels, y, i % channels);
        JSAMPROW rows[] = {row};
        jpeg_write_scanlines(&jpeg, rows, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    *size = length;
    return bytes;
}

#endif
