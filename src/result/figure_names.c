/* Which names a figure has where: at the curves' ends, beside themselves, or in a key.
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "display.h"
#include "figure_parts.h"

/* Names a line of the key below a figure, at most; terminal columns of such a line, and of the
 * sample before a name.  With a longer line gnuplot would think that there is no room for as many.
 */
enum { KEY_COLUMNS_MAX = 3, KEY_LINE = 84, KEY_SAMPLE = 6 };

/* Of a picture 1260 wide: a letter, and the frame's width, less for each letter beside it, of which
 * leaders take some; over a map, whose colours are always beside it, a letter of the frame. */
static const double LETTER = 10.8, FRAME_WIDTH = 1150, LABEL_LETTER = 14, LABEL_SAMPLE = 4;
static const double LETTER_MAP = 0.0115;

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

hop_key hop_table_key(const hop_figure *figure) {
    names n = names_of(figure);
    bool below = goes_below(figure, &n);
    size_t columns = columns_of(&n);
    bool marks = false;
    for (size_t c = 0; c < figure->curve_count; c++)
        marks = marks || (hop_table_is_mark(figure, &figure->curves[c]) &&
                          hop_table_in_key(figure, &figure->curves[c]));
    if (hop_table_panels(figure) > 0) return (hop_key){0};
    return (hop_key){.shown = below || marks || n.count > HOP_DIRECT_LABELS_MAX ||
                              hop_table_ends_meet(figure),
                     .below = below,
                     .columns = columns,
                     .lines = below ? (n.count + columns - 1) / columns : 0};
}
