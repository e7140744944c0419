/* Points by themselves.
 * SPDX-License-Identifier: MIT */
#include "curve.h"

static void plot(const hop_curve *curve, const hop_look *look, hop_string *out) {
    (void)curve;
    hop_string_add(out, "points pointtype %d pointsize 0.7", look->mark);
}

const hop_curve_row hop_curve_points = {.drawn = true, .plot = plot};
