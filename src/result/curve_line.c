/* A line.
 * SPDX-License-Identifier: MIT */
#include "curve.h"

static void plot(const hop_curve *curve, const hop_look *look, hop_string *out) {
    (void)curve, (void)look;
    hop_string_add(out, "lines linewidth 2");
}

const hop_curve_row hop_curve_line = {.drawn = true, .joined = true, .plot = plot};
