/* Reading PNG.  Every picture is expanded to 8 or 16 bits a sample and then divided by 255 or
 * 65535; fewer bits are expanded by repeating them, so value / (2^depth - 1) comes out exactly.
 * SPDX-License-Identifier: MIT */
#include <hopfield/image.h>

#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/file.h"
#include "png_chunks.h"
#include "rows.h"

enum { REASON_SIZE = 128 };

/* All that outlives a jump out of libpng stands here, not in local variables. */
typedef struct reading {
    const char *name;
    const unsigned char *bytes;
    size_t size, at;
    png_structp png;
    png_infop info;
    const hop_image_limits *limits;
    unsigned char *raw; /* a row as libpng expands it; all of them where it is interlaced */
    png_bytep *pointers;
    float *row;
    hop_rows rows;
    size_t raw_channels, channels; /* in raw, in the picture: a grey palette has 3 and 1 */
    size_t raw_depth;              /* 8 or 16 */
    bool no_memory;
    char reason[REASON_SIZE];
} reading;

/* libpng asks for a handler that does not return. */
static void on_error(png_structp png, png_const_charp message) {
    reading *r = png_get_error_ptr(png);
    snprintf(r->reason, sizeof r->reason, "%s", message);
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp message) {
    (void)png;
    (void)message;
}

static png_voidp on_malloc(png_structp png, png_alloc_size_t size) {
    reading *r = png_get_mem_ptr(png);
    void *memory = malloc(size);
    if (!memory) r->no_memory = true;
    return memory;
}

static void on_free(png_structp png, png_voidp memory) {
    (void)png;
    free(memory);
}

static void on_read(png_structp png, png_bytep to, size_t size) {
    reading *r = png_get_io_ptr(png);
    if (size > r->size - r->at) png_error(png, "it ends too early");
    memcpy(to, r->bytes + r->at, size);
    r->at += size;
}

/* Nothing but the pixels is of use here: every other chunk is skipped (not unpacked, which could
 * cost memory without end), but its checksum is held to all the same. */
static void set_up(reading *r) {
    png_set_read_fn(r->png, r, on_read);
    png_set_user_limits(r->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_set_chunk_malloc_max(r->png, PNG_USER_CHUNK_MALLOC_MAX);
    png_set_crc_action(r->png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
    png_set_keep_unknown_chunks(r->png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
}

static bool palette_is_grey(const reading *r) {
    png_colorp palette = NULL;
    int count = 0;
    if (png_get_PLTE(r->png, r->info, &palette, &count) == 0) return false;
    for (int i = 0; i < count; i++)
        if (palette[i].red != palette[i].green || palette[i].green != palette[i].blue) return false;
    return true;
}

static void choose_form(reading *r) {
    bool grey_palette =
        png_get_color_type(r->png, r->info) == PNG_COLOR_TYPE_PALETTE && palette_is_grey(r);
    png_set_expand(r->png);
    png_set_interlace_handling(r->png);
    png_read_update_info(r->png, r->info);
    r->raw_channels = png_get_channels(r->png, r->info);
    r->raw_depth = png_get_bit_depth(r->png, r->info);
    r->channels = grey_palette ? r->raw_channels - 2 : r->raw_channels;
}

/* Interlaced rows come in pieces, so that all of them must be there. */
static hop_status make_room(reading *r, size_t height, bool whole) {
    const size_t width = png_get_image_width(r->png, r->info);
    const size_t bytes = png_get_rowbytes(r->png, r->info);
    HOP_TRY(hop_rows_begin(r->name, r->limits, width, height, r->channels, &r->rows));
    HOP_TRY(hop_alloc(width, r->channels * sizeof *r->row, r->name, &r->row));
    HOP_TRY(hop_alloc(whole ? height : 1, bytes, r->name, &r->raw));
    if (!whole) return HOP_OK;
    HOP_TRY(hop_alloc(height, sizeof *r->pointers, "the rows of a picture", &r->pointers));
    for (size_t y = 0; y < height; y++) r->pointers[y] = r->raw + y * bytes;
    return HOP_OK;
}

static hop_status damaged(const reading *r) {
    if (r->no_memory)
        return hop_fail(HOP_E_MEMORY, "%s: there is not enough memory to read it", r->name);
    return hop_fail(HOP_E_FORMAT, "%s: is damaged (%s)", r->name, r->reason);
}

/* Where channel c of the picture stands in a raw pixel: alpha is last in both. */
static size_t raw_channel(const reading *r, size_t c) {
    bool alpha = r->channels % 2 == 0 && c == r->channels - 1;
    return alpha ? r->raw_channels - 1 : c;
}

static void add_row(reading *r, const unsigned char *raw) {
    for (size_t x = 0; x < r->rows.width; x++)
        for (size_t c = 0; c < r->channels; c++) {
            size_t at = x * r->raw_channels + raw_channel(r, c);
            double value = r->raw_depth == 16 ? (raw[2 * at] * 256 + raw[2 * at + 1]) / 65535.0
                                              : raw[at] / 255.0;
            r->row[x * r->channels + c] = (float)value;
        }
    hop_rows_add(&r->rows, r->row);
}

static hop_status decode(reading *r) {
    if (setjmp(png_jmpbuf(r->png))) return damaged(r);
    set_up(r);
    png_read_info(r->png, r->info);
    choose_form(r);
    const size_t height = png_get_image_height(r->png, r->info);
    const bool whole = png_get_interlace_type(r->png, r->info) != PNG_INTERLACE_NONE;
    HOP_TRY(make_room(r, height, whole));
    if (whole) png_read_image(r->png, r->pointers);
    for (size_t y = 0; y < height; y++) {
        if (!whole) png_read_row(r->png, r->raw, NULL);
        add_row(r, whole ? r->pointers[y] : r->raw);
    }
    png_read_end(r->png, NULL);
    return HOP_OK;
}

static hop_status read_picture(reading *r) {
    r->png = png_create_read_struct_2(PNG_LIBPNG_VER_STRING, r, on_error, on_warning, r, on_malloc,
                                      on_free);
    if (r->png) r->info = png_create_info_struct(r->png);
    if (!r->info) return hop_fail(HOP_E_MEMORY, "%s: there is no memory to read it", r->name);
    return decode(r);
}

hop_status hop_image_parse(const char *name, const unsigned char *bytes, size_t size,
                           const hop_image_limits *limits, hop_image *image) {
    hop_image_header header;
    hop_image made = {0};
    const hop_image_limits resolved = hop_image_limits_resolve(limits);
    HOP_TRY(hop_image_inspect(name, bytes, size, &resolved, &header));
    reading r = {.name = name, .bytes = bytes, .size = size, .limits = &resolved};
    hop_status status = read_picture(&r);
    png_destroy_read_struct(&r.png, &r.info, NULL);
    if (status == HOP_OK) status = hop_rows_end(&r.rows, header.orientation, &made);
    hop_rows_clear(&r.rows);
    free(r.pointers);
    free(r.row);
    free(r.raw);
    if (status != HOP_OK) return status;
    made.depth = header.colour == PNG_COLOR_TYPE_PALETTE ? 8 : header.depth;
    made.unknown = header.unknown;
    *image = made;
    return HOP_OK;
}

hop_status hop_image_read(const char *path, const hop_image_limits *limits, hop_image *image) {
    unsigned char *bytes = NULL;
    size_t size = 0;
    HOP_TRY(hop_file_read(path, hop_image_limits_resolve(limits).bytes, &bytes, &size));
    hop_status status = hop_image_parse(path, bytes, size, limits, image);
    free(bytes);
    return status;
}
