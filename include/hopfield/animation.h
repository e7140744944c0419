/* Animated PNG (APNG): pictures that browsers play, and that other programs show the first of.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_ANIMATION_H
#define HOPFIELD_ANIMATION_H

#include <hopfield/export.h>
#include <hopfield/image.h>

HOP_BEGIN_DECLS

/* One picture of an animation, and how long it stands. */
typedef struct hop_animation_frame {
    hop_image image;
    unsigned milliseconds; /* 1 to 65535 */
} hop_animation_frame;

/* Writes frames [count] of one size and three channels, which are played for ever; the first is
 * the picture of programs that know no animation.  Of a later one only what differs from the one
 * before it is kept.  After the third edition of the PNG specification (W3C 2025), section 11.3.6.
 * HOP_E_EMPTY without frames, HOP_E_SHAPE if they differ in size or are not RGB, HOP_E_EXISTS if
 * the file exists and `replace` is false, HOP_E_WRITE, HOP_E_MEMORY. */
hop_status hop_animation_write(const hop_animation_frame *frames, size_t count, const char *path,
                               const hop_image_note *notes, size_t note_count, bool replace);

HOP_END_DECLS

#endif
