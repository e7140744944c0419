/* The table of ways to draw a curve.
 * SPDX-License-Identifier: MIT */
#include "curve.h"

#define ROW(style, file) extern const hop_curve_row hop_curve_##file;
#include <hopfield/curve_list.h>
#undef ROW

static const hop_curve_row *const ROWS[] = {
#define ROW(style, file) &hop_curve_##file,
#include <hopfield/curve_list.h>
#undef ROW
};

const hop_curve_row *hop_curve_row_of(const hop_curve *curve) {
    return ROWS[curve->style];
}
