/* PGM and PPM: the plainest pictures there are.
 * Poskanzer, the Netpbm formats: P2 and P5 grey, P3 and P6 colour, P1 and P4 two values.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "loader.h"

/* What the header says; `at` is where samples begin. */
typedef struct header {
    const char *name;
    const unsigned char *at, *end;
    bool text, bits; /* numbers as text; one bit a pixel */
    size_t width, height, channels, most;
} header;

static bool recognise(const unsigned char *head, size_t size) {
    return size >= 3 && head[0] == 'P' && head[1] >= '1' && head[1] <= '6' &&
           memchr(" \t\r\n#", head[2], 5);
}

static hop_status damaged(const header *h, const char *what) {
    return hop_fail(HOP_E_FORMAT, "%s: is damaged: %s", h->name, what);
}

static bool is_space(unsigned char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Skips spaces, and comments up to the end of their line. */
static void skip(header *h) {
    while (h->at < h->end && (is_space(*h->at) || *h->at == '#')) {
        if (*h->at == '#')
            while (h->at < h->end && *h->at != '\n') h->at++;
        else
            h->at++;
    }
}

/* The next number; false without one or beyond `most`. */
static bool take_number(header *h, size_t most, size_t *number) {
    size_t value = 0, digits = 0;
    skip(h);
    for (; h->at < h->end && *h->at >= '0' && *h->at <= '9' && value <= most; h->at++, digits++)
        value = value * 10 + (size_t)(*h->at - '0');
    *number = value;
    return digits > 0 && value <= most;
}

static hop_status read_header(header *h) {
    static const size_t SIDE = 1 << 30;
    const unsigned kind = h->at[1] - '0';
    h->text = kind <= 3;
    h->bits = kind == 1 || kind == 4;
    h->channels = kind == 3 || kind == 6 ? 3 : 1;
    h->most = 1;
    h->at += 2;
    if (!take_number(h, SIDE, &h->width) || !take_number(h, SIDE, &h->height) || h->width == 0 ||
        h->height == 0)
        return damaged(h, "its header has no size");
    if (!h->bits && (!take_number(h, 65535, &h->most) || h->most == 0))
        return damaged(h, "its largest sample is not 1 to 65535");
    /* Exactly one blank stands before packed samples. */
    if (!h->text && (h->at == h->end || !is_space(*h->at++)))
        return damaged(h, "it ends within its header");
    return HOP_OK;
}

/* Bytes of a row of packed samples. */
static size_t packed_row(const header *h) {
    return h->bits ? (h->width + 7) / 8 : h->width * h->channels * (h->most > 255 ? 2 : 1);
}

/* Bytes that the samples take at least: one digit and a blank, the last blank aside. */
static hop_status check_size(const header *h, const hop_image_limits *limits) {
    const size_t given =
        limits && limits->pixels ? limits->pixels : hop_image_default_limits.pixels;
    const double pixels = (double)h->width * (double)h->height;
    if (pixels > (double)given ||
        pixels * (double)h->channels > (double)hop_image_default_limits.numbers)
        return hop_fail(HOP_E_LIMIT, "%s: declares %zu x %zu pixels, beyond the limit of %zu",
                        h->name, h->width, h->height, given);
    const size_t samples = h->width * h->height * h->channels;
    const size_t needed = !h->text  ? packed_row(h) * h->height
                          : h->bits ? samples
                                    : 2 * samples - 1;
    if ((size_t)(h->end - h->at) >= needed) return HOP_OK;
    return hop_fail(HOP_E_FORMAT, "%s: is truncated: it ends within the picture", h->name);
}

static hop_status read_text(header *h, hop_image *image) {
    for (size_t i = 0; i < h->width * h->height * h->channels; i++) {
        size_t sample = 0;
        skip(h);
        if (h->bits && h->at < h->end && (*h->at == '0' || *h->at == '1'))
            sample = *h->at++ == '0'; /* a one is black */
        else if (h->bits || !take_number(h, h->most, &sample))
            return damaged(h, "a sample is missing, or larger than it may be");
        image->samples[i] = (float)((double)sample / (double)h->most);
    }
    return HOP_OK;
}

static hop_status read_packed(const header *h, hop_image *image) {
    const size_t row = packed_row(h);
    for (size_t i = 0; i < h->width * h->height * h->channels; i++) {
        size_t sample = 0;
        if (h->bits)
            sample = !(h->at[i / h->width * row + i % h->width / 8] >> (7 - i % h->width % 8) & 1);
        else if (h->most > 255)
            sample = (size_t)h->at[2 * i] << 8 | h->at[2 * i + 1];
        else
            sample = h->at[i];
        if (sample > h->most) return damaged(h, "a sample is larger than it may be");
        image->samples[i] = (float)((double)sample / (double)h->most);
    }
    return HOP_OK;
}

/* The formats allow one picture behind another. */
static hop_status check_end(header *h) {
    if (!h->text) h->at += packed_row(h) * h->height;
    skip(h);
    if (h->end - h->at < 2 || h->at[0] != 'P' || h->at[1] < '1' || h->at[1] > '6') return HOP_OK;
    return hop_fail(HOP_E_SUPPORT,
                    "%s: holds several pictures; split it into files of one each (pamsplit)",
                    h->name);
}

static hop_status parse(const char *name, const unsigned char *bytes, size_t size,
                        const hop_image_limits *limits, hop_image *image) {
    header h = {.name = name, .at = bytes, .end = bytes + size};
    hop_image made = {0};
    HOP_TRY(read_header(&h));
    HOP_TRY(check_size(&h, limits));
    HOP_TRY(hop_image_create(h.width, h.height, h.channels, &made));
    made.depth = h.most > 255 ? 16 : 8;
    hop_status status = h.text ? read_text(&h, &made) : read_packed(&h, &made);
    if (status == HOP_OK) status = check_end(&h);
    if (status == HOP_OK)
        *image = made;
    else
        hop_image_clear(&made);
    return status;
}

const hop_loader_row hop_loader_pnm = {
    .row =
        {
            .name = "pnm",
            .title = "PGM, PPM and PBM pictures, as text or packed, of 8 or 16 bits",
            .sources = "Poskanzer, the Netpbm formats",
        },
    .endings = "pgm ppm pbm pnm",
    .recognise = recognise,
    .picture = parse,
};
