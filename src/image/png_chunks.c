/* The structure of a PNG file (W3C Portable Network Graphics, 2nd edition, section 5): a signature,
 * then chunks of length, name, data, checksum.  Walked here first, so that nothing is allocated
 * from a size that the file cannot hold.
 * SPDX-License-Identifier: MIT */
#include "png_chunks.h"

#include <stdint.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "exif.h"

enum {
    SIGNATURE_SIZE = 8,
    CHUNK_HEAD = 8,  /* length and name */
    CHUNK_EXTRA = 4, /* the checksum behind the data */
    IHDR_SIZE = 13,
    DEFLATE_RATIO = 1032, /* the most bytes that one byte of deflate can stand for */
};

static const unsigned char SIGNATURE[SIGNATURE_SIZE] = {0x89, 'P',  'N',  'G',
                                                        '\r', '\n', 0x1a, 0x0a};

/* What people often hand over instead. */
static const struct {
    const char *start, *called;
    size_t length;
} OTHERS[] = {
    {.start = "\xff\xd8\xff", .length = 3, .called = "a JPEG"},
    {.start = "GIF8", .length = 4, .called = "a GIF"},
    {.start = "BM", .length = 2, .called = "a BMP"},
    {.start = "RIFF", .length = 4, .called = "a WebP or other RIFF file"},
    {.start = "II*", .length = 3, .called = "a TIFF"},
    {.start = "MM", .length = 2, .called = "a TIFF"},
    {.start = "%PDF", .length = 4, .called = "a PDF"},
};

/* Where the walk stands, and what it has seen. */
typedef struct walk {
    const char *name;
    const unsigned char *bytes;
    size_t size, at;
    size_t data; /* bytes of compressed pixels */
    bool ended;
    hop_image_header header;
    bool interlaced;
} walk;

static size_t read_number(const unsigned char *bytes) {
    return (size_t)bytes[0] << 24 | (size_t)bytes[1] << 16 | (size_t)bytes[2] << 8 | bytes[3];
}

static hop_status truncated(const walk *w) {
    return hop_fail(HOP_E_FORMAT, "%s: is truncated: it ends after %zu bytes, within the picture",
                    w->name, w->size);
}

static hop_status check_signature(walk *w) {
    if (w->size == 0) return hop_fail(HOP_E_FORMAT, "%s: is empty (0 bytes)", w->name);
    size_t length = w->size < SIGNATURE_SIZE ? w->size : SIGNATURE_SIZE;
    if (memcmp(w->bytes, SIGNATURE, length) == 0) {
        w->at = SIGNATURE_SIZE;
        return w->size < SIGNATURE_SIZE ? truncated(w) : HOP_OK;
    }
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        if (w->size >= OTHERS[i].length && memcmp(w->bytes, OTHERS[i].start, OTHERS[i].length) == 0)
            return hop_fail(HOP_E_FORMAT, "%s: is not a PNG file but %s; convert it to PNG first",
                            w->name, OTHERS[i].called);
    return hop_fail(HOP_E_FORMAT, "%s: is not a PNG file", w->name);
}

static hop_status read_header(walk *w, const unsigned char *data, size_t length) {
    if (length != IHDR_SIZE)
        return hop_fail(HOP_E_FORMAT, "%s: is damaged: its header has %zu bytes, not 13", w->name,
                        length);
    w->header.width = read_number(data);
    w->header.height = read_number(data + 4);
    w->header.depth = data[8];
    w->header.colour = data[9];
    w->interlaced = data[12] != 0;
    if (w->header.width == 0 || w->header.height == 0)
        return hop_fail(HOP_E_FORMAT, "%s: is damaged: it declares %zu x %zu pixels", w->name,
                        w->header.width, w->header.height);
    return HOP_OK;
}

static bool is_unknown_note(const unsigned char *data, size_t length) {
    static const char NOTE[] = HOP_IMAGE_UNKNOWN_KEY "\0" HOP_IMAGE_UNKNOWN_TEXT;
    return length == sizeof NOTE - 1 && memcmp(data, NOTE, length) == 0;
}

static hop_status walk_chunk(walk *w) {
    size_t left = w->size - w->at;
    if (left < CHUNK_HEAD) return truncated(w);
    size_t length = read_number(w->bytes + w->at);
    if (length > left - CHUNK_HEAD || left - CHUNK_HEAD - length < CHUNK_EXTRA) return truncated(w);
    const unsigned char *type = w->bytes + w->at + 4, *data = type + 4;
    bool first = w->at == SIGNATURE_SIZE;
    if (first != (memcmp(type, "IHDR", 4) == 0))
        return hop_fail(HOP_E_FORMAT, "%s: is damaged: its header chunk is not where it belongs",
                        w->name);
    if (first) HOP_TRY(read_header(w, data, length));
    if (memcmp(type, "IDAT", 4) == 0) w->data += length;
    if (memcmp(type, "IEND", 4) == 0) w->ended = true;
    if (memcmp(type, "eXIf", 4) == 0) w->header.orientation = hop_exif_orientation(data, length);
    if (memcmp(type, "tEXt", 4) == 0 && is_unknown_note(data, length)) w->header.unknown = true;
    w->at += CHUNK_HEAD + length + CHUNK_EXTRA;
    return HOP_OK;
}

static hop_status check_pixels(const walk *w, const hop_image_limits *limits) {
    size_t pixels = 0;
    if (!hop_size_multiply(w->header.width, w->header.height, &pixels) || pixels > limits->pixels)
        return hop_fail(HOP_E_LIMIT, "%s: declares %zu x %zu pixels, beyond the limit of %zu",
                        w->name, w->header.width, w->header.height, limits->pixels);
    return HOP_OK;
}

/* The most that the compressed bytes can become, against the least that the pixels need. */
static hop_status check_data(const walk *w, const hop_image_limits *limits) {
    static const unsigned CHANNELS[7] = {[0] = 1, [2] = 3, [3] = 1, [4] = 2, [6] = 4};
    unsigned channels = w->header.colour < 7 ? CHANNELS[w->header.colour] : 0;
    double bits = (double)w->header.width * (double)w->header.height * channels * w->header.depth;
    double needed = bits / 8.0 + (w->interlaced ? 0.0 : (double)w->header.height);
    if (bits / 8.0 > (double)limits->unpacked)
        return hop_fail(HOP_E_LIMIT,
                        "%s: its %zu x %zu pixels take %.0f bytes unpacked, beyond the limit of "
                        "%zu",
                        w->name, w->header.width, w->header.height, bits / 8.0, limits->unpacked);
    if (needed > (double)w->data * DEFLATE_RATIO)
        return hop_fail(HOP_E_FORMAT,
                        "%s: is damaged: it declares %zu x %zu pixels, but its %zu bytes of data "
                        "cannot hold them",
                        w->name, w->header.width, w->header.height, w->data);
    return HOP_OK;
}

hop_status hop_image_inspect(const char *name, const unsigned char *bytes, size_t size,
                             const hop_image_limits *limits, hop_image_header *header) {
    walk w = {.name = name, .bytes = bytes, .size = size, .header.orientation = 1};
    if (size > limits->bytes)
        return hop_fail(HOP_E_LIMIT, "%s: has %zu bytes, beyond the limit of %zu", name, size,
                        limits->bytes);
    HOP_TRY(check_signature(&w));
    HOP_TRY(walk_chunk(&w));
    HOP_TRY(check_pixels(&w, limits));
    while (!w.ended) HOP_TRY(walk_chunk(&w));
    HOP_TRY(check_data(&w, limits));
    *header = w.header;
    return HOP_OK;
}
