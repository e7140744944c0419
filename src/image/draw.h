/* Lines and discs in pictures of three channels; what lies beyond the picture is left out.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_IMAGE_DRAW_H
#define HOP_IMAGE_DRAW_H

#include <hopfield/image.h>

typedef struct hop_ink {
    float red, green, blue; /* 0 to 1 */
} hop_ink;

/* "#rrggbb"; black for anything else. */
hop_ink hop_ink_of(const char *colour);

void hop_image_fill(hop_image *image, hop_ink ink);
void hop_image_box(hop_image *image, size_t x, size_t y, size_t width, size_t height, hop_ink ink);

/* From one place to another, in pixels; thickness in pixels.  A place that is NAN: nothing. */
void hop_image_line(hop_image *image, const double from[2], const double to[2], double thickness,
                    hop_ink ink);
void hop_image_disc(hop_image *image, const double at[2], double radius, hop_ink ink);

/* A state [dim], 0 ... 1, as a picture of its own: unknown values (NAN) are transparent.
 * HOP_E_LIMIT, HOP_E_MEMORY. */
hop_status hop_image_of_state(hop_shape shape, const double *state, hop_image *image);

/* Copies a picture of three channels into another, its upper left corner at (x, y). */
void hop_image_paste(hop_image *image, const hop_image *from, size_t x, size_t y);

#endif
