/* States as images.
 * SPDX-License-Identifier: MIT */
#include "picture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A state, and what its picture is like. */
typedef struct shown {
    const hop_canvas *canvas;
    const double *state;
    size_t stored; /* channels, alpha included */
} shown;

static const float *make_row(void *context, size_t y, float *room) {
    const shown *s = context;
    const hop_canvas *canvas = s->canvas;
    const size_t width = canvas->shape.width, channels = canvas->shape.channels;
    const double range = canvas->high - canvas->low;
    const double *values = s->state + y * width * channels;
    float *sample = room;
    for (size_t p = 0; p < width; p++, sample += s->stored) {
        bool known = true;
        for (size_t c = 0; c < channels; c++) {
            const double value = (*values++ - canvas->low) / range;
            const bool here = !isnan(value);
            sample[c] = !here || value < 0 ? 0.0f : value > 1 ? 1.0f : (float)value;
            known = known && here;
        }
        if (s->stored > channels) sample[channels] = known ? 1.0f : 0.0f;
    }
    return room;
}

static hop_image_rows rows_of(shown *s) {
    const hop_shape shape = s->canvas->shape;
    const size_t dim = hop_shape_dim(shape);
    bool unknown = false;
    for (size_t i = 0; i < dim && !unknown; i++) unknown = isnan(s->state[i]);
    s->stored = shape.channels + (unknown ? 1 : 0);
    return (hop_image_rows){.width = shape.width,
                            .height = shape.height,
                            .channels = s->stored,
                            .unknown = unknown,
                            .row = make_row,
                            .context = s};
}

hop_status cli_picture_make(const hop_canvas *canvas, const double *state, hop_image *image) {
    shown s = {canvas, state, 0};
    const hop_image_rows rows = rows_of(&s);
    hop_status status = hop_image_create(rows.width, rows.height, rows.channels, image);
    if (status != HOP_OK) return status;
    image->unknown = rows.unknown;
    for (size_t y = 0; y < rows.height; y++)
        (void)make_row(&s, y, image->samples + y * rows.width * rows.channels);
    return HOP_OK;
}

hop_status cli_picture_write(const hop_canvas *canvas, const double *state, unsigned depth,
                             const char *path, const hop_image_note *notes, size_t note_count,
                             bool replace, cli_progress *progress) {
    shown s = {canvas, state, 0};
    hop_image_rows rows = rows_of(&s);
    rows.depth = depth;
    rows.progress = progress ? cli_progress_tell : NULL;
    rows.told = progress;
    return hop_image_write_rows(&rows, path, notes, note_count, replace);
}
