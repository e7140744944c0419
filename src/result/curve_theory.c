/* What theory says: dashed, and crosses where a point stands alone.
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "curve.h"

/* Whether a point of the curve has no neighbour that a line could lead to. */
static bool is_broken(const hop_curve *curve) {
    bool before = false;
    for (size_t i = 0; i < curve->count; i++) {
        bool here = isfinite(curve->x[i]) && isfinite(curve->y[i]);
        bool after = i + 1 < curve->count && isfinite(curve->x[i + 1] + curve->y[i + 1]);
        if (here && !before && !after) return true;
        before = here;
    }
    return false;
}

static void plot(const hop_curve *curve, const hop_look *look, hop_string *out) {
    (void)look;
    hop_string_add(out, is_broken(curve) ? "linespoints pointtype 2 pointsize 0.9" : "lines");
    hop_string_add(out, " linewidth 1.6");
}

const hop_curve_row hop_curve_theory = {
    .drawn = true, .joined = true, .theory = true, .plot = plot};
