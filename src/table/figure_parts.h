/* The parts of drawing a figure: frame (ranges and places), data (.tsv), script (.gp), gnuplot.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TABLE_FIGURE_PARTS_H
#define HOP_TABLE_FIGURE_PARTS_H

#include <hopfield/figure.h>

#include "../base/text.h"

/* One axis: its ends, in the units of the data, or over a map in cells, 0 the first one's middle.
 */
typedef struct hop_axis {
    double low, high;
    bool log;
} hop_axis;

typedef struct hop_frame {
    hop_axis x, y;
} hop_frame;

typedef enum hop_picture { HOP_PICTURE_SVG, HOP_PICTURE_PNG, HOP_PICTURE_PDF } hop_picture;

/* Labels at the curves' right ends for so many named curves; a key for more. */
enum { HOP_DIRECT_LABELS_MAX = 6 };

/* The ranges of both axes.  HOP_E_EMPTY, HOP_E_VALUE as hop_figure_write(). */
hop_status hop_table_frame(const hop_figure *figure, hop_frame *frame);

/* Where `value` stands along the axis: 0 its low end, 1 its high end. */
double hop_table_along(const hop_axis *axis, double value);

/* Where `value` stands among increasing ticks [count], in cells: between two of them by
 * interpolation (of logarithms, if asked), beyond them at the last step's pace. */
double hop_table_cell_of(const double *ticks, size_t count, bool log, double value);

/* Moves heights [count], ascending, apart by at least `gap`, each as little as can be, none outside
 * 0 ... 1 if there is room. */
void hop_table_spread(double *heights, size_t count, double gap);

/* The numbers as blocks, two empty lines between them: the map, then each curve. */
void hop_table_figure_data(const hop_figure *figure, hop_string *out);

/* All of the script but terminal, output and data. */
void hop_table_figure_script(const hop_figure *figure, const hop_frame *frame, hop_picture picture,
                             hop_string *out);

/* Terminal columns to which the labels of axes and the names of curves are cut. */
enum { HOP_LABEL_MAX = 70, HOP_NAME_MAX = 32 };

/* The curve's colour, "#rrggbb"; `next` counts those taken from the palette. */
const char *hop_table_curve_colour(const hop_curve *curve, size_t *next);

/* Whether the picture shows its name. */
bool hop_table_curve_named(const hop_curve *curve);

/* `set WHAT 'text'`, nothing for NULL; `set WHATrange [low:high]`. */
void hop_table_set_text(hop_string *out, const char *what, const char *text, size_t width);
void hop_table_set_range(hop_string *out, const char *name, double low, double high);

/* Whether it is a theory line straight up, which is named beside itself; and those names. */
bool hop_table_is_mark(const hop_figure *figure, const hop_curve *curve);
void hop_table_set_marks(hop_string *out, const hop_figure *figure, const hop_frame *frame);

/* Names at the right ends of at most HOP_DIRECT_LABELS_MAX curves. */
void hop_table_set_labels(hop_string *out, const hop_figure *figure, const hop_frame *frame);

/* A map's colours and ticks, and its part of the plot command. */
void hop_table_set_map(hop_string *out, const hop_heat_map *map);
void hop_table_plot_map(hop_string *out, const hop_heat_map *map, hop_picture picture);

/* `set terminal ...` for the picture. */
const char *hop_table_terminal(hop_picture picture);

/* Adds `text` as a gnuplot literal that stands for itself alone, cut to `width` columns. */
void hop_table_quote(hop_string *out, const char *text, size_t width);

/* How the figure was made, its provenance's notes, put into the picture as gnuplot drew it, and as
 * comments in front of a script; nothing without provenance. */
void hop_table_sign_picture(const hop_figure *figure, hop_picture picture, hop_string *bytes);
void hop_table_sign_script(const hop_figure *figure, hop_string *script);

/* Runs gnuplot on the script; what it draws on its standard output is added to `picture`.
 * HOP_E_SUPPORT, HOP_E_MEMORY, HOP_E_WRITE. */
hop_status hop_table_gnuplot(const char *script, hop_string *picture);

#endif
