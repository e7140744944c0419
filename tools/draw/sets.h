/* The sets of pictures this tool draws.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_DRAW_SETS_H
#define HOP_DRAW_SETS_H

#include <stdbool.h>
#include <stddef.h>

/* A picture as a drawing (see drawing.h): on a canvas of its set's size. */
typedef struct hop_sketch {
    const char *name;
    const char *drawing;
} hop_sketch;

/* A picture as a rule: true where the pixel in that column and row is white. */
typedef struct hop_ornament {
    const char *name;
    bool (*white)(int x, int y);
} hop_ornament;

#define HOP_GLYPH_PIXELS     28
#define HOP_PICTOGRAM_PIXELS 64
#define HOP_ORNAMENT_PIXELS  32

/* Each list ends with a row without a name. */
extern const hop_sketch hop_glyphs[];
extern const hop_sketch hop_pictograms_nature[];
extern const hop_sketch hop_pictograms_animals[];
extern const hop_sketch hop_pictograms_travel[];
extern const hop_sketch hop_pictograms_things[];
extern const hop_sketch hop_queries[];
extern const hop_ornament hop_ornaments[];

#endif
