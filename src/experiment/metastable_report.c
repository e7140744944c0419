/* What `metastable` reports.
 * SPDX-License-Identifier: MIT */
#include "metastable.h"

#include <math.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../sweep/source.h"

/* ---- mixtures by name ---- */

/* "C + G + O (41 starts)"; of more patterns than are known by weight, "C + G + ... 7 more". */
static void add_mixture(const hop_sweep *e, const struct line *line, hop_string *text) {
    const struct hop_metastable_mixture *mixture = &line->mixture;
    size_t named = (size_t)mixture->named;
    double starts = mixture->starts, more = mixture->size - mixture->named;
    for (size_t k = 0; k < named; k++) {
        size_t pattern = (size_t)mixture->pattern[k];
        hop_string_add(text, "%s", k > 0 ? " + " : "");
        if (e->memory)
            hop_string_add(text, "%s", hop_memory_name(e->memory, pattern));
        else
            hop_string_add(text, "#%zu", pattern);
    }
    if (more > 0) hop_string_add(text, " + %.0f more", more);
    hop_string_add(text, " (%.0f start%s)", starts, starts == 1 ? "" : "s");
}

/* All that are listed of a cell; none in a cell without. */
static void add_commonest(const hop_sweep *e, const hop_finished *r, hop_findings *f) {
    hop_string text = {0};
    for (size_t k = 1; k < r->lines.count; k++) {
        if (k > 1) hop_string_add(&text, "; ");
        add_mixture(e, (const struct line *)r->lines.all + k, &text);
    }
    if (text.length > 0)
        hop_table_add_text(f->table, text.text);
    else
        hop_table_add_none(f->table);
    free(text.text);
}

/* The one that most starts of any cell ended in, for people, who do not see the last column. */
static void note_commonest(const hop_sweep *e, const hop_results *results, hop_findings *f) {
    const hop_finished *best = NULL;
    double starts = 0;
    for (size_t i = 0; i < results->count; i++) {
        const hop_finished *r = &results->all[i];
        if (r->lines.count < 2) continue;
        double here = ((const struct line *)r->lines.all)[1].mixture.starts;
        if (here > starts) best = r, starts = here;
    }
    if (!best) return;
    hop_string text = {0};
    char where[128];
    hop_sweep_where(e, best->cell, HOP_SETTING_MAX, where, sizeof where);
    hop_string_add(&text, "the commonest %s%s%sis ", *where ? "(" : "", where, *where ? ") " : "");
    add_mixture(e, (const struct line *)best->lines.all + 1, &text);
    hop_string_add(&text, "; those of every row are the column commonest in CSV and JSON");
    if (!text.failed) hop_table_note(f->table, "mixtures", text.text);
    free(text.text);
}

/* ---- rows ---- */

static void note_patterns(const hop_sweep *e, const struct cell *c, hop_findings *f) {
    char text[32];
    if (e->memory) return;
    hop_sweep_word(e, HOP_METASTABLE_PATTERNS, c, text, sizeof text);
    hop_findings_used(f, e, HOP_METASTABLE_PATTERNS, text);
}

/* The mean over the starts that have support; NAN without any. */
static double of_supported(const struct line *line, double sum) {
    double supported = line->tried - line->ended[HOP_FIXED_UNSUPPORTED];
    return supported > 0 ? sum / supported : NAN;
}

static void add_row(const hop_sweep *e, const hop_finished *r, hop_findings *f) {
    const struct cell *c = r->cell;
    const struct line *line = r->lines.all;
    double points = 0, tried = line->tried;
    for (size_t k = 0; k < HOP_FIXED_POINT_KINDS; k++) points += line->kind[k];
    hop_table_add_count(f->table, (size_t)line->dim);
    hop_table_add_count(f->table, (size_t)line->count);
    hop_source_word(e, c, HOP_METASTABLE_PATTERNS, f);
    note_patterns(e, c, f);
    hop_findings_word(f, e, HOP_METASTABLE_ENERGY, c);
    hop_findings_similarity(f, e, c, HOP_METASTABLE_ENERGY);
    hop_findings_used_number(f, e, HOP_METASTABLE_BETA, line->beta);
    hop_findings_word(f, e, HOP_METASTABLE_START, c);
    hop_findings_number(f, line->beta);
    hop_findings_number(f, line->k90);
    for (size_t k = 0; k < HOP_METASTABLE_CLASS_COUNT; k++)
        hop_table_add_number(f->table, line->class[k] / tried);
    hop_table_add_number(f->table, line->ended[HOP_FIXED_UNSUPPORTED] / tried);
    hop_table_add_count(f->table, (size_t)points);
    for (size_t k = 0; k < HOP_FIXED_POINT_KINDS; k++)
        hop_table_add_count(f->table, (size_t)line->kind[k]);
    hop_table_add_number(f->table, line->single / tried);
    hop_findings_number(f, line->mixed);
    for (size_t k = 0; k < HOP_FIXED_POINT_KINDS; k++)
        hop_table_add_number(f->table, line->ended[k] / tried);
    hop_table_add_number(f->table, line->support / tried);
    hop_findings_number(f, of_supported(line, line->norm));
    hop_findings_number(f, line->k90_low);
    hop_findings_number(f, line->k90_high);
    hop_findings_number(f, line->critical);
    hop_table_add_count(f->table, (size_t)tried);
    hop_table_add_count(f->table, (size_t)line->settled);
    hop_table_add_number(f->table, line->steps / tried);
    add_commonest(e, r, f);
}

/* ---- figures ---- */

/* What is drawn along: beta, or where no energy has one the number of patterns or their length. */
static size_t axis_of(const hop_sweep *e) {
    if (hop_sweep_has_beta(&e->energies[0])) return HOP_METASTABLE_BETA;
    bool lengths = hop_sweep_varies(e, HOP_METASTABLE_DIM);
    bool counts = hop_sweep_varies(e, HOP_METASTABLE_STORED);
    return lengths && !counts ? HOP_METASTABLE_DIM : HOP_METASTABLE_STORED;
}

static double place_of(size_t axis, const struct line *line) {
    if (axis == HOP_METASTABLE_BETA) return line->beta;
    return axis == HOP_METASTABLE_DIM ? line->dim : line->count;
}

static const char *label_of(size_t axis) {
    if (axis == HOP_METASTABLE_BETA) return "inverse temperature \u03b2 [1 / squared key units]";
    return axis == HOP_METASTABLE_DIM ? "values of a pattern d" : "patterns stored N";
}

/* Fractions of the starts, whose number is the measure at offset `sum`. */
static hop_status draw_class(const hop_results *results, size_t axis, const char *name, size_t sum,
                             hop_findings *f) {
    size_t count = results->count;
    double *numbers = NULL;
    HOP_TRY(hop_alloc(count, 4 * sizeof *numbers, "curves", &numbers));
    double *x = numbers, *y = x + count, *low = y + count, *high = low + count, any = 0;
    for (size_t i = 0; i < count; i++) {
        const struct line *line = results->all[i].lines.all;
        double number = *(const double *)((const char *)line + sum);
        hop_estimate part = hop_statistics_wilson(number, line->tried);
        x[i] = place_of(axis, line);
        y[i] = part.value;
        low[i] = part.low;
        high[i] = part.high;
        any += number;
    }
    hop_status status = HOP_OK;
    bool unsupported = sum == offsetof(struct line, ended[HOP_FIXED_UNSUPPORTED]);
    if (!unsupported || any > 0)
        status =
            hop_findings_curve(f, name, HOP_CURVE_MARKED, HOP_COLOUR_NEXT, x, y, low, high, count);
    free(numbers);
    return status;
}

/* One family, one memory: how many starts end in each class. */
static hop_status draw_classes(const hop_results *results, size_t axis, hop_findings *f) {
    static const char *const NAMES[] = {"all (k90 > N/2)", "many (> N/8)", "few (> N/32)", "small"};
    double critical = 0;
    for (size_t c = 0; c < HOP_METASTABLE_CLASS_COUNT; c++)
        HOP_TRY(draw_class(results, axis, NAMES[c],
                           offsetof(struct line, class) + c * sizeof(double), f));
    HOP_TRY(draw_class(results, axis, "no weight at all",
                       offsetof(struct line, ended[HOP_FIXED_UNSUPPORTED]), f));
    for (size_t i = 0; i < results->count; i++)
        critical +=
            ((const struct line *)results->all[i].lines.all)->critical / (double)results->count;
    f->figure.y_label = "fraction of starts";
    f->figure.y_high = 1;
    return axis == HOP_METASTABLE_BETA ? hop_findings_mark(f, "\u03b2c", critical) : HOP_OK;
}

/* Several: the median k90 of each, with the quarters. */
static hop_status draw_size(const hop_sweep *e, const hop_results *results, size_t axis,
                            hop_grid_curve curve, hop_findings *f) {
    double *numbers = NULL;
    char name[128];
    HOP_TRY(hop_alloc(curve.count, 4 * sizeof *numbers, "curves", &numbers));
    double *x = numbers, *y = x + curve.count, *low = y + curve.count, *high = low + curve.count;
    size_t count = 0;
    for (size_t b = 0; b < curve.count; b++) {
        const struct line *line = results->all[curve.first + b * curve.stride].lines.all;
        if (isnan(line->k90)) continue;
        x[count] = place_of(axis, line);
        y[count] = line->k90;
        low[count] = line->k90_low;
        high[count++] = line->k90_high;
    }
    hop_sweep_where(e, results->all[curve.first].cell, axis, name, sizeof name);
    hop_status status = HOP_OK;
    if (count > 0)
        status =
            hop_findings_curve(f, name, HOP_CURVE_MARKED, HOP_COLOUR_NEXT, x, y, low, high, count);
    free(numbers);
    return status;
}

static hop_status draw_sizes(const hop_sweep *e, const hop_results *results, size_t axis,
                             hop_findings *f) {
    for (size_t i = 0; i < results->count; i++) {
        hop_grid_curve curve = hop_findings_grid(e, axis, i);
        if (curve.first == i) HOP_TRY(draw_size(e, results, axis, curve, f));
    }
    f->figure.log_y = true;
    f->figure.y_label = "k90, median and quartiles [patterns]";
    return HOP_OK;
}

hop_status hop_metastable_report(const hop_sweep *e, const hop_results *results, hop_findings *f) {
    size_t axis = axis_of(e);
    for (size_t i = 0; i < results->count; i++) add_row(e, &results->all[i], f);
    note_commonest(e, results, f);
    f->figure = (hop_figure){.title = e->row->row.title, .x_label = label_of(axis), .log_x = true};
    return results->count == e->range_count[axis] ? draw_classes(results, axis, f)
                                                  : draw_sizes(e, results, axis, f);
}
