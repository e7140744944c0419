/* States as pictures.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CLI_PICTURE_H
#define HOP_CLI_PICTURE_H

#include <hopfield/corruption.h>
#include <hopfield/image.h>
#include <hopfield/memory.h>

#include "progress.h"
#include "terminal.h"

/* A state [dim] as an image: low is black, high is white, unknown pixels are transparent. */
hop_status cli_picture_make(const hop_canvas *canvas, const double *state, hop_image *image);

/* The same, written as a PNG of `depth` bits a sample, row by row; errors as hop_image_write().
 * progress: of its rows, or NULL. */
hop_status cli_picture_write(const hop_canvas *canvas, const double *state, unsigned depth,
                             const char *path, const hop_image_note *notes, size_t note_count,
                             bool replace, cli_progress *progress);

#endif
