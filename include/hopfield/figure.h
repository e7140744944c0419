/* Figures: curves with bands, points, theory lines and heat maps, drawn by gnuplot, which is
 * started without a shell and sees user text only as quoted literals.
 * SPDX-License-Identifier: MIT */
#ifndef HOPFIELD_FIGURE_H
#define HOPFIELD_FIGURE_H

#include <hopfield/export.h>
#include <hopfield/table.h>

HOP_BEGIN_DECLS

/* HOP_CURVE_LINE, _POINTS, _MARKED, _THIN, _THEORY, _DATA: see curve_list.h. */
typedef enum hop_curve_style {
#define ROW(style, file) HOP_CURVE_##style,
#include <hopfield/curve_list.h>
#undef ROW
    HOP_CURVE_STYLES /* how many there are */
} hop_curve_style;

/* `colour` of a curve: the next of the palette, or from one on a certain one (so that a theory line
 * can share its measurement's).  Beyond the colours there are, marks and dashes tell curves apart.
 */
enum { HOP_COLOUR_NEXT = 0, HOP_COLOUR_COUNT = 8 };

/* One curve, [count] numbers each; NAN leaves a gap. */
typedef struct hop_curve {
    const char *name; /* shown at its right end, or in a key where there are many; NULL: none */
    const double *x, *y;
    const double *low, *high; /* an interval around y, not drawn over a map; both NULL: none */
    size_t count;
    hop_curve_style style;
    int colour;
    const char *panel; /* heading of the small figure it is in, beside others with the same axes;
                          NULL: in all of them, or there is but one */
} hop_curve;

typedef enum hop_colours {
    HOP_COLOURS_VIRIDIS,   /* for probabilities and magnitudes */
    HOP_COLOURS_DIVERGING, /* centred at 0: for weights and differences */
    HOP_COLOURS_CLASSES,   /* values 0, 1, ... are names, not magnitudes */
    HOP_COLOURS_LIGHT,     /* from white: for weights, most of which are small */
} hop_colours;

/* Names that the values of a map may have, each with a colour of its own. */
enum { HOP_CLASS_MAX = 9 };

/* A map of coloured cells, all of one size whatever the steps of x and y. */
typedef struct hop_heat_map {
    size_t rows, columns;
    const double *values; /* [rows x columns], the first row at the bottom; NAN is left grey */
    const char *grey;     /* what such cells are, for the key; NULL: not said */
    const double *x; /* [columns], increasing, what the cells' middles stand for; NULL: 0, 1 ... */
    const double *y; /* [rows], likewise */
    const char *const *x_names; /* [columns]: words in place of the numbers x; NULL: none */
    const char *const *y_names; /* [rows], likewise */
    bool written;               /* every cell says its value, with two digits */
    bool square;                /* as wide as high, cell by cell */
    bool downwards;             /* the first row is at the top, as in a matrix */
    const char *label;          /* quantity and unit of the values */
    hop_colours colours;
    double low, high;           /* values at the ends of the colours; equal: from the values */
    const char *const *classes; /* [class_count] names of the values 0, 1, ..., for CLASSES alone */
    size_t class_count;         /* HOP_CLASS_MAX at most */
} hop_heat_map;

typedef struct hop_figure {
    const char *title;             /* NULL: none */
    const char *subtitle;          /* a second line of the title; NULL: none */
    const char *x_label, *y_label; /* quantity and unit, "energy [squared key units]"; of a pure
                                      number no unit */
    bool log_x, log_y;             /* what cannot be shown on a log axis is left out */
    bool whole_x;                  /* x counts something: ticks at whole numbers alone */
    double x_low, x_high;          /* of the axis; equal: from the curves; a map is shown whole */
    double y_low, y_high;
    const hop_curve *curves; /* [curve_count]; drawn over the map if there is one */
    size_t curve_count;
    const hop_heat_map *map;     /* NULL: none */
    const hop_table *provenance; /* its notes go into all three files; NULL: none */
} hop_figure;

/* Draws into `path`, .svg, .png or .pdf, and leaves NAME.tsv (the numbers) and NAME.gp beside it:
 * `gnuplot NAME.gp` in that folder draws it again.  On failure none of the three is left behind,
 * except that a file replaced before the failure stays replaced.
 * HOP_E_NAME for another ending; HOP_E_EMPTY if no point can be shown; HOP_E_VALUE for ticks of a
 * map that do not increase, or axis limits that a log axis cannot show; HOP_E_EXISTS;
 * HOP_E_WRITE; HOP_E_MEMORY; HOP_E_SUPPORT if gnuplot is not installed or fails (its own words are
 * in the detail). */
hop_status hop_figure_write(const hop_figure *figure, const char *path, bool replace);

/* Whether all three files could be written now, before the work that is to be drawn: HOP_E_NAME,
 * HOP_E_EXISTS, HOP_E_WRITE as above.  Leaves nothing behind. */
hop_status hop_figure_check(const char *path, bool replace);

HOP_END_DECLS

#endif
