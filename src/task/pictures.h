/* Pictures that tasks learn from: drawn without end, or those of a file.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TASK_PICTURES_H
#define HOP_TASK_PICTURES_H

#include <stdbool.h>

#include <hopfield/random.h>

#include "data.h"

/* Kinds of drawn shapes: disc, ring, box, frame, cross, stripes. */
enum { HOP_PICTURES_KINDS = 6, HOP_PICTURES_SIDE = 16, HOP_PICTURES_PIXELS_MAX = 1024 };

typedef struct hop_pictures {
    size_t width, height, kinds;
    size_t shapes;     /* to a picture, where they are drawn: one for a label, else two */
    hop_data data;     /* zeros: shapes are drawn */
    size_t from, upto; /* which of the data are drawn from */
} hop_pictures;

/* Of the file or data set `name` (grey pictures of 1024 pixels at most), or drawn where it is NULL.
 * labelled: labels are needed.  HOP_E_SHAPE, HOP_E_SUPPORT, and as hop_data_read(). */
hop_status hop_pictures_open(const char *name, bool labelled, hop_pictures *pictures);
void hop_pictures_close(hop_pictures *pictures);

/* The same pictures with those kept back that are for tests (one in five), or only these.  Drawn
 * ones differ by their streams.  Lent. */
hop_pictures hop_pictures_part(const hop_pictures *pictures, bool test);

/* One picture [width x height], 0 black to 1 white, and its kind. */
void hop_pictures_draw(const hop_pictures *pictures, hop_random *random, double *picture,
                       size_t *kind);

#endif
