/* PNM and JPEG, whose headers promise what is not there.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include "hostile.h"

static void pnm(const char *name, const char *header, size_t samples) {
    bytes file = {0};
    put_text(&file, "%s", header);
    put_same(&file, '1', samples);
    emit(&file, "pnm-%s.pgm", name);
}

static void pnms(void) {
    pnm("good", "P5 4 4 255\n", 16);
    pnm("width0", "P5 0 4 255\n", 16);
    pnm("negative", "P5 -4 4 255\n", 16);
    pnm("huge", "P5 99999999999999999999 4 255\n", 16);
    pnm("product-wraps", "P6 4294967296 4294967296 255\n", 16);
    pnm("most0", "P5 4 4 0\n", 16);
    pnm("most65536", "P5 4 4 65536\n", 16);
    pnm("short", "P5 4 4 255\n", 15);
    pnm("no-blank", "P5 4 4 255", 0);
    pnm("comment-only", "P5 # comment without end", 0);
    pnm("sample-too-large", "P2 2 2 7\n1 2 3 8\n", 0);
    pnm("words", "P2 2 2 255\none two three four\n", 0);
    pnm("text-short", "P2 2 2 255\n1 2 3\n", 0);
    pnm("bits-of-three", "P1 2 2\n0 1 2 1\n", 0);
    pnm("bits-short", "P4 100 100\n", 100);
    pnm("kind7", "P7 4 4 255\n", 16);
    pnm("bomb", "P5 12000 12000 255\n", 100);
}

static void jpeg_file(bytes *file) {
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    unsigned char *made = NULL, row[3 * 16];
    unsigned long size = 0;
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &made, &size);
    jpeg.image_width = jpeg.image_height = 16;
    jpeg.input_components = 3;
    jpeg.in_color_space = JCS_RGB;
    jpeg_set_defaults(&jpeg);
    jpeg_start_compress(&jpeg, TRUE);
    for (unsigned y = 0; y < 16; y++) {
        for (unsigned i = 0; i < sizeof row; i++) row[i] = (unsigned char)(y * 16 + i);
        jpeg_write_scanlines(&jpeg, &(JSAMPROW){row}, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    put(file, made, size);
    free(made);
}

/* Where the marker FF `kind` stands. */
static size_t marker(const bytes *file, uint8_t kind) {
    for (size_t i = 0; i + 1 < file->size; i++)
        if (file->at[i] == 0xFF && file->at[i + 1] == kind) return i;
    abort();
}

/* The byte `offset` behind a marker becomes `value`. */
static void jpeg(const char *name, uint8_t kind, size_t offset, const void *value, size_t size) {
    bytes file = {0};
    jpeg_file(&file);
    memcpy(file.at + marker(&file, kind) + offset, value, size);
    emit(&file, "jpeg-%s.jpg", name);
}

void hostile_pictures(void) {
    bytes file = {0};
    pnms();
    jpeg_file(&file);
    emit_damaged(&file, "jpeg-damaged", "jpg");
    jpeg("largest", 0xC0, 5, "\xff\xff\xff\xff", 4);
    jpeg("height0", 0xC0, 5, "\0\0", 2);
    jpeg("width0", 0xC0, 7, "\0\0", 2);
    jpeg("depth12", 0xC0, 4, "\x0c", 1);
    jpeg("components0", 0xC0, 9, "\0", 1);
    jpeg("components4", 0xC0, 9, "\x04", 1);
    jpeg("components255", 0xC0, 9, "\xff", 1);
    jpeg("lossless", 0xC0, 1, "\xc3", 1);
    jpeg("arithmetic", 0xC0, 1, "\xc9", 1);
    jpeg("progressive-said", 0xC0, 1, "\xc2", 1);
    jpeg("tables-short", 0xDB, 2, "\0\x02", 2);
    jpeg("tables-long", 0xDB, 2, "\xff\xff", 2);
    jpeg("codes-endless", 0xC4, 5, "\xff\xff\xff\xff", 4);
    jpeg("scan-of-none", 0xDA, 4, "\0", 1);
    jpeg("sampling0", 0xC0, 11, "\0", 1);
    jpeg("sampling-most", 0xC0, 11, "\x44", 1);
}
