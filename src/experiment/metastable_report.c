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
static void add_mixture(const hop_sweep *e, const double *mixture, hop_string *text) {
    size_t named = (size_t)mixture[HOP_METASTABLE_MIXTURE_NAMED];
    double starts = mixture[HOP_METASTABLE_MIXTURE_STARTS];
    double more = mixture[HOP_METASTABLE_MIXTURE_SIZE] - (double)named;
    for (size_t k = 0; k < named; k++) {
        size_t pattern = (size_t)mixture[HOP_METASTABLE_MIXTURE_FIRST + k];
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
        add_mixture(e, r->lines.values + k * HOP_METASTABLE_MEASURES, &text);
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
        double here = r->lines.values[HOP_METASTABLE_MEASURES + HOP_METASTABLE_MIXTURE_STARTS];
        if (here > starts) best = r, starts = here;
    }
    if (!best) return;
    hop_string text = {0};
    char where[128];
    hop_sweep_where(e, best->value, HOP_SETTING_MAX, where, sizeof where);
    hop_string_add(&text, "the commonest %s%s%sis ", *where ? "(" : "", where, *where ? ") " : "");
    add_mixture(e, best->lines.values + HOP_METASTABLE_MEASURES, &text);
    hop_string_add(&text, "; those of every row are the column commonest in CSV and JSON");
    if (!text.failed) hop_table_note(f->table, "mixtures", text.text);
    free(text.text);
}

/* ---- rows ---- */

static void note_patterns(const hop_sweep *e, double word, hop_findings *f) {
    char text[32];
    if (e->memory) return;
    hop_sweep_word(e, HOP_METASTABLE_PATTERNS, word, text, sizeof text);
    hop_findings_used(f, e, HOP_METASTABLE_PATTERNS, text);
}

/* The mean over the starts that have support; NAN without any. */
static double of_supported(const double *line, size_t sum) {
    double supported =
        line[HOP_METASTABLE_TRIED] - line[HOP_METASTABLE_FIRST_ENDED + HOP_FIXED_UNSUPPORTED];
    return supported > 0 ? line[sum] / supported : NAN;
}

static void add_row(const hop_sweep *e, const hop_finished *r, hop_findings *f) {
    const double *line = r->lines.values, tried = line[HOP_METASTABLE_TRIED];
    double points = 0;
    for (size_t k = 0; k < HOP_FIXED_POINT_KINDS; k++)
        points += line[HOP_METASTABLE_FIRST_KIND + k];
    hop_table_add_count(f->table, (size_t)line[HOP_METASTABLE_LENGTH]);
    hop_table_add_count(f->table, (size_t)line[HOP_METASTABLE_COUNT]);
    hop_source_word(e, r->value, HOP_METASTABLE_PATTERNS, f);
    note_patterns(e, r->value[HOP_METASTABLE_PATTERNS], f);
    hop_findings_word(f, e, HOP_METASTABLE_ENERGY, r->value[HOP_METASTABLE_ENERGY]);
    hop_findings_similarity(f, e, r->value, HOP_METASTABLE_ENERGY);
    hop_findings_used_number(f, e, HOP_METASTABLE_BETA, line[HOP_METASTABLE_BETA_USED]);
    hop_findings_word(f, e, HOP_METASTABLE_START, r->value[HOP_METASTABLE_START]);
    hop_findings_number(f, line[HOP_METASTABLE_BETA_USED]);
    hop_findings_number(f, line[HOP_METASTABLE_K90]);
    for (size_t k = HOP_METASTABLE_FIRST_CLASS; k < HOP_METASTABLE_SINGLE; k++)
        hop_table_add_number(f->table, line[k] / tried);
    hop_table_add_number(f->table,
                         line[HOP_METASTABLE_FIRST_ENDED + HOP_FIXED_UNSUPPORTED] / tried);
    hop_table_add_count(f->table, (size_t)points);
    for (size_t k = 0; k < HOP_FIXED_POINT_KINDS; k++)
        hop_table_add_count(f->table, (size_t)line[HOP_METASTABLE_FIRST_KIND + k]);
    hop_table_add_number(f->table, line[HOP_METASTABLE_SINGLE] / tried);
    hop_findings_number(f, line[HOP_METASTABLE_MIXED]);
    for (size_t k = 0; k < HOP_FIXED_POINT_KINDS; k++)
        hop_table_add_number(f->table, line[HOP_METASTABLE_FIRST_ENDED + k] / tried);
    hop_table_add_number(f->table, line[HOP_METASTABLE_SUPPORT] / tried);
    hop_findings_number(f, of_supported(line, HOP_METASTABLE_NORM));
    hop_findings_number(f, line[HOP_METASTABLE_K90_LOW]);
    hop_findings_number(f, line[HOP_METASTABLE_K90_HIGH]);
    hop_findings_number(f, line[HOP_METASTABLE_CRITICAL]);
    hop_table_add_count(f->table, (size_t)tried);
    hop_table_add_count(f->table, (size_t)line[HOP_METASTABLE_SETTLED]);
    hop_table_add_number(f->table, line[HOP_METASTABLE_STEPS] / tried);
    add_commonest(e, r, f);
}

/* ---- figures ---- */

/* What is drawn along: beta, or where no energy has one the number of patterns or their length. */
static size_t axis_of(const hop_sweep *e) {
    if (hop_metastable_beta(&e->energies[0]) < HOP_PARAMETER_MAX) return HOP_METASTABLE_BETA;
    bool lengths = hop_sweep_varies(e, HOP_METASTABLE_DIM);
    bool counts = hop_sweep_varies(e, HOP_METASTABLE_STORED);
    return lengths && !counts ? HOP_METASTABLE_DIM : HOP_METASTABLE_STORED;
}

static double place_of(size_t axis, const double *line) {
    if (axis == HOP_METASTABLE_BETA) return line[HOP_METASTABLE_BETA_USED];
    return line[axis == HOP_METASTABLE_DIM ? HOP_METASTABLE_LENGTH : HOP_METASTABLE_COUNT];
}

static const char *label_of(size_t axis) {
    if (axis == HOP_METASTABLE_BETA) return "inverse temperature beta [1 / squared key units]";
    return axis == HOP_METASTABLE_DIM ? "values of a pattern d [dimensionless]"
                                      : "patterns stored N [dimensionless]";
}

/* Fractions of the starts whose number is measure `sum`. */
static hop_status draw_class(const hop_results *results, size_t axis, const char *name, size_t sum,
                             hop_findings *f) {
    size_t count = results->count;
    double *numbers = NULL;
    HOP_TRY(hop_alloc(count, 4 * sizeof *numbers, "curves", &numbers));
    double *x = numbers, *y = x + count, *low = y + count, *high = low + count, any = 0;
    for (size_t i = 0; i < count; i++) {
        const double *line = results->all[i].lines.values;
        hop_estimate part = hop_statistics_wilson(line[sum], line[HOP_METASTABLE_TRIED]);
        x[i] = place_of(axis, line);
        y[i] = part.value;
        low[i] = part.low;
        high[i] = part.high;
        any += line[sum];
    }
    hop_status status = HOP_OK;
    bool unsupported = sum == HOP_METASTABLE_FIRST_ENDED + HOP_FIXED_UNSUPPORTED;
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
        HOP_TRY(draw_class(results, axis, NAMES[c], HOP_METASTABLE_FIRST_CLASS + c, f));
    HOP_TRY(draw_class(results, axis, "no weight at all",
                       HOP_METASTABLE_FIRST_ENDED + HOP_FIXED_UNSUPPORTED, f));
    for (size_t i = 0; i < results->count; i++)
        critical += results->all[i].lines.values[HOP_METASTABLE_CRITICAL] / (double)results->count;
    f->figure.y_label = "fraction of starts [dimensionless]";
    f->figure.y_high = 1;
    return axis == HOP_METASTABLE_BETA ? hop_findings_mark(f, "beta_c", critical) : HOP_OK;
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
        const double *line = results->all[curve.first + b * curve.stride].lines.values;
        if (isnan(line[HOP_METASTABLE_K90])) continue;
        x[count] = place_of(axis, line);
        y[count] = line[HOP_METASTABLE_K90];
        low[count] = line[HOP_METASTABLE_K90_LOW];
        high[count++] = line[HOP_METASTABLE_K90_HIGH];
    }
    hop_sweep_where(e, results->all[curve.first].value, axis, name, sizeof name);
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
