/* The parts of drawing a figure: frame (ranges and places), data (.tsv), script (.gp), gnuplot.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_TABLE_FIGURE_PARTS_H
#define HOP_TABLE_FIGURE_PARTS_H

#include <hopfield/figure.h>

#include "../base/text.h"
#include "../image/draw.h"

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

/* Terminal columns to which the labels of axes, names in a figure and names in a key below it are
 * cut. */
enum { HOP_LABEL_MAX = 70, HOP_NAME_MAX = 32, HOP_KEY_NAME_MAX = 78 };

/* How a curve is drawn. */
typedef struct hop_look {
    const char *colour; /* "#rrggbb" */
    int mark;           /* gnuplot's number of a shape */
    const char *dash;   /* gnuplot's dash type */
} hop_look;

/* The curve's look; `next` counts those taken from the palette. */
hop_look hop_table_look(const hop_curve *curve, size_t *next);

/* Whether the picture shows its name. */
bool hop_table_curve_named(const hop_curve *curve);

/* The title and the line below it as labels, `above` a place such as "graph 0, graph 1" by that
 * many of gnuplot's characters.  Returns where they end, likewise; 0: none. */
double hop_table_set_heads(hop_string *out, const hop_figure *figure, const char *where,
                           double above);

/* Panels in a row; whether curve `index` is the first of its panel. */
enum { HOP_PANELS_ACROSS = 3 };
bool hop_table_panel_begins(const hop_figure *figure, size_t index);

/* How many panels its curves name, 0 for none, and rows of them; the plots of all. */
size_t hop_table_panels(const hop_figure *figure);
size_t hop_table_panel_rows(const hop_figure *figure);

/* Pixels that such a figure is high where it is 840 wide. */
double hop_table_panels_height(const hop_figure *figure);
void hop_table_plot_panels(hop_string *out, const hop_figure *figure, const hop_frame *frame,
                           hop_picture picture);

/* The plot command, of one panel or (NULL) of all; key: with names for it. */
void hop_table_plot(hop_string *out, const hop_figure *figure, const hop_frame *frame,
                    hop_picture picture, const char *panel, bool key);

/* `set WHAT 'text'`, nothing for NULL; `set WHATrange [low:high]`. */
void hop_table_set_text(hop_string *out, const char *what, const char *text, size_t width);
void hop_table_set_range(hop_string *out, const char *name, double low, double high);

/* The smallest of 1, 2, 5, 10, 20, ... that is not below `step` > 0. */
double hop_table_round_step(double step);

/* `set NAMEtics` of a logarithmic axis: at least two of them with a number. */
void hop_table_set_log_ticks(hop_string *out, const char *name, const hop_axis *axis);

/* Part of the frame, 0 its left and lower end, 1 the others. */
typedef struct hop_box {
    double left, right, low, high;
} hop_box;

/* Where words stand already. */
typedef struct hop_places {
    const hop_figure *figure;
    const hop_frame *frame;
    hop_box taken[16];
    size_t count;
} hop_places;

/* Room that a letter takes of the frame's width, and a name of its width and height, about. */
double hop_table_letter(const hop_figure *figure);
double hop_table_name_width(const hop_figure *figure, const char *name);
double hop_table_name_height(void);

/* Where a point of a curve is in the frame. */
void hop_table_in_frame(const hop_figure *figure, const hop_frame *frame, double x, double y,
                        double at[2]);

/* What speaks against a box: how much of the curves it hides, names there, leaving the frame. */
double hop_table_place_cost(const hop_places *places, const hop_box *box);

/* Takes it, if there is room for another name. */
bool hop_table_place_take(hop_places *places, const hop_box *box);

/* Whether it is a single point of a map, which is named beside itself; and those names. */
bool hop_table_is_landmark(const hop_figure *figure, const hop_curve *curve);
void hop_table_set_landmarks(hop_string *out, const hop_figure *figure, const hop_frame *frame);

/* Whether it is a theory line straight up, which is named beside itself if it is the only one;
 * and that name. */
bool hop_table_is_mark(const hop_figure *figure, const hop_curve *curve);
void hop_table_set_marks(hop_string *out, const hop_figure *figure, const hop_frame *frame);

/* Whether a key shows its name; all names, at the curves' ends where they are few and short, else
 * in a key, which is returned. */
bool hop_table_in_key(const hop_figure *figure, const hop_curve *curve);
typedef struct hop_key {
    bool shown, below;     /* there is one; below the figure, else beside it */
    size_t columns, lines; /* of one below */
} hop_key;
hop_key hop_table_key(const hop_figure *figure);
bool hop_table_set_names(hop_string *out, const hop_figure *figure, const hop_frame *frame);

/* Whether three of the named curves or more end in one place, so that names there would tell
 * nothing. */
bool hop_table_ends_meet(const hop_figure *figure);

/* Names at the right ends of at most HOP_DIRECT_LABELS_MAX curves. */
void hop_table_set_labels(hop_string *out, const hop_figure *figure, const hop_frame *frame);

/* The colour of a value of the map, in viridis or its class's own. */
hop_ink hop_table_map_ink(const hop_heat_map *map, double value);

/* A map's colours and ticks, and its part of the plot command. */
void hop_table_set_map(hop_string *out, const hop_heat_map *map);
void hop_table_plot_map(hop_string *out, const hop_heat_map *map, hop_picture picture);

/* Whether the key says what the grey cells are, and that entry. */
bool hop_table_map_greys(const hop_heat_map *map);
void hop_table_plot_grey(hop_string *out, const hop_heat_map *map);

/* `set terminal ...` for the picture. */
void hop_table_terminal(hop_string *out, const hop_figure *figure, hop_picture picture);

/* Adds `text` as a gnuplot literal that stands for itself alone, cut to `width` columns. */
void hop_table_quote(hop_string *out, const char *text, size_t width);

/* Gives the curves of an SVG that `script` drew their names as titles. */
void hop_table_name_curves(const hop_figure *figure, const char *script, hop_string *svg);

/* Fonts that gnuplot calls ":Bold" are bold. */
void hop_table_embolden(hop_string *svg);

/* How the figure was made, its provenance's notes, put into the picture as gnuplot drew it, and as
 * comments in front of a script; nothing without provenance. */
void hop_table_sign_picture(const hop_figure *figure, hop_picture picture, hop_string *bytes);
void hop_table_sign_script(const hop_figure *figure, hop_string *script);

/* Runs gnuplot on the script; what it draws on its standard output is added to `picture`.
 * HOP_E_SUPPORT, HOP_E_MEMORY, HOP_E_WRITE. */
hop_status hop_table_gnuplot(const char *script, hop_string *picture);

#endif
