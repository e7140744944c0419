/* The lines of text of a PNG file: how it was made, if whoever made it says so.
 * SPDX-License-Identifier: MIT */
#include "png_notes.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "../base/fail.h"
#include "../base/file.h"
#include "png_chunks.h"

typedef struct source {
    const unsigned char *bytes;
    size_t size, at;
} source;

static void on_read(png_structp png, png_bytep to, size_t size) {
    source *s = png_get_io_ptr(png);
    if (size > s->size - s->at) png_error(png, "it ends too early");
    memcpy(to, s->bytes + s->at, size);
    s->at += size;
}

/* libpng would write them to standard error. */
static void on_error(png_structp png, png_const_charp reason) {
    (void)reason;
    longjmp(png_jmpbuf(png), 1);
}
static void on_warning(png_structp png, png_const_charp reason) {
    (void)png, (void)reason;
}

static void tell(png_structp png, png_infop info, source *s, hop_image_note_reader each,
                 void *context) {
    png_textp texts = NULL;
    int count = 0;
    if (setjmp(png_jmpbuf(png))) return;
    png_set_read_fn(png, s, on_read);
    png_read_info(png, info);
    png_get_text(png, info, &texts, &count);
    for (int i = 0; i < count; i++) each(context, texts[i].key, texts[i].text);
}

hop_status hop_image_read_notes(const char *path, hop_image_note_reader each, void *context) {
    unsigned char *bytes = NULL;
    source s = {0};
    const hop_image_limits limits = hop_image_default_limits;
    hop_image_header header;
    HOP_TRY(hop_file_read(path, limits.bytes, &bytes, &s.size));
    s.bytes = bytes;
    hop_status status = hop_image_inspect(path, s.bytes, s.size, &limits, &header);
    png_structp png = NULL;
    png_infop info = NULL;
    if (status == HOP_OK)
        png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, on_error, on_warning);
    if (png) info = png_create_info_struct(png);
    if (info) tell(png, info, &s, each, context);
    if (status == HOP_OK && !info)
        status = hop_fail(HOP_E_MEMORY, "%s: there is no memory to read it", path);
    png_destroy_read_struct(&png, &info, NULL);
    free(bytes);
    return status;
}
