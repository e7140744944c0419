/* States as pictures: into PNG files, and onto the terminal.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_PICTURE_H
#define HOP_CLI_PICTURE_H

#include <stdio.h>

#include <hopfield/corruption.h>
#include <hopfield/image.h>
#include <hopfield/memory.h>

/* The canvas of a memory: 0 ... 1, clipped, for pictures in that range; the memory's own smallest
 * and largest value otherwise. */
hop_canvas cli_canvas(const hop_memory *memory);

/* A state [dim] as an image: low is black, high is white, unknown pixels are transparent. */
hop_status cli_picture_make(const hop_canvas *canvas, const double *state, hop_image *image);

/* Draws images side by side, each `columns` characters wide, with a caption under each: half blocks
 * in colour, or shades of grey characters. */
hop_status cli_picture_draw(FILE *out, const hop_canvas *canvas, const double *const *states,
                            const char *const *captions, size_t count, size_t columns, bool colour);

/* Whether `out` is a terminal that wants colour. */
bool cli_wants_colour(FILE *out);

/* Columns of the terminal behind `out`; $COLUMNS or 80 where there is none. */
size_t cli_width(FILE *out);

#endif
