/* What a comparison shows: a row for each energy and load, and both shares as curves.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "compare.h"

static const hop_compare_cell *cell_of(const hop_finished *r) {
    return r->cell;
}

static const hop_compare_line *line_of(const hop_finished *r) {
    return r->lines.all;
}

/* ---- the table ---- */

static hop_status add_row(const hop_sweep *e, const hop_finished *r, hop_findings *f) {
    const hop_compare_cell *c = cell_of(r);
    const hop_compare_line *line = line_of(r);
    const double queries = (double)c->queries;
    double *energies = NULL;
    HOP_TRY(hop_alloc(r->lines.count, sizeof *energies, "energies", &energies));
    for (size_t t = 0; t < r->lines.count; t++) energies[t] = line[t].energy;
    hop_findings_word(f, e, HOP_COMPARE_ENERGY, c);
    hop_table_add_count(f->table, c->stored);
    hop_findings_estimate(f, hop_statistics_wilson(line->recalled, queries));
    hop_table_add_number(f->table, line->overlap / queries);
    hop_table_add_number(f->table, line->spurious / queries);
    hop_table_add_numbers(f->table, energies, r->lines.count);
    hop_table_add_number(f->table, line->mixtures / queries);
    hop_table_add_count(f->table, (size_t)line->distinct);
    hop_table_add_number(f->table, line->settled / queries);
    hop_table_add_number(f->table, line->steps / queries);
    hop_table_add_number(f->table, (double)c->stored / (double)hop_memory_dim(e->memory));
    hop_findings_number(f, line->beta > 0 ? line->beta : NAN);
    hop_table_add_count(f->table, c->queries);
    free(energies);
    return HOP_OK;
}

/* ---- an energy after another ---- */

/* Where the energy of `all` [count], in the order of loads, first has spurious states, and how many
 * at the last. */
static void note_spurious(const hop_sweep *e, const hop_finished *all, size_t count,
                          hop_findings *f) {
    char name[128], text[256];
    size_t first = 0;
    while (first < count && line_of(&all[first])->spurious == 0) first++;
    hop_sweep_word(e, HOP_COMPARE_ENERGY, all->cell, name, sizeof name);
    const hop_compare_line *last = line_of(&all[count - 1]);
    const hop_compare_cell *c = cell_of(&all[count - 1]);
    if (first == count)
        snprintf(text, sizeof text, "no spurious state was met");
    else
        snprintf(text, sizeof text,
                 "spurious states from %zu patterns on; with %zu stored, %.0f different ones, %.0f "
                 "of %zu queries ended there, %.0f in mixtures",
                 cell_of(&all[first])->stored, c->stored, last->distinct, last->spurious,
                 c->queries, last->mixtures);
    hop_table_note(f->table, name, text);
}

/* The share of queries whose count stands at `offset` of a line. */
static hop_status draw(const hop_sweep *e, const hop_finished *all, size_t count, size_t offset,
                       const char *panel, double *numbers, hop_findings *f) {
    double *x = numbers, *y = x + count, *low = y + count, *high = low + count;
    char name[128];
    for (size_t i = 0; i < count; i++) {
        const double met = *(const double *)((const char *)line_of(&all[i]) + offset);
        const hop_estimate share = hop_statistics_wilson(met, (double)cell_of(&all[i])->queries);
        x[i] = (double)cell_of(&all[i])->stored;
        y[i] = share.value;
        low[i] = share.low;
        high[i] = share.high;
    }
    hop_sweep_word(e, HOP_COMPARE_ENERGY, all->cell, name, sizeof name);
    const int colour = 1 + (int)(cell_of(all)->energy - e->energies);
    HOP_TRY(hop_findings_curve(f, name, HOP_CURVE_MARKED, colour, x, y, low, high, count));
    return hop_findings_panel(f, panel);
}

hop_status hop_compare_report(const hop_sweep *e, const hop_results *results, hop_findings *f) {
    const size_t loads = e->range_count[HOP_COMPARE_STORED];
    double *numbers = NULL;
    HOP_TRY(hop_alloc(loads, 4 * sizeof *numbers, "curves", &numbers));
    hop_status status = HOP_OK;
    for (size_t i = 0; i < results->count && status == HOP_OK; i++)
        status = add_row(e, &results->all[i], f);
    for (size_t i = 0; i + loads <= results->count && status == HOP_OK; i += loads) {
        const hop_finished *all = &results->all[i];
        note_spurious(e, all, loads, f);
        status = draw(e, all, loads, offsetof(hop_compare_line, recalled), "recalled", numbers, f);
        if (status == HOP_OK)
            status = draw(e, all, loads, offsetof(hop_compare_line, spurious),
                          "settled in a spurious state", numbers, f);
    }
    free(numbers);
    f->figure = (hop_figure){.title = "As patterns are added, who still recalls?",
                             .x_label = "patterns stored",
                             .y_label = "share of queries",
                             .whole_x = true,
                             .y_low = -0.05,
                             .y_high = 1.05};
    return status;
}
