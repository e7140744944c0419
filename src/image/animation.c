/* Writing animated PNG.  libpng writes each frame; its chunks are put together here: acTL says how
 * many frames there are, an fcTL stands before each, and the data of all but the first are fdAT.
 * SPDX-License-Identifier: MIT */
#include <hopfield/animation.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/file.h"
#include "../base/text.h"

/* Bytes of a file's signature; of a chunk before its data, and with what follows them. */
enum { SIGNATURE = 8, CHUNK_HEAD = 8, CHUNK_MORE = 12, ACTL_SIZE = 8, FCTL_SIZE = 26 };

/* Channels of what is given, and of what is written. */
enum { RGB = 3, RGBA = 4 };

/* Part of a picture, in pixels. */
typedef struct part {
    size_t x, y, width, height;
} part;

typedef struct animation {
    const hop_animation_frame *frames;
    size_t count;
    uint32_t sequence; /* of the next fcTL or fdAT */
    const char *path;
    hop_string out;
} animation;

static void put32(unsigned char *to, size_t value) {
    for (int i = 0; i < 4; i++) to[i] = (unsigned char)(value >> (24 - 8 * i) & 255);
}

static void put16(unsigned char *to, unsigned value) {
    to[0] = (unsigned char)(value >> 8 & 255);
    to[1] = (unsigned char)(value & 255);
}

static size_t get32(const unsigned char *from) {
    return (size_t)from[0] << 24 | (size_t)from[1] << 16 | (size_t)from[2] << 8 | from[3];
}

static void add_chunk(hop_string *out, const char *kind, const unsigned char *data, size_t size) {
    unsigned char word[4];
    uLong check = crc32(crc32(0, NULL, 0), (const Bytef *)kind, 4);
    if (size > 0) check = crc32(check, data, (uInt)size);
    put32(word, size);
    hop_string_add_bytes(out, (const char *)word, sizeof word);
    hop_string_add_bytes(out, kind, 4);
    hop_string_add_bytes(out, (const char *)data, size);
    put32(word, check);
    hop_string_add_bytes(out, (const char *)word, sizeof word);
}

/* ---- what changes ---- */

static bool pixel_differs(const hop_image *a, const hop_image *b, size_t x, size_t y) {
    size_t at = (y * a->width + x) * a->channels;
    return memcmp(a->samples + at, b->samples + at, a->channels * sizeof *a->samples) != 0;
}

/* The smallest part that holds all that differs; one pixel where nothing does. */
static part changed(const hop_image *before, const hop_image *now) {
    size_t left = now->width, right = 0, top = now->height, bottom = 0;
    for (size_t y = 0; y < now->height; y++)
        for (size_t x = 0; x < now->width; x++) {
            if (!pixel_differs(before, now, x, y)) continue;
            left = x < left ? x : left;
            right = x > right ? x : right;
            top = y < top ? y : top;
            bottom = y;
        }
    if (left > right) return (part){0, 0, 1, 1};
    return (part){left, top, right - left + 1, bottom - top + 1};
}

/* That part, with what is as it was `before` (NULL: nothing) transparent: it packs to little. */
static hop_status crop(const hop_image *from, const hop_image *before, const part *p,
                       hop_image *to) {
    HOP_TRY(hop_image_create(p->width, p->height, RGBA, to));
    float *pixel = to->samples;
    for (size_t y = p->y; y < p->y + p->height; y++)
        for (size_t x = p->x; x < p->x + p->width; x++, pixel += RGBA) {
            if (before && !pixel_differs(before, from, x, y)) continue;
            memcpy(pixel, from->samples + RGB * (y * from->width + x), RGB * sizeof *pixel);
            pixel[RGB] = 1;
        }
    return HOP_OK;
}

/* ---- chunks ---- */

static void add_control(animation *a, const part *p, unsigned milliseconds) {
    unsigned char data[FCTL_SIZE] = {0}; /* the last but one: nothing is disposed of */
    put32(data, a->sequence++);
    put32(data + 4, p->width);
    put32(data + 8, p->height);
    put32(data + 12, p->x);
    put32(data + 16, p->y);
    put16(data + 20, milliseconds);
    put16(data + 22, 1000);
    data[25] = 1; /* laid over what is there */
    add_chunk(&a->out, "fcTL", data, sizeof data);
}

static void add_count(animation *a) {
    unsigned char data[ACTL_SIZE] = {0}; /* the second number: played for ever */
    put32(data, a->count);
    add_chunk(&a->out, "acTL", data, sizeof data);
}

static void add_data(animation *a, bool first, const unsigned char *data, size_t size) {
    hop_string numbered = {0};
    unsigned char word[4];
    if (first) {
        add_chunk(&a->out, "IDAT", data, size);
        return;
    }
    put32(word, a->sequence++);
    hop_string_add_bytes(&numbered, (const char *)word, sizeof word);
    hop_string_add_bytes(&numbered, (const char *)data, size);
    a->out.failed = a->out.failed || numbered.failed;
    if (!numbered.failed)
        add_chunk(&a->out, "fdAT", (const unsigned char *)numbered.text, numbered.length);
    free(numbered.text);
}

/* The chunks of one PNG: of the first all that stands before its end, of others their data. */
static void take_chunks(animation *a, size_t frame, const part *p, const unsigned char *bytes,
                        size_t size) {
    bool first = frame == 0, begun = false;
    if (first) hop_string_add_bytes(&a->out, (const char *)bytes, SIGNATURE);
    for (size_t at = SIGNATURE; at + CHUNK_MORE <= size;) {
        size_t length = get32(bytes + at);
        const unsigned char *kind = bytes + at + 4, *data = bytes + at + CHUNK_HEAD;
        bool pixels = memcmp(kind, "IDAT", 4) == 0, header = memcmp(kind, "IHDR", 4) == 0;
        if (pixels && !begun) add_control(a, p, a->frames[frame].milliseconds);
        begun = begun || pixels;
        if (pixels) add_data(a, first, data, length);
        if (first && !pixels && memcmp(kind, "IEND", 4) != 0)
            hop_string_add_bytes(&a->out, (const char *)bytes + at, length + CHUNK_MORE);
        if (first && header) add_count(a);
        at += length + CHUNK_MORE;
    }
}

static hop_status add_frame(animation *a, size_t frame, const hop_image_note *notes,
                            size_t note_count) {
    const hop_image *now = &a->frames[frame].image, *before = &a->frames[0].image;
    if (now->width != before->width || now->height != before->height || now->channels != RGB)
        return hop_fail(HOP_E_SHAPE, "%s: frame %zu is not RGB of the size of the first", a->path,
                        frame);
    part whole = {0, 0, now->width, now->height};
    part p = frame > 0 ? changed(&a->frames[frame - 1].image, now) : whole;
    hop_image piece = {0};
    unsigned char *bytes = NULL;
    size_t size = 0;
    HOP_TRY(crop(now, frame > 0 ? &a->frames[frame - 1].image : NULL, &p, &piece));
    hop_status status =
        hop_image_encode(&piece, a->path, notes, frame == 0 ? note_count : 0, &bytes, &size);
    if (status == HOP_OK) take_chunks(a, frame, &p, bytes, size);
    free(bytes);
    hop_image_clear(&piece);
    return status;
}

hop_status hop_animation_write(const hop_animation_frame *frames, size_t count, const char *path,
                               const hop_image_note *notes, size_t note_count, bool replace) {
    animation a = {.frames = frames, .count = count, .path = path};
    if (count == 0) return hop_fail(HOP_E_EMPTY, "%s: there is nothing that moves", path);
    hop_status status = HOP_OK;
    for (size_t i = 0; i < count && status == HOP_OK; i++)
        status = add_frame(&a, i, notes, note_count);
    add_chunk(&a.out, "IEND", NULL, 0);
    if (status == HOP_OK && a.out.failed)
        status = hop_fail(HOP_E_MEMORY, "%s: there is not enough memory for it", path);
    if (status == HOP_OK) status = hop_file_write(path, a.out.text, a.out.length, replace);
    free(a.out.text);
    return status;
}
