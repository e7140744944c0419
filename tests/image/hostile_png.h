/* PNG files made to be damaged, and what reading them must say.
 * SPDX-License-Identifier: MIT */
#ifndef TESTS_IMAGE_HOSTILE_PNG_H
#define TESTS_IMAGE_HOSTILE_PNG_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <string.h>

#include <hopfield/image.h>

#include "image/make_png.h"

static const png_color COLOURS[4] = {{255, 0, 10}, {1, 2, 3}, {100, 100, 100}, {0, 200, 255}};
static const unsigned char ALPHAS[2] = {0, 77};

static const png_form FORMS[] = {
    {.width = 9,
     .height = 7,
     .depth = 2,
     .colour = PNG_COLOR_TYPE_PALETTE,
     .interlaced = true,
     .palette = COLOURS,
     .palette_count = 4,
     .palette_alpha = ALPHAS,
     .alpha_count = 2},
    {.width = 5, .height = 6, .depth = 16, .colour = PNG_COLOR_TYPE_RGB_ALPHA, .gamma = 0.5},
    {.width = 11, .height = 3, .depth = 1, .text_key = "Unknown", .text = "transparent pixels"},
    {.width = 4, .height = 4, .depth = 8, .colour = PNG_COLOR_TYPE_RGB, .interlaced = true},
};
enum { FORM_COUNT = sizeof FORMS / sizeof *FORMS };

/* The status of reading; a failure is one of two, has a sentence, and leaves the picture alone. */
static inline hop_status parse(const unsigned char *bytes, size_t size) {
    /* A copy of its own, so that one byte too far is found by the address sanitizer. */
    unsigned char *copy = malloc(size > 0 ? size : 1);
    memcpy(copy, bytes, size);
    hop_image image = {.width = 11, .depth = 3}, before = image;
    hop_status status = hop_image_parse("it.png", copy, size, NULL, &image);
    free(copy);
    if (status == HOP_OK) {
        assert_non_null(image.samples);
        hop_image_clear(&image);
        return status;
    }
    assert_true(status == HOP_E_FORMAT || status == HOP_E_LIMIT);
    assert_memory_equal(&image, &before, sizeof before);
    assert_int_equal(strncmp(hop_status_detail(), "it.png: ", 8), 0);
    return status;
}

static inline void check_refused(const void *bytes, size_t size, hop_status status,
                                 const char *word) {
    assert_int_equal(parse(bytes, size), status);
    if (!strstr(hop_status_detail(), word))
        fail_msg("'%s' does not say '%s'", hop_status_detail(), word);
}

/* CRC-32 as PNG has it (ISO 3309), bit by bit. */
static inline uint32_t checksum(const unsigned char *bytes, size_t size) {
    uint32_t crc = 0xffffffffu;
    for (size_t i = 0; i < size; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (crc & 1 ? 0xedb88320u : 0);
    }
    return ~crc;
}

static inline void put_number(unsigned char *bytes, size_t number) {
    for (size_t i = 0; i < 4; i++) bytes[i] = (unsigned char)(number >> (24 - 8 * i));
}

/* Makes every checksum right again, as far as the chunks can be followed. */
static inline void mend_checksums(unsigned char *bytes, size_t size) {
    for (size_t at = 8; size - at >= 12;) {
        size_t length = (size_t)bytes[at] << 24 | (size_t)bytes[at + 1] << 16 |
                        (size_t)bytes[at + 2] << 8 | bytes[at + 3];
        if (length > size - at - 12) return;
        put_number(bytes + at + 8 + length, checksum(bytes + at + 4, length + 4));
        at += length + 12;
    }
}

#endif
