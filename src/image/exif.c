/* Exif orientation: one number in a small TIFF file inside the picture's.
 * SPDX-License-Identifier: MIT */
#include "exif.h"

#include <stdint.h>
#include <string.h>

enum { TIFF_HEADER = 8, ENTRY_SIZE = 12, TAG_ORIENTATION = 0x0112, TYPE_SHORT = 3 };

typedef struct exif {
    const unsigned char *bytes;
    size_t size;
    bool big_endian;
} exif;

/* `count` bytes at `at` as a number; the caller has seen that they are there. */
static uint32_t number_at(const exif *e, size_t at, size_t count) {
    uint32_t value = 0;
    for (size_t i = 0; i < count; i++)
        value = value << 8 | e->bytes[at + (e->big_endian ? i : count - 1 - i)];
    return value;
}

unsigned hop_exif_orientation(const unsigned char *bytes, size_t size) {
    exif e = {.bytes = bytes, .size = size};
    if (size < TIFF_HEADER) return 1;
    e.big_endian = bytes[0] == 'M';
    if (memcmp(bytes, e.big_endian ? "MM\0*" : "II*\0", 4) != 0) return 1;
    size_t at = number_at(&e, 4, 4);
    if (at > size - 2) return 1;
    const size_t entries = number_at(&e, at, 2);
    at += 2;
    for (size_t i = 0; i < entries && size - at >= ENTRY_SIZE; i++, at += ENTRY_SIZE) {
        if (number_at(&e, at, 2) != TAG_ORIENTATION) continue;
        const uint32_t value = number_at(&e, at + 8, 2);
        return number_at(&e, at + 2, 2) == TYPE_SHORT && value > 1 && value <= 8 ? value : 1;
    }
    return 1;
}

/* What each orientation does, in this order: rows and columns change places, then columns are
 * mirrored, then rows. */
static const struct {
    bool transposed, mirrored, upside_down;
} TURNS[9] = {
    [2] = {false, true, false}, [3] = {false, true, true}, [4] = {false, false, true},
    [5] = {true, false, false}, [6] = {true, true, false}, [7] = {true, true, true},
    [8] = {true, false, true},
};

hop_status hop_image_orient(hop_image *image, unsigned orientation) {
    if (orientation < 2 || orientation > 8) return HOP_OK;
    const bool transposed = TURNS[orientation].transposed;
    const size_t width = transposed ? image->height : image->width;
    const size_t height = transposed ? image->width : image->height;
    const size_t channels = image->channels;
    hop_image turned;
    hop_status status = hop_image_create(width, height, channels, &turned);
    if (status != HOP_OK) return status;
    for (size_t y = 0; y < height; y++)
        for (size_t x = 0; x < width; x++) {
            size_t column = TURNS[orientation].mirrored ? width - 1 - x : x;
            size_t row = TURNS[orientation].upside_down ? height - 1 - y : y;
            size_t from = transposed ? column * image->width + row : row * image->width + column;
            memcpy(turned.samples + (y * width + x) * channels, image->samples + from * channels,
                   channels * sizeof *turned.samples);
        }
    turned.depth = image->depth;
    turned.unknown = image->unknown;
    hop_image_clear(image);
    *image = turned;
    return HOP_OK;
}
