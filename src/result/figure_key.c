/* Which names a figure has where: at the curves' ends, or in a key beside or below it.
 * SPDX-License-Identifier: MIT */
#include "display.h"
#include "figure_parts.h"

/* Names a line of the key below a figure, at most; terminal columns of such a line, and of the
 * sample before a name.  With a longer line gnuplot would think that there is no room for as many.
 */
enum { KEY_COLUMNS_MAX = 3, KEY_LINE = 84, KEY_SAMPLE = 6 };

/* Lines of text that the axis below takes, and of the key, in gnuplot's characters. */
static const double BELOW_AXIS = 4, KEY_HEIGHT = 1;

/* Of a picture 1260 wide: a letter, and the frame's width, less for each letter beside it, of which
 * leaders take some; over a map, whose colours are always beside it, a letter of the frame. */
static const double LETTER = 10.8, FRAME_WIDTH = 1150, LABEL_LETTER = 14, LABEL_SAMPLE = 4;
static const double LETTER_MAP = 0.0115;

bool hop_table_curve_named(const hop_curve *curve) {
    return curve->name && *curve->name && curve->style != HOP_CURVE_DATA;
}

/* Single points over a map and vertical lines bear their names themselves. */
bool hop_table_in_key(const hop_figure *figure, const hop_curve *curve) {
    return hop_table_curve_named(curve) && !hop_table_is_landmark(figure, curve) &&
           !hop_table_is_mark(figure, curve);
}

/* How many names there are, and the longest, in terminal columns. */
typedef struct names {
    size_t count, widest;
} names;

static void include(names *n, const char *name) {
    size_t room = hop_table_room(name);
    n->count++;
    n->widest = room > n->widest ? room : n->widest;
}

static names names_of(const hop_figure *figure) {
    names n = {0};
    if (figure->map && hop_table_map_greys(figure->map)) include(&n, figure->map->grey);
    for (size_t c = 0; c < figure->curve_count; c++)
        if (hop_table_in_key(figure, &figure->curves[c])) include(&n, figure->curves[c].name);
    if (n.widest > HOP_KEY_NAME_MAX) n.widest = HOP_KEY_NAME_MAX;
    return n;
}

/* Above a map a key would come between it and its title, beside a figure long names would leave it
 * no room. */
static bool goes_below(const hop_figure *figure, const names *n) {
    return n->count > 0 && (figure->map || n->widest > HOP_NAME_MAX);
}

/* Names beside the figure narrow the frame, a key by its samples too. */
double hop_table_letter(const hop_figure *figure) {
    names n = names_of(figure);
    if (figure->map) return LETTER_MAP;
    double beside = goes_below(figure, &n) || n.count == 0 ? 0 : (double)n.widest + LABEL_SAMPLE;
    if (n.count > HOP_DIRECT_LABELS_MAX && beside > 0) beside += KEY_SAMPLE;
    return LETTER / (FRAME_WIDTH - LABEL_LETTER * beside);
}

static size_t columns_of(const names *n) {
    size_t columns = KEY_LINE / (n->widest + KEY_SAMPLE);
    return columns > KEY_COLUMNS_MAX ? KEY_COLUMNS_MAX : columns;
}

size_t hop_table_key_lines(const hop_figure *figure) {
    names n = names_of(figure);
    if (!goes_below(figure, &n)) return 0;
    size_t columns = columns_of(&n);
    return (n.count + columns - 1) / columns;
}

static void set_key_below(hop_string *out, const hop_figure *figure, const names *n) {
    hop_string_add(out,
                   "set key at screen %s, screen 0.02 center bottom horizontal maxcols %zu Left "
                   "reverse noenhanced samplen 2\nset bmargin %.1f\n",
                   figure->map ? "0.47" : "0.5", columns_of(n),
                   BELOW_AXIS + KEY_HEIGHT * (double)hop_table_key_lines(figure));
}

bool hop_table_set_names(hop_string *out, const hop_figure *figure, const hop_frame *frame) {
    names n = names_of(figure);
    bool below = goes_below(figure, &n), key = below || n.count > HOP_DIRECT_LABELS_MAX;
    if (!key)
        hop_string_add(out, "unset key\n");
    else if (below)
        set_key_below(out, figure, &n);
    else
        hop_string_add(out, "set key outside right top Left reverse noenhanced samplen 2\n");
    if (!figure->map && !key) hop_table_set_labels(out, figure, frame);
    hop_table_set_marks(out, figure, frame);
    return key;
}
