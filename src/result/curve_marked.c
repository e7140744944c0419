/* A line with its points.
 * SPDX-License-Identifier: MIT */
#include "curve.h"

static void plot(const hop_curve *curve, const hop_look *look, hop_string *out) {
    (void)curve;
    hop_string_add(out, "linespoints linewidth 2 pointtype %d pointsize 0.6", look->mark);
}

const hop_curve_row hop_curve_marked = {.drawn = true, .joined = true, .plot = plot};
