/* Letters of 5 x 7 dots for captions.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_IMAGE_LETTERING_H
#define HOP_IMAGE_LETTERING_H

#include <hopfield/image.h>

/* In dots: a letter with the gap behind it, and its height. */
enum { HOP_IMAGE_LETTER_ADVANCE = 6, HOP_IMAGE_LETTER_HEIGHT = 7 };

/* How many letters UTF-8 `text` has. */
size_t hop_image_letter_count(const char *text);

/* How many letters fit into `width` pixels when a dot is `dot` pixels wide. */
size_t hop_image_letters_fit(size_t width, size_t dot);

/* Writes UTF-8 `text` centred in the `width` pixels from (x, y) on, shortened to fit.  Letters have
 * one case; a character without a drawing is a box.  The picture must hold that place. */
void hop_image_caption(hop_image *image, const char *text, size_t x, size_t y, size_t width,
                       size_t dot, float grey);

#endif
