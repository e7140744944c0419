/* Ways to draw a curve: rows, one file each, listed in <hopfield/curve_list.h>.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_RESULT_CURVE_H
#define HOP_RESULT_CURVE_H

#include "figure_parts.h"

typedef struct hop_curve_row {
    bool drawn;  /* else it is numbers for the .tsv alone */
    bool joined; /* a line leads from point to point, and an interval is a band; else bars */
    bool faint;  /* one of many: where there are several, its name is in no key */
    bool theory; /* dashed; black unless a colour is given; straight up it bears its name */
    /* Adds what stands behind gnuplot's `with`, colour and dashes apart. */
    void (*plot)(const hop_curve *curve, const hop_look *look, hop_string *out);
} hop_curve_row;

const hop_curve_row *hop_curve_row_of(const hop_curve *curve);

#endif
