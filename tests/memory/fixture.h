/* What the tests of this folder share: a temporary folder, files in it, failures with sentences.
 * SPDX-License-Identifier: MIT */
#ifndef TESTS_MEMORY_FIXTURE_H
#define TESTS_MEMORY_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <ftw.h>
#include <hopfield/load.h>
#include <hopfield/memory.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"

#define FIXTURE __attribute__((unused)) static

/* The folder of this test program, under $TMPDIR, made by the group's set-up. */
static char folder[192];

FIXTURE int make_folder(void **state) {
    (void)state;
    const char *place = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%.160s/hopfield-test-XXXXXX", place ? place : "/tmp");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *walk) {
    (void)about;
    (void)kind;
    (void)walk;
    return remove(path);
}

FIXTURE int remove_folder(void **state) {
    (void)state;
    return nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* The path of a file in the folder; the last eight answers stay valid. */
FIXTURE const char *in_folder(const char *name) {
    static char paths[8][512];
    static size_t next;
    char *path = paths[next++ % 8];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

FIXTURE const char *put_file(const char *name, const void *bytes, size_t size) {
    const char *path = in_folder(name);
    assert_int_equal(hop_file_write(path, bytes, size, true), HOP_OK);
    return path;
}

/* The same without waiting for the disk: for files that are made by the thousand. */
FIXTURE const char *put_quickly(const char *name, const void *bytes, size_t size) {
    const char *path = in_folder(name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
    return path;
}

/* The status, and that the sentence says `words`. */
#define assert_fails(call, code, words)                                     \
    do {                                                                    \
        assert_int_equal(call, code);                                       \
        if (!strstr(hop_status_detail(), words))                            \
            fail_msg("'%s' does not say '%s'", hop_status_detail(), words); \
    } while (0)

/* Loads one path that must load; the rest is the caller's. */
FIXTURE hop_memory *load_path(const char *path, const hop_load_options *options) {
    hop_memory *memory = NULL;
    if (hop_memory_load(&path, 1, options, &memory) != HOP_OK)
        fail_msg("%s: %s", path, hop_status_detail());
    return memory;
}

FIXTURE hop_status try_path(const char *path, const hop_load_options *options) {
    hop_memory *memory = NULL;
    hop_status status = hop_memory_load(&path, 1, options, &memory);
    if (status != HOP_OK) assert_null(memory);
    hop_memory_destroy(memory);
    return status;
}

/* One number of a memory, in units. */
FIXTURE double number_in(const hop_memory *memory, size_t pattern, size_t position) {
    double value = 0;
    hop_memory_read_part(memory, pattern, position, 1, &value);
    return value;
}

/* A PNG whose samples are all `value` (alpha: `opacity`), `channels` as in hop_image. */
FIXTURE const char *put_png(const char *name, size_t width, size_t height, size_t channels,
                            unsigned depth, float value, float opacity) {
    hop_image image = {0};
    const char *path = in_folder(name);
    assert_int_equal(hop_image_create(width, height, channels, &image), HOP_OK);
    image.depth = depth;
    for (size_t i = 0; i < width * height * channels; i++) {
        bool alpha = channels % 2 == 0 && i % channels == channels - 1;
        image.samples[i] = alpha ? opacity : value;
    }
    assert_int_equal(hop_image_write(&image, path, NULL, 0, true), HOP_OK);
    hop_image_clear(&image);
    return path;
}

/* A .npy file, version 1.0, of a type, a shape as Python writes it, and raw data. */
FIXTURE const char *put_npy(const char *name, const char *type, const char *order,
                            const char *shape, const void *data, size_t size) {
    unsigned char bytes[4096];
    int length =
        snprintf((char *)bytes + 10, 256, "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }\n",
                 type, order, shape);
    memcpy(bytes, "\x93NUMPY\x01\x00", 8);
    bytes[8] = (unsigned char)length;
    bytes[9] = 0;
    assert_true(length < 256 && size < 3000);
    if (size > 0) memcpy(bytes + 10 + length, data, size);
    return put_file(name, bytes, 10 + (size_t)length + size);
}

/* A safetensors file with this header and so many bytes of data, 0, 1, 2, ... */
FIXTURE size_t make_safetensors(const char *header, size_t data, unsigned char *bytes) {
    const size_t length = strlen(header);
    for (size_t i = 0; i < 8; i++) bytes[i] = (unsigned char)((uint64_t)length >> (8 * i));
    memcpy(bytes + 8, header, length);
    for (size_t i = 0; i < data; i++) bytes[8 + length + i] = (unsigned char)i;
    return 8 + length + data;
}

/* A copy of exactly `size` bytes on the heap, so that reading past its end is seen. */
FIXTURE unsigned char *exact_copy(const unsigned char *bytes, size_t size) {
    unsigned char *copy = malloc(size ? size : 1);
    assert_non_null(copy);
    if (size > 0) memcpy(copy, bytes, size);
    return copy;
}

#endif
