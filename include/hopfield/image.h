/* Pictures: PNG in and out, resizing, contact sheets.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_IMAGE_H
#define HOPFIELD_IMAGE_H

#include <hopfield/export.h>
#include <hopfield/shape.h>
#include <hopfield/status.h>

HOP_BEGIN_DECLS

/* A picture.  samples [height x width x channels], each 0 (black, transparent) to 1 (white,
 * opaque), as written in the file: no gamma is applied.  Owned: free with hop_image_clear(). */
typedef struct hop_image {
    size_t width, height;
    size_t channels; /* 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha */
    unsigned depth;  /* bits a sample had in its file: 1, 2, 4, 8 or 16 */
    bool unknown;    /* its transparent pixels are unknown ones: written so by this library */
    float *samples;
} hop_image;

/* Limits for reading; a hostile file must not cost more than this.  A field of 0 has its default.
 */
typedef struct hop_image_limits {
    size_t pixels;        /* width * height */
    size_t bytes;         /* of the file */
    size_t unpacked;      /* bytes that the file's pixels take, unpacked */
    size_t numbers;       /* width * height * channels of what is handed over */
    size_t width, height; /* what the picture will be resized to, or 0: then a large one is reduced
                             while it is read, to no less than twice this size */
} hop_image_limits;
extern const hop_image_limits hop_image_default_limits;

/* A line of text kept in a PNG file. */
typedef struct hop_image_note {
    const char *key, *text; /* key: 1 to 79 Latin-1 characters */
} hop_image_note;

/* An image of zeros; HOP_E_LIMIT where its size overflows, HOP_E_MEMORY. */
hop_status hop_image_create(size_t width, size_t height, size_t channels, hop_image *image);
void hop_image_clear(hop_image *image);

/* Reads a PNG of any colour type, depth and interlacing.  limits: NULL for the default.  Palettes
 * become RGB (grey where every colour of the palette is), tRNS becomes alpha.  HOP_E_READ,
 * HOP_E_FORMAT (empty, truncated, no PNG, damaged: the path and the reason), HOP_E_LIMIT. */
hop_status hop_image_read(const char *path, const hop_image_limits *limits, hop_image *image);

/* The same from bytes in memory; `name` stands in errors.  The orientation that Exif data ask for
 * is applied. */
hop_status hop_image_parse(const char *name, const unsigned char *bytes, size_t size,
                           const hop_image_limits *limits, hop_image *image);

/* Reads a JPEG, baseline or progressive, grey or colour, and applies its orientation.  HOP_E_FORMAT
 * (truncated, damaged), HOP_E_SUPPORT (CMYK, 12 bits, lossless: by name), HOP_E_LIMIT,
 * HOP_E_MEMORY. */
hop_status hop_jpeg_parse(const char *name, const unsigned char *bytes, size_t size,
                          const hop_image_limits *limits, hop_image *image);

/* Writes an 8-bit PNG (16-bit where image->depth is 16) safely: a temporary name, then a rename.
 * HOP_E_EXISTS if the file exists and `replace` is false; HOP_E_WRITE.  Samples are rounded, and
 * clipped to 0 ... 1.  Pictures of more than a million pixels are packed faster, and a little less.
 */
hop_status hop_image_write(const hop_image *image, const char *path, const hop_image_note *notes,
                           size_t note_count, bool replace);

/* A picture whose rows are made while it is written, for large ones; members as hop_image. */
typedef struct hop_image_rows {
    size_t width, height, channels;
    unsigned depth;
    bool unknown;
    /* Row y, counted from 0, [width x channels]: either lent, or made in room. */
    const float *(*row)(void *context, size_t y, float *room);
    void *context;
    hop_progress progress; /* of its rows, or NULL; HOP_E_CANCELLED */
    void *told;
} hop_image_rows;

/* As hop_image_write(). */
hop_status hop_image_write_rows(const hop_image_rows *rows, const char *path,
                                const hop_image_note *notes, size_t note_count, bool replace);

/* The same file in memory: *bytes [*size], free()d by the caller.  `name` stands in errors. */
hop_status hop_image_encode(const hop_image *image, const char *name, const hop_image_note *notes,
                            size_t note_count, unsigned char **bytes, size_t *size);

/* Makes `channels` of any image: colour to grey by Rec. 601 luma, grey to colour by repetition,
 * transparency composed on `background` [3].  `out` may not be `image`. */
hop_status hop_image_convert(const hop_image *image, size_t channels, const double *background,
                             hop_image *out);

/* How an image of another size is brought to width x height. */
typedef enum hop_resize {
    HOP_RESIZE_NONE,    /* refused */
    HOP_RESIZE_FIT,     /* whole picture, sides kept in proportion, centred on the background */
    HOP_RESIZE_CROP,    /* filled, what overhangs is cut off */
    HOP_RESIZE_STRETCH, /* sides stretched separately */
} hop_resize;

/* "none", "fit", "crop", "stretch"; parse is false for any other word. */
const char *hop_resize_name(hop_resize resize);
bool hop_resize_parse(const char *name, hop_resize *resize);

/* Resizes (area average downwards, cubic upwards).  background: [3], used by fit,
 * which leaves it opaque.  The same size is an exact copy, whatever `how` is.  HOP_E_SHAPE where
 * `how` is none, HOP_E_VALUE for a side of 0, HOP_E_LIMIT, HOP_E_MEMORY.  `out` may not be `image`.
 */
hop_status hop_image_resize(const hop_image *image, size_t width, size_t height, hop_resize how,
                            const double *background, hop_image *out);

/* One picture of a sheet: `state` [dim] of `shape`, in units of 0 ... 1; NAN is drawn as a
 * checkerboard.  caption: a word under it, or NULL. */
typedef struct hop_tile {
    const double *state;
    const char *caption;
} hop_tile;

/* A contact sheet: rows x columns tiles of one shape, enlarged by a whole factor without blur so
 * that a tile is about `tile_pixels` wide.  A tile without a state is left empty.  The sheet is
 * RGB.  HOP_E_EMPTY where there is nothing to show, HOP_E_LIMIT, HOP_E_MEMORY. */
hop_status hop_image_sheet(const hop_tile *tiles, size_t rows, size_t columns, hop_shape shape,
                           size_t tile_pixels, hop_image *sheet);

HOP_END_DECLS

#endif
