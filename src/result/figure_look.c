/* What tells curves apart: a colour, a mark and a dash each, so that neither colour-blind people
 * nor a grey print mix them up.  Colours after Okabe and Ito 2008.
 * SPDX-License-Identifier: MIT */
#include "curve.h"

/* Blue, vermillion, green, purple, orange, sky blue, black, yellow: the weakest on white last. */
static const char *const COLOURS[HOP_COLOUR_COUNT] = {
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#C8B900",
};

/* gnuplot's numbers: disc, square, triangle, diamond, turned triangle, ring, open square,
 * pentagon. */
static const int MARKS[HOP_COLOUR_COUNT] = {7, 5, 9, 13, 11, 6, 4, 15};

/* Of the first eight curves, the second, the third; long dashes are left to theory. */
enum { DASH_COUNT = 3 };
static const char *const DASHES[DASH_COUNT] = {"solid", "(2,3)", "(12,3,2,3)"};
static const char *const THEORY_DASHES[DASH_COUNT] = {"(8,5)", "(2,4)", "(14,4,2,4)"};
static const char BLACK[] = "#000000";

hop_look hop_table_look(const hop_curve *curve, size_t *next) {
    bool theory = hop_curve_row_of(curve)->theory;
    if (theory && curve->colour < 1)
        return (hop_look){.colour = BLACK, .mark = MARKS[0], .dash = THEORY_DASHES[0]};
    size_t number = curve->colour >= 1 ? (size_t)curve->colour - 1 : (*next)++;
    size_t again = number / HOP_COLOUR_COUNT;
    return (hop_look){
        .colour = COLOURS[number % HOP_COLOUR_COUNT],
        .mark = MARKS[(number + again) % HOP_COLOUR_COUNT],
        .dash = (theory ? THEORY_DASHES : DASHES)[again % DASH_COUNT],
    };
}
