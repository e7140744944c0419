/* A figure as a gnuplot script.  Colours after Okabe and Ito 2008, which colour-blind people tell
 * apart; heat maps in viridis (van der Walt and Smith 2015) or blue to vermillion through white.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "display.h"
#include "figure_parts.h"
#include "number.h"

/* Blue, vermillion, green, purple, orange, sky blue, black, yellow: the weakest on white last. */
static const char *const COLOURS[HOP_COLOUR_COUNT] = {
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#C8B900",
};
static const char BLACK[] = "#000000";

/* Shapes of points, gnuplot's numbers: disc, square, triangle, diamond, turned triangle, ring. */
static const int SHAPES[] = {7, 5, 9, 13, 11, 6};

static const char VIRIDIS[] =
    "set palette defined (0 '#440154', 1 '#482878', 2 '#3e4989', 3 '#31688e', 4 '#26828e', "
    "5 '#1f9e89', 6 '#35b779', 7 '#6ece58', 8 '#b5de2b', 9 '#fde725')\n";
static const char DIVERGING[] =
    "set palette defined (0 '#003a5c', 1 '#0072B2', 2 '#8fc1de', 3 '#f7f7f7', 4 '#efb48a', "
    "5 '#D55E00', 6 '#6e3000')\n";

/* Widths in terminal columns to which titles, labels and names are cut; ticks on a map's axis;
 * cells beyond which an SVG embeds a bitmap instead of one rectangle each. */
enum { TITLE_MAX = 90, LABEL_MAX = 70, NAME_MAX = 32, TICKS_MAX = 9, RECTANGLES_MAX = 40000 };

/* Least distance of two labels, of the figure's height. */
static const double LABEL_GAP = 0.058;

void hop_table_quote(hop_string *out, const char *text, size_t width) {
    hop_string shown = {0};
    hop_table_show(&shown, text, width);
    hop_string_add(out, "'");
    for (const char *c = shown.text; c && *c; c++)
        hop_string_add(out, *c == '\'' ? "''" : "%c", *c);
    hop_string_add(out, "'");
    out->failed = out->failed || shown.failed;
    free(shown.text);
}

const char *hop_table_terminal(hop_picture picture) {
    switch (picture) {
    case HOP_PICTURE_SVG:
        return "set encoding utf8\nset terminal svg noenhanced size 840,520 dynamic "
               "font 'sans-serif,15' linewidth 1.2 background '#ffffff'\n";
    case HOP_PICTURE_PNG:
        return "set encoding utf8\nset terminal pngcairo noenhanced size 1260,780 "
               "font 'sans-serif,16' linewidth 1.8 pointscale 1.6 background '#ffffff'\n";
    case HOP_PICTURE_PDF:
        return "set encoding utf8\nset terminal pdfcairo noenhanced size 16cm,10cm "
               "font 'sans-serif,11' linewidth 1.2 pointscale 0.6 background '#ffffff'\n";
    }
    return "";
}

static void set_text(hop_string *out, const char *what, const char *text, size_t width) {
    if (!text) return;
    hop_string_add(out, "set %s ", what);
    hop_table_quote(out, text, width);
    hop_string_add(out, " noenhanced\n");
}

static void set_range(hop_string *out, const char *name, double low, double high) {
    char from[32], to[32];
    hop_text_number(low, from);
    hop_text_number(high, to);
    hop_string_add(out, "set %srange [%s:%s]\n", name, from, to);
}

static void set_axes(hop_string *out, const hop_figure *figure, const hop_frame *frame) {
    set_text(out, "title", figure->title, TITLE_MAX);
    set_text(out, "xlabel", figure->x_label, LABEL_MAX);
    set_text(out, "ylabel", figure->y_label, LABEL_MAX);
    set_range(out, "x", frame->x.low, frame->x.high);
    set_range(out, "y", frame->y.low, frame->y.high);
    if (frame->x.log) hop_string_add(out, "set logscale x\n");
    if (frame->y.log) hop_string_add(out, "set logscale y\n");
    hop_string_add(out, "set format '%%g'\n"
                        "set border 3 linewidth 0.8 linecolor rgb '#555555'\n"
                        "set tics nomirror textcolor rgb '#333333'\n");
}

/* A few ticks, written at the middles of their cells: an image on a log axis would be misplaced. */
static void set_ticks(hop_string *out, const char *name, const double *ticks, size_t count) {
    size_t step = (count + TICKS_MAX - 1) / TICKS_MAX;
    hop_string_add(out, "set %stics (", name);
    for (size_t i = 0; i < count; i += step) {
        char number[32];
        hop_table_round(ticks ? ticks[i] : (double)i, ticks ? 3 : 0, number);
        hop_string_add(out, "%s'%s' %zu", i ? ", " : "", number, i);
    }
    hop_string_add(out, ") scale 0.5\n");
}

/* The values at both ends of the colours. */
static void colour_range(const hop_heat_map *map, double *low, double *high) {
    *low = INFINITY, *high = -INFINITY;
    for (size_t i = 0; i < map->rows * map->columns; i++) {
        if (!isfinite(map->values[i])) continue;
        *low = fmin(*low, map->values[i]);
        *high = fmax(*high, map->values[i]);
    }
    if (map->low < map->high) *low = map->low, *high = map->high;
    if (!(*low <= *high)) *low = 0, *high = 1;
    if (map->colours == HOP_COLOURS_DIVERGING) {
        *high = fmax(fabs(*low), fabs(*high));
        *low = -*high;
    }
    if (*low == *high) *low -= 0.5, *high += 0.5;
}

static void set_map(hop_string *out, const hop_heat_map *map) {
    double low = 0, high = 0;
    colour_range(map, &low, &high);
    hop_string_add(out, "%s", map->colours == HOP_COLOURS_DIVERGING ? DIVERGING : VIRIDIS);
    set_range(out, "cb", low, high);
    set_text(out, "cblabel", map->label, LABEL_MAX);
    set_ticks(out, "x", map->x, map->columns);
    set_ticks(out, "y", map->y, map->rows);
    hop_string_add(out, "set colorbox user origin screen 0.88, graph 0 size 0.022, graph 1 border\n"
                        "set rmargin at screen 0.86\n"
                        "set object 1 rectangle from graph 0,0 to graph 1,1 behind fillstyle solid "
                        "noborder fillcolor rgb '#dddddd'\n");
}

static bool is_named(const hop_curve *curve) {
    return curve->name && *curve->name;
}

static size_t named_count(const hop_figure *figure) {
    size_t count = 0;
    for (size_t c = 0; c < figure->curve_count; c++) count += is_named(&figure->curves[c]);
    return count;
}

/* The curve's colour; `next` counts those taken from the palette. */
static const char *colour_of(const hop_curve *curve, size_t *next) {
    if (curve->colour >= 1 && curve->colour <= HOP_COLOUR_COUNT) return COLOURS[curve->colour - 1];
    if (curve->style == HOP_CURVE_THEORY) return BLACK;
    return COLOURS[(*next)++ % HOP_COLOUR_COUNT];
}

/* A label at the right end of a curve: where the curve ends, and where the label goes. */
typedef struct label {
    const hop_curve *curve;
    const char *colour;
    double end, height; /* of the frame's height */
    bool reaches;       /* the curve ends at the frame's right side */
} label;

static void find_end(const hop_frame *frame, label *at) {
    double x = NAN, y = NAN;
    for (size_t i = at->curve->count; i-- > 0 && isnan(y);) {
        x = hop_table_along(&frame->x, at->curve->x[i]);
        y = hop_table_along(&frame->y, at->curve->y[i]);
        if (!isfinite(x) || !isfinite(y) || x > 1 + 1e-9 || x < -1e-9) y = NAN;
    }
    at->end = isnan(y) ? 0.5 : fmin(fmax(y, 0), 1);
    at->reaches = !isnan(y) && x > 0.97;
    at->height = at->end;
}

static int by_height(const void *a, const void *b) {
    double left = ((const label *)a)->height, right = ((const label *)b)->height;
    return (left > right) - (left < right);
}

static void add_label(hop_string *out, const label *at) {
    hop_string_add(out, "set label ");
    hop_table_quote(out, at->curve->name, NAME_MAX);
    hop_string_add(out, " at graph 1.03,%.4f left noenhanced textcolor rgb '%s'\n", at->height,
                   at->colour);
    if (at->reaches)
        hop_string_add(out,
                       "set arrow from graph 1.002,%.4f to graph 1.025,%.4f nohead linewidth 0.8 "
                       "linecolor rgb '%s'\n",
                       at->end, at->height, at->colour);
}

static void set_labels(hop_string *out, const hop_figure *figure, const hop_frame *frame) {
    label labels[HOP_DIRECT_LABELS_MAX] = {0};
    double heights[HOP_DIRECT_LABELS_MAX] = {0};
    size_t count = 0, next = 0, widest = 0;
    for (size_t c = 0; c < figure->curve_count; c++) {
        const hop_curve *curve = &figure->curves[c];
        const char *colour = colour_of(curve, &next);
        if (!is_named(curve)) continue;
        labels[count] = (label){.curve = curve, .colour = colour};
        find_end(frame, &labels[count++]);
        size_t room = hop_table_room(curve->name);
        widest = room > widest ? room : widest;
    }
    qsort(labels, count, sizeof *labels, by_height);
    for (size_t i = 0; i < count; i++) heights[i] = labels[i].height;
    hop_table_spread(heights, count, LABEL_GAP);
    for (size_t i = 0; i < count; i++) {
        labels[i].height = heights[i];
        add_label(out, &labels[i]);
    }
    if (count > 0)
        hop_string_add(out, "set rmargin %zu\n", (widest < NAME_MAX ? widest : NAME_MAX) + 4);
}

static void add_map_plot(hop_string *out, const hop_heat_map *map, hop_picture picture) {
    /* gnuplot's images need two cells each way; browsers blur one that is not drawn in pixels. */
    if (map->rows < 2 || map->columns < 2)
        hop_string_add(out, "data index 0 using 4:5:(0.5):(0.5):3 with boxxyerror fillstyle solid "
                            "noborder fillcolor palette notitle");
    else
        hop_string_add(out, "data index 0 using 4:5:3 with image%s notitle",
                       picture == HOP_PICTURE_SVG && map->rows * map->columns <= RECTANGLES_MAX
                           ? " pixels"
                           : "");
}

/* The interval around a curve, drawn under it. */
static void add_interval(hop_string *out, const hop_curve *curve, size_t block,
                         const char *colour) {
    if (curve->style == HOP_CURVE_POINTS)
        hop_string_add(out,
                       "data index %zu using 1:2:3:4 with yerrorbars pointtype 0 linewidth 1.2 "
                       "linecolor rgb '%s' notitle, \\\n    ",
                       block, colour);
    else
        hop_string_add(out,
                       "data index %zu using 1:3:4 with filledcurves fillstyle transparent solid "
                       "0.2 noborder fillcolor rgb '%s' notitle, \\\n    ",
                       block, colour);
}

static void add_curve_plot(hop_string *out, const hop_curve *curve, bool map, size_t block,
                           const char *colour, bool in_key) {
    int shape = SHAPES[block % (sizeof SHAPES / sizeof SHAPES[0])];
    if (curve->low && curve->high && !map) add_interval(out, curve, block, colour);
    hop_string_add(out, "data index %zu using %s with ", block, map ? "5:6" : "1:2");
    switch (curve->style) {
    case HOP_CURVE_LINE:
        hop_string_add(out, "lines linewidth 2");
        break;
    case HOP_CURVE_POINTS:
        hop_string_add(out, "points pointtype %d pointsize 0.7", shape);
        break;
    case HOP_CURVE_MARKED:
        hop_string_add(out, "linespoints linewidth 2 pointtype %d pointsize 0.6", shape);
        break;
    case HOP_CURVE_THEORY:
        hop_string_add(out, "lines linewidth 1.6 dashtype (8,5)");
        break;
    }
    hop_string_add(out, " linecolor rgb '%s' ", colour);
    hop_string_add(out, in_key ? "title " : "notitle");
    if (in_key) hop_table_quote(out, curve->name, NAME_MAX);
}

void hop_table_figure_script(const hop_figure *figure, const hop_frame *frame, hop_picture picture,
                             hop_string *out) {
    bool map = figure->map,
         key = named_count(figure) > HOP_DIRECT_LABELS_MAX || (map && named_count(figure));
    set_axes(out, figure, frame);
    if (map) set_map(out, figure->map);
    if (!map) hop_string_add(out, "set grid linetype 1 linewidth 0.6 linecolor rgb '#e4e4e4'\n");
    hop_string_add(out, key && map ? "set key above left noenhanced samplen 2\n"
                        : key      ? "set key outside right top Left reverse noenhanced samplen 2\n"
                                   : "unset key\n");
    if (!map && !key) set_labels(out, figure, frame);
    hop_string_add(out, "plot \\\n    ");
    if (map) add_map_plot(out, figure->map, picture);
    size_t next = 0;
    for (size_t c = 0; c < figure->curve_count; c++) {
        const hop_curve *curve = &figure->curves[c];
        const char *colour = colour_of(curve, &next);
        hop_string_add(out, "%s", map || c ? ", \\\n    " : "");
        add_curve_plot(out, curve, map, c + (map ? 1 : 0), colour, key && is_named(curve));
    }
    hop_string_add(out, "\n");
}
