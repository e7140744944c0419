/* Heat maps: colours, ticks, cells.  Viridis for magnitudes (van der Walt and Smith 2015), blue to
 * vermillion through white for what has a sign.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "display.h"
#include "figure_parts.h"
#include "number.h"

/* Ticks along one side at most, and cells beyond which an SVG embeds a bitmap instead of one
 * rectangle each. */
enum { TICKS_MAX = 9, RECTANGLES_MAX = 40000 };

/* Terminal columns to which the name of a class is cut. */
enum { CLASS_NAME_MAX = 14 };

/* Room of a letter of a tick beside the colours, in gnuplot's characters, and what it allows. */
static const double COLOUR_LETTER = 0.9, COLOUR_ALLOWED = 1.5;

static const char GREY[] = "#dddddd";

static const char VIRIDIS[] =
    "set palette defined (0 '#440154', 1 '#482878', 2 '#3e4989', 3 '#31688e', 4 '#26828e', "
    "5 '#1f9e89', 6 '#35b779', 7 '#6ece58', 8 '#b5de2b', 9 '#fde725')\n";
static const char LIGHT[] =
    "set palette defined (0 '#ffffff', 1 '#d5e5f2', 2 '#a3c9e4', 3 '#5ba3d0', 4 '#2274b3', "
    "5 '#08437e')\n";
static const char DIVERGING[] =
    "set palette defined (0 '#003a5c', 1 '#0072B2', 2 '#8fc1de', 3 '#f7f7f7', 4 '#efb48a', "
    "5 '#D55E00', 6 '#6e3000')\n";

/* Light, so that curves stand out on them. */
static const char *const CLASSES[HOP_CLASS_MAX] = {
    "#8fc1de", "#f2b083", "#9ad6bd", "#e3b7d2", "#f5e08c",
    "#c9c6ea", "#d6bfa0", "#b5b5b5", "#ffffff",
};

/* One flat colour a class, and the names beside them. */
static void set_classes(hop_string *out, const hop_heat_map *map) {
    hop_string_add(out, "set palette defined (");
    for (size_t k = 0; k < map->class_count; k++)
        hop_string_add(out, "%s%zu '%s', %zu '%s'", k ? ", " : "", k, CLASSES[k], k + 1,
                       CLASSES[k]);
    hop_string_add(out, ")\nset cbtics (");
    for (size_t k = 0; k < map->class_count; k++) {
        hop_string_add(out, "%s", k ? ", " : "");
        hop_table_quote(out, map->classes[k], CLASS_NAME_MAX);
        hop_string_add(out, " %zu", k);
    }
    hop_string_add(out, ") scale 0\n");
    hop_table_set_range(out, "cb", -0.5, (double)map->class_count - 0.5);
}

/* Whether the ticks rise by equal steps. */
static bool are_even(const double *ticks, size_t count) {
    double step = (ticks[count - 1] - ticks[0]) / (double)(count - 1);
    for (size_t i = 1; i < count; i++)
        if (fabs(ticks[i] - ticks[i - 1] - step) > 1e-6 * fabs(step)) return false;
    return step > 0;
}

/* Round numbers, wherever they fall among many even cells. */
static void set_round_ticks(hop_string *out, const char *name, const double *ticks, size_t count) {
    double cell = (ticks[count - 1] - ticks[0]) / (double)(count - 1);
    double low = ticks[0] - cell / 2, high = ticks[count - 1] + cell / 2;
    double step = hop_table_round_step((high - low) / TICKS_MAX);
    long from = lround(ceil(low / step - 1e-9)), to = lround(floor(high / step + 1e-9));
    hop_string_add(out, "set %stics (", name);
    for (long k = from; k <= to; k++) {
        char number[32], place[32];
        double value = step * (double)k;
        hop_table_round(value, 6, number);
        hop_table_round((value - ticks[0]) / cell, 6, place);
        hop_string_add(out, "%s'%s' %s", k > from ? ", " : "", number, place);
    }
    hop_string_add(out, ") scale 0.5\n");
}

/* So many words beside an axis are written smaller; words so short need not be turned. */
enum { WORDS_LARGE = 20, WORD_SHORT = 2 };

/* Words of neighbouring columns would run into one another. */
static const char *turn_words(size_t widest, size_t count) {
    if (widest <= WORD_SHORT) return "";
    return count > WORDS_LARGE ? " rotate by 90 right" : " rotate by 25 right";
}

static size_t widest_of(const char *const *words, size_t count) {
    size_t widest = 0;
    for (size_t i = 0; words && i < count; i++) {
        size_t width = hop_table_room(words[i]);
        widest = width > widest ? width : widest;
    }
    return widest < HOP_NAME_MAX ? widest : HOP_NAME_MAX;
}

/* The room below a square map must be known: gnuplot makes it square before it has found out how
 * long upright words are; and it takes these for large ones. */
static void set_room_below(hop_string *out, const hop_heat_map *map) {
    size_t widest = widest_of(map->x_names, map->columns);
    if (map->square && widest > WORD_SHORT && map->columns > WORDS_LARGE)
        hop_string_add(out, "set bmargin %.2f\nset xlabel offset 0,%.2f\n",
                       3.5 + 0.36 * (double)widest, 0.25 * (double)widest);
}

/* A few ticks, written at the middles of their cells: an image on a log axis would be misplaced. */
static void set_ticks(hop_string *out, const char *name, const double *ticks,
                      const char *const *words, size_t count) {
    if (!words && ticks && count > TICKS_MAX && are_even(ticks, count)) {
        set_round_ticks(out, name, ticks, count);
        return;
    }
    size_t step = words ? 1 : (count + TICKS_MAX - 1) / TICKS_MAX;
    hop_string_add(out, "set %stics (", name);
    for (size_t i = 0; i < count; i += step) {
        char number[32];
        hop_string_add(out, "%s", i ? ", " : "");
        if (words) {
            hop_table_quote(out, words[i], HOP_NAME_MAX);
            hop_string_add(out, " %zu", i);
            continue;
        }
        hop_table_round(ticks ? ticks[i] : (double)i, ticks ? 3 : 0, number);
        hop_string_add(out, "'%s' %zu", number, i);
    }
    hop_string_add(out, ") scale 0.5%s%s\n",
                   *name == 'x' ? turn_words(widest_of(words, count), count) : "",
                   words && count > WORDS_LARGE ? " font tiny" : "");
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

/* Ticks of the colours, and the label beyond the widest of them: beside a box that is put in its
 * place gnuplot allows for short ones alone. */
static void set_colour_ticks(hop_string *out, const hop_heat_map *map, double low, double high) {
    double step = hop_table_round_step((high - low) / TICKS_MAX);
    long from = lround(ceil(low / step - 1e-9)), to = lround(floor(high / step + 1e-9));
    size_t widest = 0;
    hop_string_add(out, "set cbtics (");
    for (long k = from; k <= to; k++) {
        char number[32];
        hop_table_round(step * (double)k, 6, number);
        hop_string_add(out, "%s'%s' %s", k > from ? ", " : "", number, number);
        widest = strlen(number) > widest ? strlen(number) : widest;
    }
    hop_string_add(out, ")\n");
    if (!map->label) return;
    hop_string_add(out, "set cblabel ");
    hop_table_quote(out, map->label, HOP_LABEL_MAX);
    hop_string_add(out, " noenhanced offset character %.1f,0\n",
                   COLOUR_LETTER * (double)widest - COLOUR_ALLOWED);
}

/* Colours at even places of the three ranges, for pictures that gnuplot does not draw. */
hop_ink hop_table_map_ink(const hop_heat_map *map, double value) {
    static const char *const VIRIDIS_AT[] = {"#440154", "#482878", "#3e4989", "#31688e", "#26828e",
                                             "#1f9e89", "#35b779", "#6ece58", "#b5de2b", "#fde725"};
    enum { PLACES = sizeof VIRIDIS_AT / sizeof *VIRIDIS_AT };
    double low = 0, high = 0;
    if (!isfinite(value)) return hop_ink_of(GREY);
    if (map->colours == HOP_COLOURS_CLASSES)
        return hop_ink_of(CLASSES[(size_t)fmin(fmax(value, 0), HOP_CLASS_MAX - 1)]);
    colour_range(map, &low, &high);
    double at = fmin(fmax((value - low) / (high - low), 0), 1) * (PLACES - 1);
    size_t first = (size_t)fmin(floor(at), PLACES - 2);
    float part = (float)(at - (double)first);
    hop_ink a = hop_ink_of(VIRIDIS_AT[first]), b = hop_ink_of(VIRIDIS_AT[first + 1]);
    return (hop_ink){a.red + part * (b.red - a.red), a.green + part * (b.green - a.green),
                     a.blue + part * (b.blue - a.blue)};
}

void hop_table_set_map(hop_string *out, const hop_heat_map *map) {
    double low = 0, high = 0;
    bool classes = map->colours == HOP_COLOURS_CLASSES;
    if (classes) {
        set_classes(out, map);
    } else {
        colour_range(map, &low, &high);
        hop_string_add(out, "%s",
                       map->colours == HOP_COLOURS_DIVERGING ? DIVERGING
                       : map->colours == HOP_COLOURS_LIGHT   ? LIGHT
                                                             : VIRIDIS);
        hop_table_set_range(out, "cb", low, high);
        set_colour_ticks(out, map, low, high);
    }
    if (map->square)
        hop_string_add(out, "set size ratio %.6g\n", (double)map->rows / (double)map->columns);
    set_ticks(out, "x", map->x, map->x_names, map->columns);
    set_ticks(out, "y", map->y, map->y_names, map->rows);
    set_room_below(out, map);
    hop_string_add(out,
                   "set colorbox user origin graph 1.03, graph 0 size 0.022, graph 1 border\n"
                   "set rmargin at screen %s\n",
                   classes ? "0.80" : "0.86");
    hop_string_add(out,
                   "set object 1 rectangle from graph 0,0 to graph 1,1 behind fillstyle solid "
                   "noborder fillcolor rgb '%s'\n",
                   GREY);
}

void hop_table_plot_grey(hop_string *out, const hop_heat_map *map) {
    hop_string_add(out,
                   ", \\\n    keyentry with boxes fillstyle solid border linecolor rgb '#999999' "
                   "fillcolor rgb '%s' title ",
                   GREY);
    hop_table_quote(out, map->grey, HOP_KEY_NAME_MAX);
}

/* Values in their cells, light where these are dark: below the middle of the colours, or, where the
 * middle is the lightest, far from it. */
static void write_cells(hop_string *out, const hop_heat_map *map) {
    double low = 0, high = 0;
    colour_range(map, &low, &high);
    bool diverging = map->colours != HOP_COLOURS_VIRIDIS; /* dark far from the middle, or up */
    double limit = diverging ? 0.6 * high : low + 0.6 * (high - low);
    const char *shown = diverging ? "abs($3)" : "$3";
    for (int dark = 0; dark < 2; dark++)
        hop_string_add(out,
                       ", \\\n    data index 0 using 4:5:(strcol(3) eq 'NaN' ? '' : %s %s %.17g ? "
                       "sprintf('%%.2f', $3) : '') "
                       "with labels textcolor rgb '%s' notitle",
                       shown, dark ? "<" : ">=", limit,
                       (dark == 1) != diverging ? "white" : "black");
}

void hop_table_plot_map(hop_string *out, const hop_heat_map *map, hop_picture picture) {
    /* gnuplot's images need two cells each way; browsers blur one that is not drawn in pixels. */
    if (map->rows < 2 || map->columns < 2)
        hop_string_add(out, "data index 0 using 4:5:(0.5):(0.5):3 with boxxyerror fillstyle solid "
                            "noborder fillcolor palette notitle");
    else
        hop_string_add(out, "data index 0 using 4:5:3 with image%s notitle",
                       picture == HOP_PICTURE_SVG && map->rows * map->columns <= RECTANGLES_MAX
                           ? " pixels"
                           : "");
    if (map->written) write_cells(out, map);
}
