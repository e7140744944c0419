/* Drawings as text: a few words a shape, read and painted.
 *
 *   drawing  marks, painted one over the other
 *   mark     colour path          the inside, in a colour of the palette
 *            colour/width path    a line along it, with round ends
 *            &colour ...          only where the last mark without & is: shading, stripes
 *   path     M x y                start here
 *            L x y                straight on; Q x y x y, C x y x y x y: along a curve
 *            A cx cy r from to    on along a circle, between angles; S ...: the same, started anew
 *            Z                    back to the start
 *            O cx cy r            a disc;  E cx cy rx ry: an ellipse
 *            B x y w h r          a box with corners rounded by r
 *   before a path
 *            N n cx cy            n copies, turned about a centre: petals, rays
 *            X x                  and its mirror image left and right of x
 *   anywhere T degrees cx cy      what follows is turned about a centre, till the next T
 *
 * Numbers are pixels; a letter may be followed by several groups of numbers.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_DRAW_DRAWING_H
#define HOP_DRAW_DRAWING_H

#include "canvas.h"

/* Paints `text`.  HOP_E_NAME for an unknown colour, HOP_E_FORMAT for any other mistake. */
hop_status hop_drawing_paint(const char *text, draw_canvas *canvas);

/* The paint of that name, `length` characters long; HOP_E_NAME. */
hop_status hop_palette_find(const char *name, size_t length, hop_paint *paint);

#endif
