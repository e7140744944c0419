/* Success against load or damage as curves of a figure.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_EXPERIMENT_LOCATE_DRAW_H
#define HOP_EXPERIMENT_LOCATE_DRAW_H

#include "locate.h"

/* The name of the only curve there is: then the fit has a name too. */
#define HOP_LOCATE_ALONE "measured"

/* Draws places [count], x increasing: points with Wilson intervals and, where a curve was fitted,
 * that curve over the places it was fitted to.  searched: they are of a
 * search, many with few trials, and neighbours between which success hardly falls are drawn as one
 * point; every place goes into the .tsv. */
hop_status hop_locate_draw(const hop_tally *places, size_t count, const hop_crossing *crossing,
                           bool searched, const char *name, int colour, hop_findings *findings);

/* A dashed line at theory's load: one for all groups that share it, then black, else of that
 * colour; named once.  Nothing where there is no theory. */
hop_status hop_locate_mark(const hop_load_theory *theory, int colour, hop_findings *findings);

/* Where loads of different scales meet (N / d and (ln N) / d), figures are of N: puts the curves
 * from `first` on and the theories there, which are of the cell's scale; a theory far beyond all
 * places becomes NAN, and is in the numbers alone.  Nothing where all have one scale. */
void hop_locate_to_axis(const hop_sweep *e, const struct cell *c, size_t first,
                        hop_load_theories *theories, hop_findings *findings);

/* Titles and axes. */
void hop_locate_describe(const hop_sweep *e, hop_findings *findings);

#endif
