/* PNG pictures whose chunks have the right checksums and the wrong contents.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "hostile.h"

typedef struct form {
    const char *name;
    uint32_t width, height;
    uint8_t depth, colour, packing, filtering, interlace;
    size_t idat; /* bytes of pixels that there are, filters and all */
    uint8_t filter;
} form;

static void chunk(bytes *file, const char *type, const void *data, size_t size) {
    put_big(file, size, 4);
    const size_t from = file->size;
    put(file, type, 4);
    put(file, data, size);
    put_big(file, crc32(0, file->at + from, (uInt)(size + 4)), 4);
}

static void begin(bytes *file, const form *f) {
    bytes header = {0};
    put(file, "\x89PNG\r\n\x1a\n", 8);
    put_big(&header, f->width, 4);
    put_big(&header, f->height, 4);
    const uint8_t rest[] = {f->depth, f->colour, f->packing, f->filtering, f->interlace};
    put(&header, rest, sizeof rest);
    chunk(file, "IHDR", header.at, header.size);
    free(header.at);
}

/* Rows of `row` bytes behind their filter. */
static void pixels(bytes *file, size_t size, size_t row, uint8_t filter) {
    bytes plain = {0};
    for (size_t i = 0; i < size; i++)
        put_same(&plain, i % (row + 1) == 0 ? filter : (uint8_t)(i * 37), 1);
    bytes zipped = packed(&plain, false);
    chunk(file, "IDAT", zipped.at, zipped.size);
    free(zipped.at);
    free(plain.at);
}

static void end(bytes *file, const char *name) {
    chunk(file, "IEND", "", 0);
    emit(file, "png-%s.png", name);
}

/* Pictures of which the header alone is wrong, or does not go with the pixels. */
static const form FORMS[] = {
    {"width0", 0, 4, 8, 0, 0, 0, 0, 20, 0},
    {"height0", 4, 0, 8, 0, 0, 0, 0, 20, 0},
    {"width-most", 0x7fffffff, 1, 8, 0, 0, 0, 0, 20, 0},
    {"width-over", 0x80000000, 1, 8, 0, 0, 0, 0, 20, 0},
    {"both-most", 0x7fffffff, 0x7fffffff, 16, 6, 0, 0, 0, 20, 0},
    {"product-wraps", 0x10000, 0x10000, 16, 6, 0, 0, 0, 20, 0},
    {"depth0", 4, 4, 0, 0, 0, 0, 0, 20, 0},
    {"depth3", 4, 4, 3, 0, 0, 0, 0, 20, 0},
    {"depth32", 4, 4, 32, 0, 0, 0, 0, 20, 0},
    {"colour1", 4, 4, 8, 1, 0, 0, 0, 20, 0},
    {"colour5", 4, 4, 8, 5, 0, 0, 0, 20, 0},
    {"colour255", 4, 4, 8, 255, 0, 0, 0, 20, 0},
    {"rgb-of-4-bits", 4, 4, 4, 2, 0, 0, 0, 28, 0},
    {"packing1", 4, 4, 8, 0, 1, 0, 0, 20, 0},
    {"filtering1", 4, 4, 8, 0, 0, 1, 0, 20, 0},
    {"interlace2", 4, 4, 8, 0, 0, 0, 2, 20, 0},
    {"interlaced-short", 64, 64, 8, 6, 0, 0, 1, 20, 0},
    {"too-few-pixels", 4, 4, 8, 0, 0, 0, 0, 19, 0},
    {"too-many-pixels", 4, 4, 8, 0, 0, 0, 0, 2000, 0},
    {"no-pixels", 4, 4, 8, 0, 0, 0, 0, 0, 0},
    {"filter4", 4, 4, 8, 0, 0, 0, 0, 20, 4},
    {"filter5", 4, 4, 8, 0, 0, 0, 0, 20, 5},
    {"filter255", 4, 4, 8, 0, 0, 0, 0, 20, 255},
    {"palette-missing", 4, 4, 8, 3, 0, 0, 0, 20, 0},
    {"bomb-grey", 11000, 11000, 8, 0, 0, 0, 0, 100, 0},
    {"bomb-rgba16", 5000, 5000, 16, 6, 0, 0, 0, 100, 0},
    {"bomb-interlaced", 5000, 5000, 16, 6, 0, 0, 1, 100, 0},
    {"wide", 1000000, 1, 8, 0, 0, 0, 0, 1000001, 0},
    {"high", 1, 100000, 8, 0, 0, 0, 0, 200000, 0},
    {"good", 4, 4, 8, 0, 0, 0, 0, 20, 0},
};

static const form GOOD = {"", 4, 4, 8, 0, 0, 0, 0, 20, 0},
                  COLOURS = {"", 4, 4, 8, 3, 0, 0, 0, 20, 0};

/* A chunk of this type and contents between header and pixels. */
static void extra(const char *name, const form *f, const char *type, const void *data,
                  size_t size) {
    bytes file = {0};
    begin(&file, f);
    chunk(&file, type, data, size);
    pixels(&file, 20, 4, 0);
    end(&file, name);
}

static void extras(void) {
    uint8_t many[3 * 300];
    bytes zeros = {0};
    put_same(&zeros, 0, 40 << 20);
    bytes bomb = packed(&zeros, false), profile = {0};
    put(&profile, "profile\0\0", 9);
    put(&profile, bomb.at, bomb.size);
    memset(many, 9, sizeof many);
    extra("palette-empty", &COLOURS, "PLTE", many, 0);
    extra("palette-one", &COLOURS, "PLTE", many, 3); /* indices beyond it follow */
    extra("palette-odd", &COLOURS, "PLTE", many, 4);
    extra("palette-long", &COLOURS, "PLTE", many, 3 * 257);
    extra("palette-of-grey", &GOOD, "PLTE", many, 3);
    extra("trns-long", &GOOD, "tRNS", many, 300);
    extra("trns-empty", &GOOD, "tRNS", many, 0);
    extra("profile-bomb", &GOOD, "iCCP", profile.at, profile.size);
    extra("text-bomb", &GOOD, "zTXt", profile.at, profile.size);
    extra("text-without-end", &GOOD, "tEXt", many, 200);
    extra("gamma0", &GOOD, "gAMA", "\0\0\0\0", 4);
    extra("unknown-critical", &GOOD, "ABCD", many, 10);
    extra("type-no-letters", &GOOD, "\1\2\3\4", many, 10);
    extra("header-again", &GOOD, "IHDR", "\0\0\0\x04\0\0\0\x04\x08\0\0\0", 13);
    extra("end-early", &GOOD, "IEND", many, 0);
    extra("exif-endless", &GOOD, "eXIf", "MM\0*\0\0\0\x08\xff\xff\0\0\0\0\0\0", 16);
    extra("exif-far", &GOOD, "eXIf", "II*\0\xff\xff\xff\xff", 8);
    free(zeros.at);
    free(bomb.at);
    free(profile.at);
}

/* Chunks whose length is a lie. */
static void lengths(void) {
    static const uint32_t LENGTHS[] = {0x7fffffff, 0x80000000, 0xffffffff, 0xfffffff4, 1000};
    for (size_t i = 0; i < sizeof LENGTHS / sizeof *LENGTHS; i++) {
        bytes file = {0};
        begin(&file, &GOOD);
        put_big(&file, LENGTHS[i], 4);
        put(&file, "IDAT", 4);
        put_same(&file, 0, 40);
        emit(&file, "png-length%zu.png", i);
    }
}

void hostile_png(void) {
    for (size_t i = 0; i < sizeof FORMS / sizeof *FORMS; i++) {
        bytes file = {0};
        const form *f = &FORMS[i];
        begin(&file, f);
        if (f->idat > 0) pixels(&file, f->idat, f->width > 0 ? f->width : 4, f->filter);
        end(&file, f->name);
    }
    extras();
    lengths();
    bytes file = {0};
    begin(&file, &GOOD);
    pixels(&file, 20, 4, 0);
    chunk(&file, "IEND", "", 0);
    emit_damaged(&file, "png-damaged", "png");
}
