/* Reading JPEG by libjpeg-turbo: grey and colour, baseline and progressive, turned as the camera
 * was held.  A file that ends early or is damaged is refused, not filled up with grey.
 * SPDX-License-Identifier: MIT */
#include <hopfield/image.h>

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include <jerror.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/limits.h"
#include "exif.h"
#include "rows.h"

enum { EXIF_MARK = 6 };

/* All that outlives a jump out of the library stands here, not in local variables. */
typedef struct reading {
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr errors;
    struct jpeg_progress_mgr progress;
    jmp_buf back;
    const char *name;
    const hop_image_limits *limits;
    unsigned char *bytes; /* a row of samples of 8 bits */
    float *row;
    unsigned orientation;
    int code; /* why it jumped: a message of the library's */
    char reason[JMSG_LENGTH_MAX];
    hop_rows rows;
} reading;

static void on_error(j_common_ptr jpeg) {
    reading *r = jpeg->client_data;
    r->code = jpeg->err->msg_code;
    jpeg->err->format_message(jpeg, r->reason);
    longjmp(r->back, 1);
}

/* Warnings are about pixels that had to be made up, these two aside. */
static void on_message(j_common_ptr jpeg, int level) {
    const int code = jpeg->err->msg_code;
    if (level < 0 && code != JWRN_EXTRANEOUS_DATA && code != JWRN_ADOBE_XFORM) on_error(jpeg);
}

static void on_output(j_common_ptr jpeg) {
    (void)jpeg;
}

static void on_progress(j_common_ptr jpeg) {
    reading *r = jpeg->client_data;
    if (r->jpeg.input_scan_number <= HOP_LIMIT_SCANS) return;
    r->code = JERR_SOF_UNSUPPORTED;
    snprintf(r->reason, sizeof r->reason, "more than %d scans", HOP_LIMIT_SCANS);
    longjmp(r->back, 1);
}

static hop_status refused(const reading *r) {
    switch (r->code) {
    case JERR_OUT_OF_MEMORY:
        return hop_fail(HOP_E_MEMORY, "%s: there is not enough memory to read it", r->name);
    case JWRN_JPEG_EOF:
    case JERR_INPUT_EOF:
    case JERR_INPUT_EMPTY:
        return hop_fail(HOP_E_FORMAT, "%s: is truncated: the JPEG ends within the picture",
                        r->name);
    case JERR_SOF_UNSUPPORTED:
    case JERR_BAD_PRECISION:
    case JERR_ARITH_NOTIMPL:
    case JERR_CONVERSION_NOTIMPL:
        return hop_fail(HOP_E_SUPPORT,
                        "%s: is a JPEG of a kind that is not read (%s); convert it to PNG", r->name,
                        r->reason);
    default: return hop_fail(HOP_E_FORMAT, "%s: is damaged (%s)", r->name, r->reason);
    }
}

static void find_orientation(reading *r) {
    r->orientation = 1;
    for (jpeg_saved_marker_ptr m = r->jpeg.marker_list; m; m = m->next) {
        if (m->data_length < EXIF_MARK || memcmp(m->data, "Exif\0", EXIF_MARK) != 0) continue;
        r->orientation = hop_exif_orientation(m->data + EXIF_MARK, m->data_length - EXIF_MARK);
        return;
    }
}

/* What is wanted of it, before any pixel is decoded. */
static hop_status choose_form(reading *r) {
    struct jpeg_decompress_struct *jpeg = &r->jpeg;
    size_t pixels = 0;
    const bool inks = jpeg->jpeg_color_space == JCS_CMYK || jpeg->jpeg_color_space == JCS_YCCK;
    if (inks || (jpeg->num_components != 1 && jpeg->num_components != 3))
        return hop_fail(HOP_E_SUPPORT,
                        "%s: is a CMYK JPEG, made for printing; convert it to RGB or PNG", r->name);
    if (!hop_size_multiply(jpeg->image_width, jpeg->image_height, &pixels) ||
        pixels > r->limits->pixels)
        return hop_fail(HOP_E_LIMIT, "%s: declares %u x %u pixels, beyond the limit of %zu",
                        r->name, jpeg->image_width, jpeg->image_height, r->limits->pixels);
    const size_t factor = hop_rows_factor(r->limits, jpeg->image_width, jpeg->image_height,
                                          (size_t)jpeg->num_components);
    jpeg->scale_num = 1;
    for (jpeg->scale_denom = 1; jpeg->scale_denom < 8 && jpeg->scale_denom * 2 <= factor;)
        jpeg->scale_denom *= 2;
    jpeg->out_color_space = jpeg->num_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg->dct_method = JDCT_ISLOW;
    return HOP_OK;
}

static hop_status read_rows(reading *r) {
    struct jpeg_decompress_struct *jpeg = &r->jpeg;
    jpeg_start_decompress(jpeg);
    const size_t width = jpeg->output_width, channels = (size_t)jpeg->output_components;
    HOP_TRY(hop_rows_begin(r->name, r->limits, width, jpeg->output_height, channels, &r->rows));
    HOP_TRY(hop_alloc(width, channels, r->name, &r->bytes));
    HOP_TRY(hop_alloc(width, channels * sizeof *r->row, r->name, &r->row));
    while (jpeg->output_scanline < jpeg->output_height) {
        jpeg_read_scanlines(jpeg, &r->bytes, 1);
        for (size_t i = 0; i < width * channels; i++) r->row[i] = (float)(r->bytes[i] / 255.0);
        hop_rows_add(&r->rows, r->row);
    }
    jpeg_finish_decompress(jpeg);
    return HOP_OK;
}

static hop_status decode(reading *r, const unsigned char *bytes, size_t size) {
    if (setjmp(r->back)) return refused(r);
    jpeg_create_decompress(&r->jpeg);
    r->jpeg.progress = &r->progress;
    jpeg_save_markers(&r->jpeg, JPEG_APP0 + 1, 0xFFFF);
    jpeg_mem_src(&r->jpeg, bytes, size);
    jpeg_read_header(&r->jpeg, TRUE);
    find_orientation(r);
    HOP_TRY(choose_form(r));
    return read_rows(r);
}

hop_status hop_jpeg_parse(const char *name, const unsigned char *bytes, size_t size,
                          const hop_image_limits *limits, hop_image *image) {
    const hop_image_limits resolved = hop_image_limits_resolve(limits);
    reading r = {.name = name, .limits = &resolved};
    if (size > resolved.bytes)
        return hop_fail(HOP_E_LIMIT, "%s: has %zu bytes, beyond the limit of %zu", name, size,
                        resolved.bytes);
    r.jpeg.err = jpeg_std_error(&r.errors);
    r.errors.error_exit = on_error;
    r.errors.emit_message = on_message;
    r.errors.output_message = on_output;
    r.progress.progress_monitor = on_progress;
    r.jpeg.client_data = &r;
    hop_status status = decode(&r, bytes, size);
    jpeg_destroy_decompress(&r.jpeg);
    if (status == HOP_OK) status = hop_rows_end(&r.rows, r.orientation, image);
    hop_rows_clear(&r.rows);
    free(r.bytes);
    free(r.row);
    return status;
}
