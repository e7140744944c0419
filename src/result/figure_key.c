/* The key of a figure, or the names at its curves' ends.
 * SPDX-License-Identifier: MIT */
#include "figure_parts.h"

/* Lines of text that the axis below takes, and of the key, in gnuplot's characters. */
static const double BELOW_AXIS = 4, KEY_HEIGHT = 1;

static void set_key_below(hop_string *out, const hop_figure *figure, const hop_key *key) {
    hop_string_add(out,
                   "set key at screen %s, screen 0.02 center bottom horizontal maxcols %zu Left "
                   "reverse noenhanced samplen 2\nset bmargin %.1f\n",
                   figure->map ? "0.47" : "0.5", key->columns,
                   BELOW_AXIS + KEY_HEIGHT * (double)key->lines);
}

bool hop_table_set_names(hop_string *out, const hop_figure *figure, const hop_frame *frame) {
    hop_key key = hop_table_key(figure);
    if (!key.shown)
        hop_string_add(out, "unset key\n");
    else if (key.below)
        set_key_below(out, figure, &key);
    else
        hop_string_add(out, "set key outside right top Left reverse noenhanced samplen 2\n");
    if (!figure->map && !key.shown) hop_table_set_labels(out, figure, frame);
    hop_table_set_marks(out, figure, frame);
    return key.shown;
}
