/* What `phase` reports: the table, the map, and the lines of theory over it.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../theory/load_theory.h"
#include "../theory/phase_theory.h"
#include "../theory/softmax_theory.h"
#include "phase.h"

static const struct cell *first(const hop_sweep *e) {
    return e->first;
}

/* By which theory and map are to agree: the map of overlaps shows where those are lost. */
static hop_criterion criterion_of(const hop_sweep *e) {
    return first(e)->show == HOP_PHASE_OVERLAP ? HOP_CRITERION_OVERLAP : first(e)->criterion;
}

/* Theory's largest load at a place of the second axis, and where it is from. */
static hop_load_theory theory_at(const hop_sweep *e, double at) {
    const hop_energy *energy = first(e)->energy;
    hop_load_theory none = {.load = NAN, .name = "", .source = ""};
    if (!hop_sweep_is_plain(e, first(e)->similarity, energy)) return none;
    const hop_load_case asked = {.energy = energy,
                                 .scale = hop_phase_scale(e),
                                 .kind = hop_phase_kind(e),
                                 .criterion = criterion_of(e),
                                 .dim = hop_phase_dim(e),
                                 .beta = at,
                                 .flips = first(e)->damage};
    if (hop_phase_axis(e) == HOP_PHASE_BETA) return hop_load_capacity(&asked).theory;
    if (asked.criterion != HOP_CRITERION_OVERLAP || isnan(hop_load_capacity(&asked).theory.load))
        return none;
    if (!hop_load_is_classical(energy) || hop_phase_scale(e) != HOP_LOAD_LINEAR) return none;
    return (hop_load_theory){hop_phase_classical(at), "Amit et al. 1987, d to infinity",
                             "Amit, Gutfreund, Sompolinsky 1987, d to infinity"};
}

static void note_auto(const hop_sweep *e, hop_findings *f) {
    char word[32];
    struct cell meant = *first(e);
    meant.patterns = hop_phase_kind(e) + 1;
    meant.scale = hop_phase_scale(e);
    hop_findings_used_number(f, e, HOP_PHASE_DIM, hop_phase_dim(e));
    hop_sweep_word(e, HOP_PHASE_PATTERNS, &meant, word, sizeof word);
    hop_findings_used(f, e, HOP_PHASE_PATTERNS, word);
    hop_sweep_word(e, HOP_PHASE_SCALE, &meant, word, sizeof word);
    hop_findings_used(f, e, HOP_PHASE_SCALE, word);
}

/* Where a result is on the map's axes; the load is that of the patterns stored, a whole number. */
static double load_of(const hop_sweep *e, const hop_finished *r) {
    const struct line *line = r->lines.all;
    return hop_load_of(hop_phase_scale(e), first(e)->energy, hop_phase_dim(e), line->stored);
}

static void add_row(const hop_sweep *e, const hop_finished *r, double theory, hop_findings *f) {
    struct cell c = *(const struct cell *)r->cell;
    const struct line *line = r->lines.all;
    c.patterns = hop_phase_kind(e) + 1;
    hop_table_add_count(f->table, (size_t)hop_phase_dim(e));
    hop_findings_model(f, e, &c, HOP_PHASE_ENERGY, NAN);
    hop_findings_number(f, c.temperature);
    hop_findings_word(f, e, HOP_PHASE_PATTERNS, &c);
    hop_table_add_number(f->table, load_of(e, r));
    hop_table_add_count(f->table, (size_t)line->stored);
    hop_findings_number(f, theory);
    hop_table_add_count(f->table, (size_t)line->tried);
    hop_table_add_number(f->table, line->cosine / line->tried);
    hop_findings_estimate(f, hop_statistics_wilson(line->success[c.criterion], line->tried));
    for (size_t k = 0; k < HOP_CRITERION_COUNT; k++)
        hop_table_add_number(f->table, line->success[k] / line->tried);
    hop_table_add_number(f->table, line->steps / line->tried);
}

/* Sorts, and leaves one of each. */
static size_t distinct(double *values, size_t count) {
    size_t kept = 0;
    hop_statistics_sort(values, count);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || values[kept - 1] != values[i]) values[kept++] = values[i];
    return kept;
}

static size_t place_of(const double *values, double value) {
    size_t i = 0;
    while (values[i] != value) i++;
    return i;
}

static double height_of(const hop_sweep *e, const hop_finished *r) {
    const struct cell *c = r->cell;
    return hop_phase_axis(e) == HOP_PHASE_BETA ? c->beta : c->temperature;
}

/* The mean of what is shown over all results at the place of one: loads that store the same number
 * of patterns are one place. */
static double shown(const hop_sweep *e, const hop_results *results, const hop_finished *at) {
    bool overlap = first(e)->show == HOP_PHASE_OVERLAP;
    double sum = 0, tried = 0;
    for (size_t i = 0; i < results->count; i++) {
        const hop_finished *r = &results->all[i];
        const struct line *line = r->lines.all;
        if (load_of(e, r) != load_of(e, at) || height_of(e, r) != height_of(e, at)) continue;
        sum += overlap ? line->cosine : line->success[first(e)->criterion];
        tried += line->tried;
    }
    return sum / tried;
}

/* x, y [results]: room for the axes; *values: the map's numbers, to be freed by the caller. */
static hop_status add_map(const hop_sweep *e, const hop_results *results, double *x, double *y,
                          double **values, hop_findings *f) {
    for (size_t i = 0; i < results->count; i++) {
        x[i] = load_of(e, &results->all[i]);
        y[i] = height_of(e, &results->all[i]);
    }
    hop_heat_map map = {.columns = distinct(x, results->count),
                        .rows = distinct(y, results->count),
                        .x = x,
                        .y = y,
                        .label = first(e)->show == HOP_PHASE_OVERLAP
                                     ? "mean overlap with the pattern"
                                     : "fraction of successes",
                        .colours = HOP_COLOURS_VIRIDIS,
                        .low = 0,
                        .high = 1};
    HOP_TRY(hop_alloc(map.rows, map.columns * sizeof **values, "a map", values));
    for (size_t i = 0; i < map.rows * map.columns; i++) (*values)[i] = NAN;
    for (size_t i = 0; i < results->count; i++) {
        const hop_finished *r = &results->all[i];
        size_t row = place_of(y, height_of(e, r)), column = place_of(x, load_of(e, r));
        (*values)[row * map.columns + column] = shown(e, results, r);
    }
    map.values = *values;
    return hop_findings_map(f, &map);
}

/* The lower and upper edge of a map: half a cell beyond its outer ticks, and not below 0. */
static void find_edges(const hop_heat_map *map, double *low, double *high) {
    const double *y = map->y;
    size_t last = map->rows - 1;
    *low = y[0], *high = y[last];
    if (last == 0) return;
    *low = fmax(y[0] - (y[1] - y[0]) / 2, 0);
    *high = y[last] + (y[last] - y[last - 1]) / 2;
}

/* Points of a theory line. */
enum { LINE_POINTS = 101 };

/* Theory at this d, and beside it, where that is another, its limit. */
static hop_status add_theory(const hop_sweep *e, hop_findings *f) {
    double x[LINE_POINTS], y[LINE_POINTS], limit[LINE_POINTS];
    double low = 0, high = 0;
    hop_pattern_kind kind = hop_phase_kind(e);
    bool limit_too = hop_phase_axis(e) == HOP_PHASE_BETA && kind != HOP_PATTERN_GAUSSIAN;
    const char *name = NULL;
    find_edges(&f->map, &low, &high);
    for (size_t i = 0; i < LINE_POINTS; i++) {
        y[i] = low + (high - low) * (double)i / (LINE_POINTS - 1);
        hop_load_theory theory = theory_at(e, y[i]);
        x[i] = theory.load;
        limit[i] = limit_too ? hop_softmax_limit(kind, y[i]) : NAN;
        if (isfinite(x[i])) name = theory.name;
    }
    if (!name) return HOP_OK;
    HOP_TRY(hop_findings_curve(f, name, HOP_CURVE_THEORY, HOP_COLOUR_NEXT, x, y, NULL, NULL,
                               LINE_POINTS));
    if (!limit_too) return HOP_OK;
    return hop_findings_curve(f, "theory, d to infinity", HOP_CURVE_LINE, 2, limit, y, NULL, NULL,
                              LINE_POINTS);
}

static void describe_figure(const hop_sweep *e, hop_findings *f) {
    f->figure = (hop_figure){
        .title = "what is left of a pattern where recall starts at it",
        .x_label = hop_load_label(hop_phase_scale(e)),
        .y_label = hop_phase_axis(e) == HOP_PHASE_BETA
                       ? "inverse temperature beta [1 / squared key units]"
                       : "temperature [of the energy]",
    };
}

/* ---- what people are shown in place of the rows ---- */

/* The load at which a row of the map first falls below a half; NAN if it does not on the map. */
static double boundary_of(const hop_heat_map *map, size_t row) {
    const double *v = map->values + row * map->columns;
    for (size_t c = 1; c < map->columns; c++)
        if (v[c - 1] >= 0.5 && v[c] < 0.5)
            return map->x[c - 1] +
                   (map->x[c] - map->x[c - 1]) * (v[c - 1] - 0.5) / (v[c - 1] - v[c]);
    return NAN;
}

/* theory: [rows of the map] */
static hop_status add_boundary(const hop_sweep *e, const double *theory, hop_findings *f) {
    bool beta = hop_phase_axis(e) == HOP_PHASE_BETA;
    const hop_column columns[] = {
        {.name = beta ? "beta" : "temperature",
         .meaning = "",
         .kind = HOP_CELL_NUMBER,
         .digits = 4},
        {.name = "measured", .meaning = "", .kind = HOP_CELL_NUMBER, .digits = 3},
        {.name = "theory", .meaning = "", .kind = HOP_CELL_NUMBER, .digits = 3},
    };
    hop_string text = {0};
    HOP_TRY(hop_table_create(columns, sizeof columns / sizeof *columns, &f->brief));
    hop_string_add(&text, "load at which the %s below 0.5; -: nowhere",
                   first(e)->show == HOP_PHASE_OVERLAP ? "mean overlap first falls"
                                                       : "success rate first falls");
    hop_table_note(f->brief, "boundary", text.text);
    free(text.text);
    for (size_t i = 0; i < f->map.rows; i++) {
        hop_table_add_number(f->brief, f->map.y[i]);
        hop_findings_cell(f->brief, boundary_of(&f->map, i));
        hop_findings_cell(f->brief, theory[i]);
    }
    return HOP_OK;
}

/* Theory is the same in a whole row of the map, and dear. */
static hop_status add_rows(const hop_sweep *e, const hop_results *results, hop_findings *f) {
    double *theory = NULL;
    HOP_TRY(hop_alloc(f->map.rows, sizeof *theory, "a line", &theory));
    for (size_t i = 0; i < f->map.rows; i++) theory[i] = theory_at(e, f->map.y[i]).load;
    hop_status status = add_boundary(e, theory, f);
    for (size_t i = 0; i < results->count; i++) {
        const hop_finished *r = &results->all[i];
        add_row(e, r, theory[place_of(f->map.y, height_of(e, r))], f);
    }
    free(theory);
    return status;
}

hop_status hop_phase_report(const hop_sweep *e, const hop_results *results, hop_findings *f) {
    double *axes = NULL, *values = NULL;
    HOP_TRY(hop_alloc(results->count, 2 * sizeof *axes, "axes", &axes));
    describe_figure(e, f);
    note_auto(e, f);
    hop_status status = add_map(e, results, axes, axes + results->count, &values, f);
    if (status == HOP_OK) status = add_rows(e, results, f);
    if (status == HOP_OK) status = add_theory(e, f);
    free(values);
    free(axes);
    return status;
}
