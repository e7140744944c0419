/* A canvas: hard-edged paint on samples finer than pixels, averaged to a picture at the end.
 * Painting samples, not pixels by their coverage, keeps seams out from between shapes that touch.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/fail.h"

#include "canvas.h"

/* More crossings of one row than any drawing here has. */
#define CROSSINGS 128

static const double fineness = HOP_CANVAS_FINENESS;

hop_status draw_canvas_create(size_t pixels, draw_canvas *canvas) {
    draw_canvas made = {.side = pixels * HOP_CANVAS_FINENESS};
    size_t samples = made.side * made.side;
    hop_status status = hop_alloc(samples * 3, sizeof *made.colour, "canvas", &made.colour);
    if (status == HOP_OK) status = hop_alloc(samples, 1, "canvas", &made.mark);
    if (status == HOP_OK) status = hop_alloc(samples, 1, "canvas", &made.base);
    if (status == HOP_OK)
        *canvas = made;
    else
        draw_canvas_clear(&made);
    return status;
}

void draw_canvas_clear(draw_canvas *canvas) {
    free(canvas->colour);
    free(canvas->mark);
    free(canvas->base);
    *canvas = (draw_canvas){0};
}

/* The first sample whose middle is at or beyond `pixels`, within the canvas. */
static size_t first_sample(const draw_canvas *canvas, double pixels) {
    double sample = ceil(pixels * fineness - 0.5);
    return sample < 0 ? 0 : sample > (double)canvas->side ? canvas->side : (size_t)sample;
}

static double middle(size_t sample) {
    return ((double)sample + 0.5) / fineness;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Where the closed outline of `count` points crosses height y. */
static size_t find_crossings(const hop_point *point, size_t count, double y, double *crossing) {
    size_t found = 0;
    for (size_t i = 0; i < count && found < CROSSINGS; i++) {
        hop_point a = point[i], b = point[(i + 1) % count];
        if ((a.y <= y) == (b.y <= y)) continue;
        crossing[found++] = a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y);
    }
    qsort(crossing, found, sizeof *crossing, ascending);
    return found;
}

static void fill_part(draw_canvas *canvas, const hop_point *point, size_t count) {
    double crossing[CROSSINGS], top = INFINITY, bottom = -INFINITY;
    for (size_t i = 0; i < count; i++) {
        top = fmin(top, point[i].y);
        bottom = fmax(bottom, point[i].y);
    }
    for (size_t row = first_sample(canvas, top); row < first_sample(canvas, bottom); row++) {
        size_t found = find_crossings(point, count, middle(row), crossing);
        for (size_t i = 0; i + 1 < found; i += 2) {
            size_t begin = first_sample(canvas, crossing[i]);
            size_t end = first_sample(canvas, crossing[i + 1]);
            memset(canvas->mark + row * canvas->side + begin, 1, end - begin);
        }
    }
}

void draw_canvas_fill(draw_canvas *canvas, const hop_path *path) {
    for (size_t i = 0; i < path->parts; i++)
        fill_part(canvas, path->point + path->begin[i], path->begin[i + 1] - path->begin[i]);
}

/* The squared distance from p to the piece from a to b. */
static double distance_squared(hop_point p, hop_point a, hop_point b) {
    double dx = b.x - a.x, dy = b.y - a.y, length = dx * dx + dy * dy;
    double t = length > 0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / length : 0;
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    dx = a.x + t * dx - p.x;
    dy = a.y + t * dy - p.y;
    return dx * dx + dy * dy;
}

static void stroke_piece(draw_canvas *canvas, hop_point a, hop_point b, double radius) {
    size_t left = first_sample(canvas, fmin(a.x, b.x) - radius);
    size_t right = first_sample(canvas, fmax(a.x, b.x) + radius);
    size_t top = first_sample(canvas, fmin(a.y, b.y) - radius);
    size_t bottom = first_sample(canvas, fmax(a.y, b.y) + radius);
    for (size_t row = top; row < bottom; row++)
        for (size_t column = left; column < right; column++) {
            hop_point sample = {middle(column), middle(row)};
            if (distance_squared(sample, a, b) <= radius * radius)
                canvas->mark[row * canvas->side + column] = 1;
        }
}

void draw_canvas_stroke(draw_canvas *canvas, const hop_path *path, double width) {
    for (size_t i = 0; i < path->parts; i++) {
        const hop_point *point = path->point + path->begin[i];
        size_t count = path->begin[i + 1] - path->begin[i];
        if (count == 1) stroke_piece(canvas, point[0], point[0], width / 2);
        for (size_t k = 1; k < count; k++) stroke_piece(canvas, point[k - 1], point[k], width / 2);
    }
}

void draw_canvas_paint(draw_canvas *canvas, hop_paint paint, bool clipped) {
    size_t samples = canvas->side * canvas->side;
    for (size_t i = 0; i < samples; i++) {
        if (!canvas->mark[i] || (clipped && !canvas->base[i])) continue;
        for (size_t c = 0; c < 3; c++) {
            float *below = &canvas->colour[3 * i + c];
            *below = (float)(*below + (paint.colour[c] - *below) * paint.opacity);
        }
    }
    if (!clipped) memcpy(canvas->base, canvas->mark, samples);
    memset(canvas->mark, 0, samples);
}

static double average(const draw_canvas *canvas, size_t row, size_t column, size_t channel) {
    double sum = 0;
    for (size_t i = 0; i < HOP_CANVAS_FINENESS; i++)
        for (size_t k = 0; k < HOP_CANVAS_FINENESS; k++) {
            size_t y = row * HOP_CANVAS_FINENESS + i, x = column * HOP_CANVAS_FINENESS + k;
            sum += canvas->colour[(y * canvas->side + x) * 3 + channel];
        }
    return sum / (fineness * fineness);
}

hop_status draw_canvas_picture(const draw_canvas *canvas, size_t channels, hop_image *image) {
    size_t pixels = canvas->side / HOP_CANVAS_FINENESS;
    hop_image made;
    HOP_TRY(hop_image_create(pixels, pixels, channels, &made));
    for (size_t y = 0; y < pixels; y++)
        for (size_t x = 0; x < pixels; x++)
            for (size_t c = 0; c < channels; c++)
                made.samples[(y * pixels + x) * channels + c] = (float)average(canvas, y, x, c);
    *image = made;
    return HOP_OK;
}
