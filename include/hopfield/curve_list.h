/* The ways to draw a curve: in figure.h HOP_CURVE_ and the first name; the second is the row's, a
 * file src/result/curve_NAME.c each.  Results keep their numbers, so a new one comes last.
 * SPDX-License-Identifier: MIT */
#ifndef ROW
#define ROW(NAME, name)
#endif
ROW(LINE, line)     /* low and high are a band */
ROW(POINTS, points) /* low and high are bars */
ROW(MARKED, marked) /* line and points; low and high are a band */
ROW(THIN, thin)     /* one of many lines; low and high are a band */
ROW(THEORY, theory) /* dashed, black unless a colour is given; straight up it bears its name */
ROW(DATA, data)     /* not drawn: numbers for the .tsv alone */
