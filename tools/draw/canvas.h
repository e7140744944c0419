/* A canvas: hard-edged paint on samples finer than pixels, averaged to a picture at the end.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_DRAW_CANVAS_H
#define HOP_DRAW_CANVAS_H

#include <hopfield/image.h>

#include "path.h"

/* Samples to a side of a pixel. */
#define HOP_CANVAS_FINENESS 8

/* Red, green, blue from 0 to 1, and how much of them covers what is below. */
typedef struct hop_paint {
    double colour[3];
    double opacity;
} hop_paint;

/* A square canvas, drawn on in pixels. */
typedef struct draw_canvas {
    size_t side;         /* samples */
    float *colour;       /* [side x side x 3] */
    unsigned char *mark; /* [side x side]: 1 where the mark being made is */
    unsigned char *base; /* [side x side]: where the last unclipped mark was */
} draw_canvas;

/* A black canvas of pixels x pixels; free with draw_canvas_clear(). */
hop_status draw_canvas_create(size_t pixels, draw_canvas *canvas);
void draw_canvas_clear(draw_canvas *canvas);

/* Adds to the mark: the inside of every part of the path (each closed, even-odd), or a line of
 * `width` with round ends and corners along it. */
void draw_canvas_fill(draw_canvas *canvas, const hop_path *path);
void draw_canvas_stroke(draw_canvas *canvas, const hop_path *path, double width);

/* Paints the mark and starts the next one.  clipped: only where the last unclipped mark was. */
void draw_canvas_paint(draw_canvas *canvas, hop_paint paint, bool clipped);

/* The canvas as a picture of 3 channels, or of 1 (red is taken). */
hop_status draw_canvas_picture(const draw_canvas *canvas, size_t channels, hop_image *image);

#endif
