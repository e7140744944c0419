/* What a PNG file claims, checked against its bytes before a decoder is let near it.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_IMAGE_PNG_CHUNKS_H
#define HOP_IMAGE_PNG_CHUNKS_H

#include <hopfield/image.h>

typedef struct hop_image_header {
    size_t width, height;
    unsigned depth;       /* bits a sample, or a palette index */
    unsigned colour;      /* the PNG colour type: 0 grey, 2 RGB, 3 palette, 4 grey+alpha, 6 RGBA */
    bool unknown;         /* carries the note that transparent pixels are unknown ones */
    unsigned orientation; /* of its Exif data, 1 to 8 */
} hop_image_header;

/* The note by which this library marks transparent pixels as unknown. */
#define HOP_IMAGE_UNKNOWN_KEY  "Unknown"
#define HOP_IMAGE_UNKNOWN_TEXT "transparent pixels"

/* Walks the chunks of `bytes` [size].  HOP_E_FORMAT where they are empty, of another format, cut
 * off, or without the data for the pixels declared; HOP_E_LIMIT where width * height or size is
 * beyond `limits`.  Checksums and the compressed data are left to the decoder. */
hop_status hop_image_inspect(const char *name, const unsigned char *bytes, size_t size,
                             const hop_image_limits *limits, hop_image_header *header);

#endif
