/* The lines of text of a PNG file.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_IMAGE_PNG_NOTES_H
#define HOP_IMAGE_PNG_NOTES_H

#include <hopfield/image.h>

/* Tells every line of text before the pixels, whoever wrote it; `key` and `text` are lent.  Errors
 * as hop_image_read(). */
typedef void (*hop_image_note_reader)(void *context, const char *key, const char *text);
hop_status hop_image_read_notes(const char *path, hop_image_note_reader each, void *context);

#endif
