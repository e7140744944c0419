/* What a report is made with.
 * SPDX-License-Identifier: MIT */
#ifndef HOP_SWEEP_FINDINGS_H
#define HOP_SWEEP_FINDINGS_H

#include "../base/text.h"
#include "opened.h"
#include <hopfield/statistics.h>

/* Adds a curve of copies of x, y [count] and, unless NULL, low and high.  name: copied; NULL: not
 * named. */
hop_status hop_findings_curve(hop_findings *findings, const char *name, hop_curve_style style,
                              int colour, const double *x, const double *y, const double *low,
                              const double *high, size_t count);

/* Puts the curve added last into the panel. */
hop_status hop_findings_panel(hop_findings *findings, const char *panel);

/* Keeps a copy of the map, which the curves are drawn over. */
hop_status hop_findings_map(hop_findings *findings, const hop_heat_map *map);

/* Numbers with words at rows and columns; all are copied. */
typedef struct hop_cross {
    size_t rows, columns;
    const char *corner; /* what the rows are; a literal */
    const char *const *row_words, *const *column_words;
    const double *values; /* [rows x columns]; NAN: none */
    const char *label;    /* quantity and unit of the values */
    double low, high;     /* ends of the colours */
} hop_cross;

/* Makes it the brief table and the map. */
hop_status hop_findings_cross(hop_findings *findings, const hop_cross *cross);

void hop_findings_map_clear(hop_heat_map *map);

/* One marked curve for each combination of the settings but `along`: the measure at offset `y` of
 * the first line of every cell against that setting; and a dashed one of that at `theory` in the
 * same colour. */
hop_status hop_findings_lines(const hop_sweep *e, const hop_results *results, size_t along,
                              size_t y, size_t theory, hop_findings *findings);

/* Where the results of a grid that differ in one setting alone stand: first, first + stride ... */
typedef struct hop_grid_curve {
    size_t first, stride, count;
} hop_grid_curve;

/* The curve along setting `along` that result `index` of a grid (every combination of settings, and
 * no chains) is on. */
hop_grid_curve hop_findings_grid(const hop_sweep *e, size_t along, size_t index);

/* A dashed vertical line from 0 to 1 at x. */
hop_status hop_findings_mark(hop_findings *findings, const char *name, double x);

/* Makes the text, which is taken over or released, the figure's second title. */
hop_status hop_findings_subtitle(hop_findings *findings, hop_string *text);

/* Adds a copy of the threshold. */
hop_status hop_findings_threshold(hop_findings *findings, const hop_threshold *threshold);

/* Adds the settings that are the same in all rows, as "dim=500 energy=hebb"; nothing of a single
 * row. */
void hop_findings_constants(const hop_sweep *experiment, const hop_findings *findings,
                            hop_string *text);

/* Remarks on the MEMORY, where there is one. */
void hop_findings_say_memory(const hop_sweep *experiment, hop_result *result);

/* The word of setting `index` as a cell of the table. */
void hop_findings_word(hop_findings *findings, const hop_sweep *experiment, size_t index,
                       const void *cell);

/* The cells of HOP_COLUMNS_MODEL, and what of them was "auto".  The settings energy, similarity and
 * beta must follow one another in the row, `energy` being the index of the first.  chosen: the beta
 * that was chosen for the memory; used where neither a setting nor the energy says one. */
void hop_findings_model(hop_findings *findings, const hop_sweep *experiment, const void *cell,
                        size_t energy, double chosen);

/* The similarity's cell alone, as it was used. */
void hop_findings_similarity(hop_findings *findings, const hop_sweep *experiment, const void *cell,
                             size_t energy);

/* ---- what was "auto" ---- */

/* Keep what the setting came to, where it is "auto": a word ("" is none), or a number (NAN is
 * none). */
void hop_findings_used(hop_findings *findings, const hop_sweep *experiment, size_t setting,
                       const char *word);
void hop_findings_used_number(hop_findings *findings, const hop_sweep *experiment, size_t setting,
                              double number);

/* The same of all numbers that were filled in before the sweep. */
void hop_findings_used_ranges(hop_findings *findings, const hop_sweep *experiment);

/* Adds the words and numbers kept of a setting, "dot, hamming" or "0.2 to 2.2". */
void hop_findings_used_text(const hop_findings *findings, size_t setting, hop_string *text);

/* The cells of HOP_COLUMNS_SUCCESS. */
void hop_findings_estimate(hop_findings *findings, hop_estimate estimate);

/* A number, or none where it is NAN: of any table, and of the findings'. */
void hop_findings_cell(hop_table *table, double number);
void hop_findings_number(hop_findings *findings, double number);

#endif
