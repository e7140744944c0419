/* Rows of a picture as a decoder hands them over, one after another.  A picture much larger than
 * what is wanted of it is reduced by a whole factor on the way (means of squares of pixels), so
 * that what is in memory at once is bounded by what is kept and not by what the file declares.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_IMAGE_ROWS_H
#define HOP_IMAGE_ROWS_H

#include <hopfield/image.h>

/* The limits given (NULL: none were), with defaults in the fields of 0. */
hop_image_limits hop_image_limits_resolve(const hop_image_limits *given);

/* Zeros make an empty one; free with hop_rows_clear(). */
typedef struct hop_rows {
    size_t width, channels; /* of the rows that come */
    size_t factor;          /* so many pixels a side become one */
    size_t row;             /* rows that have come */
    double *sums;           /* [image.width x (channels + 1)]; NULL where factor is 1 */
    hop_image image;        /* what is made of them */
} hop_rows;

/* The factor by which a picture of width x height may be reduced: 1, unless limits->width and
 * limits->height name a size that it is more than twice as large as, and it is large. */
size_t hop_rows_factor(const hop_image_limits *limits, size_t width, size_t height,
                       size_t channels);

/* Room for what `height` rows become.  HOP_E_LIMIT where that is more than limits->numbers, with
 * what helps; HOP_E_MEMORY.  `name` stands in errors. */
hop_status hop_rows_begin(const char *name, const hop_image_limits *limits, size_t width,
                          size_t height, size_t channels, hop_rows *rows);

/* The next row, [width x channels] in units of 0 ... 1. */
void hop_rows_add(hop_rows *rows, const float *row);

/* Hands the picture over, turned by an Exif orientation.  HOP_E_MEMORY. */
hop_status hop_rows_end(hop_rows *rows, unsigned orientation, hop_image *image);
void hop_rows_clear(hop_rows *rows);

#endif
