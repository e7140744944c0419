/* How a camera was held: the orientation in Exif data.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_IMAGE_EXIF_H
#define HOP_IMAGE_EXIF_H

#include <hopfield/image.h>

/* What must be done to a picture as it lies in its file, 1 (nothing) to 8; bytes [size] begin with
 * the header of a TIFF ("II" or "MM").  1 for whatever is damaged or says nothing: a wrong note
 * about a picture is no reason to refuse it.  CIPA DC-008 (Exif 2.32), tag 0x0112. */
unsigned hop_exif_orientation(const unsigned char *bytes, size_t size);

/* Turns and mirrors the picture in place, so that orientation 1 comes out.  HOP_E_MEMORY leaves it
 * as it was. */
hop_status hop_image_orient(hop_image *image, unsigned orientation);

#endif
