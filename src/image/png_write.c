/* Writing PNG: encoded in memory, then put on disk by the one safe writer.
 * SPDX-License-Identifier: MIT */
#include <hopfield/image.h>

#include <assert.h>
#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/file.h"
#include "../base/tell.h"
#include "../base/text.h"
#include "png_chunks.h"

enum { REASON_SIZE = 128 };

/* Larger pictures are packed at this level of zlib's: of a photograph of 12 megapixels in a quarter
 * of the time, to a twentieth more. */
enum { LARGE_PIXELS = 1 << 20, LARGE_LEVEL = 2 };

/* All that outlives a jump out of libpng stands here, not in local variables. */
typedef struct writing {
    const char *path;
    const hop_image_rows *image;
    png_structp png;
    png_infop info;
    png_text *notes;
    size_t note_count;
    unsigned char *row;
    float *room; /* for the samples of a row */
    hop_string file;
    char reason[REASON_SIZE];
} writing;

static void on_error(png_structp png, png_const_charp message) {
    writing *w = png_get_error_ptr(png);
    snprintf(w->reason, sizeof w->reason, "%s", message);
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp message) {
    (void)png;
    (void)message;
}

static void on_write(png_structp png, png_bytep bytes, size_t size) {
    writing *w = png_get_io_ptr(png);
    hop_string_add_bytes(&w->file, (const char *)bytes, size);
    if (w->file.failed) png_error(png, "there is not enough memory");
}

static void on_flush(png_structp png) {
    (void)png;
}

static bool is_continuation(char byte) {
    return ((unsigned char)byte & 0xc0) == 0x80;
}

/* How many bytes the UTF-8 character at `text` has; 0 where there is none. */
static size_t character_size(const char *text) {
    unsigned char lead = (unsigned char)*text;
    size_t size = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if ((lead >= 0x80 && lead < 0xc2) || lead > 0xf4) return 0;
    for (size_t i = 1; i < size; i++)
        if (!is_continuation(text[i])) return 0;
    return size;
}

/* Plain ASCII goes into a tEXt chunk, which everything reads; other characters need iTXt. */
static bool is_ascii(const char *text) {
    for (; *text; text++)
        if ((unsigned char)*text >= 0x80) return false;
    return true;
}

/* Bytes that are no UTF-8 (a file name of another age) become question marks. */
static void mend(char *text) {
    for (size_t size; *text; text += size) {
        size = character_size(text);
        if (size > 0) continue;
        *text = '?';
        size = 1;
    }
}

static hop_status add_note(writing *w, const char *key, const char *text) {
    char *key_copy = NULL, *text_copy = NULL;
    HOP_TRY(hop_copy_text(key, &key_copy));
    hop_status status = hop_copy_text(text, &text_copy);
    if (status != HOP_OK) {
        free(key_copy);
        return status;
    }
    mend(text_copy);
    bool ascii = is_ascii(text_copy);
    w->notes[w->note_count++] = (png_text){
        .compression = ascii ? PNG_TEXT_COMPRESSION_NONE : PNG_ITXT_COMPRESSION_NONE,
        .key = key_copy,
        .text = text_copy,
        .text_length = ascii ? strlen(text_copy) : 0,
        .itxt_length = ascii ? 0 : strlen(text_copy),
    };
    return HOP_OK;
}

static hop_status add_notes(writing *w, const hop_image_note *notes, size_t count) {
    HOP_TRY(hop_alloc(count + 1, sizeof *w->notes, "the notes of a picture", &w->notes));
    if (w->image->unknown && w->image->channels % 2 == 0)
        HOP_TRY(add_note(w, HOP_IMAGE_UNKNOWN_KEY, HOP_IMAGE_UNKNOWN_TEXT));
    for (size_t i = 0; i < count; i++) HOP_TRY(add_note(w, notes[i].key, notes[i].text));
    return HOP_OK;
}

/* The whole number nearest to sample * top, clipped; a NAN becomes 0. */
static unsigned quantise(float sample, unsigned top) {
    if (!(sample > 0.0f)) return 0;
    if (sample >= 1.0f) return top;
    return (unsigned)((double)sample * top + 0.5);
}

static void fill_row(writing *w, size_t y) {
    size_t count = w->image->width * w->image->channels;
    const float *samples = w->image->row(w->image->context, y, w->room);
    for (size_t i = 0; i < count; i++) {
        if (w->image->depth != 16) {
            w->row[i] = (unsigned char)quantise(samples[i], 255);
            continue;
        }
        unsigned value = quantise(samples[i], 65535);
        w->row[2 * i] = (unsigned char)(value >> 8);
        w->row[2 * i + 1] = (unsigned char)(value & 255);
    }
}

static void write_header(writing *w) {
    static const int COLOURS[5] = {[1] = PNG_COLOR_TYPE_GRAY,
                                   [2] = PNG_COLOR_TYPE_GRAY_ALPHA,
                                   [3] = PNG_COLOR_TYPE_RGB,
                                   [4] = PNG_COLOR_TYPE_RGB_ALPHA};
    png_set_user_limits(w->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    if (w->image->width * w->image->height > LARGE_PIXELS)
        png_set_compression_level(w->png, LARGE_LEVEL);
    png_set_IHDR(w->png, w->info, (png_uint_32)w->image->width, (png_uint_32)w->image->height,
                 w->image->depth == 16 ? 16 : 8, COLOURS[w->image->channels], PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_text(w->png, w->info, w->notes, (int)w->note_count);
    png_write_info(w->png, w->info);
}

static hop_status encode(writing *w) {
    if (setjmp(png_jmpbuf(w->png)))
        return hop_fail(w->file.failed ? HOP_E_MEMORY : HOP_E_WRITE, "%s: cannot be written: %s",
                        w->path, w->reason);
    png_set_write_fn(w->png, w, on_write, on_flush);
    write_header(w);
    for (size_t y = 0; y < w->image->height; y++) {
        HOP_TRY(hop_tell(w->image->progress, w->image->told, "writing rows", y, w->image->height));
        fill_row(w, y);
        png_write_row(w->png, w->row);
    }
    png_write_end(w->png, w->info);
    return HOP_OK;
}

static hop_status check_size(const hop_image_rows *image, const char *path) {
    size_t top = PNG_UINT_31_MAX;
    bool fits =
        image->width > 0 && image->height > 0 && image->width <= top && image->height <= top;
    if (fits) return HOP_OK;
    return hop_fail(HOP_E_WRITE, "%s: a picture of %zu x %zu pixels cannot be a PNG", path,
                    image->width, image->height);
}

static hop_status write_picture(writing *w, const hop_image_note *notes, size_t note_count) {
    HOP_TRY(add_notes(w, notes, note_count));
    const size_t samples = w->image->width * w->image->channels;
    HOP_TRY(hop_alloc(samples, 2, "a row of a picture", &w->row));
    HOP_TRY(hop_alloc(samples, sizeof *w->room, "a row of a picture", &w->room));
    w->png = png_create_write_struct(PNG_LIBPNG_VER_STRING, w, on_error, on_warning);
    if (w->png) w->info = png_create_info_struct(w->png);
    if (!w->info) return hop_fail(HOP_E_MEMORY, "%s: there is no memory to write it", w->path);
    return encode(w);
}

static void release(writing *w) {
    png_destroy_write_struct(&w->png, &w->info);
    for (size_t i = 0; i < w->note_count; i++) {
        free(w->notes[i].key);
        free(w->notes[i].text);
    }
    free(w->notes);
    free(w->row);
    free(w->room);
    free(w->file.text);
}

static hop_status encode_rows(const hop_image_rows *image, const char *name,
                              const hop_image_note *notes, size_t note_count, hop_string *file) {
    assert(image->channels >= 1 && image->channels <= 4);
    HOP_TRY(check_size(image, name));
    writing w = {.path = name, .image = image};
    hop_status status = write_picture(&w, notes, note_count);
    if (status == HOP_OK) {
        *file = w.file;
        w.file.text = NULL;
    }
    release(&w);
    return status;
}

hop_status hop_image_write_rows(const hop_image_rows *rows, const char *path,
                                const hop_image_note *notes, size_t note_count, bool replace) {
    hop_string file = {0};
    HOP_TRY(encode_rows(rows, path, notes, note_count, &file));
    hop_status status = hop_file_write(path, file.text, file.length, replace);
    free(file.text);
    return status;
}

static const float *lend_row(void *context, size_t y, float *room) {
    const hop_image *image = context;
    (void)room;
    return image->samples + y * image->width * image->channels;
}

static hop_image_rows rows_of(const hop_image *image) {
    return (hop_image_rows){.width = image->width,
                            .height = image->height,
                            .channels = image->channels,
                            .depth = image->depth,
                            .unknown = image->unknown,
                            .row = lend_row,
                            .context = (void *)image};
}

hop_status hop_image_encode(const hop_image *image, const char *name, const hop_image_note *notes,
                            size_t note_count, unsigned char **bytes, size_t *size) {
    const hop_image_rows rows = rows_of(image);
    hop_string file = {0};
    HOP_TRY(encode_rows(&rows, name, notes, note_count, &file));
    *bytes = (unsigned char *)file.text;
    *size = file.length;
    return HOP_OK;
}

hop_status hop_image_write(const hop_image *image, const char *path, const hop_image_note *notes,
                           size_t note_count, bool replace) {
    const hop_image_rows rows = rows_of(image);
    return hop_image_write_rows(&rows, path, notes, note_count, replace);
}
