/* What corruptions share: choosing pixels, rectangles and sides of a picture.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_CORRUPTION_REGION_H
#define HOP_CORRUPTION_REGION_H

#include <hopfield/corruption.h>

/* A rectangle of a picture, in pixels; x to the right, y downwards. */
typedef struct hop_box {
    size_t x, y, width, height;
} hop_box;

/* The choices of a parameter "side", in the order of enum hop_side. */
#define HOP_SIDES "top|bottom|left|right"
enum hop_side { HOP_TOP, HOP_BOTTOM, HOP_LEFT, HOP_RIGHT };

/* The value that is `level` of the way from the darkest (0) to the brightest (1). */
double hop_corruption_level(const hop_canvas *canvas, double level);

/* What counts as 1 in damage that is measured in values. */
double hop_corruption_unit(const hop_canvas *canvas);

/* Draws round(rate * pixels) different pixels, unknown ones among them so that the choice does not
 * depend on the state.  *pixels [*count] is the caller's to free.  HOP_E_MEMORY. */
hop_status hop_corruption_choose(const hop_canvas *canvas, double rate, hop_random *random,
                                 size_t **pixels, size_t *count);

/* The round(area * height) rows at the top or bottom, or round(area * width) columns at the left
 * or right.  HOP_E_SUPPORT for top and bottom of a plain vector, *box untouched. */
hop_status hop_corruption_side(const hop_canvas *canvas, enum hop_side side, double area,
                               hop_box *box);

/* Sets the known values in the box to `value` (NAN makes them unknown). */
void hop_corruption_fill(const hop_canvas *canvas, hop_box box, double value, double *state);

/* ---- parameters that several corruptions have ---- */

/* clang-format off */
#define HOP_PARAMETER_SIDE(what) \
    { .name = "side", .meaning = what, .unit = "one of the words", .default_value = HOP_BOTTOM, \
      .low = HOP_TOP, .high = HOP_RIGHT, .integer = true, .choices = HOP_SIDES }
#define HOP_PARAMETER_AREA(what, usual) \
    { .name = "area", .meaning = what, .unit = "dimensionless", .default_value = usual, .low = 0, \
      .high = 1 }
#define HOP_PARAMETER_PAINT \
    { .name = "value", .meaning = "brightness of the paint, from 0 (black) to 1 (white)", \
      .unit = "of the range of the values", .default_value = 0, .low = 0, .high = 1 }
/* clang-format on */

#endif
