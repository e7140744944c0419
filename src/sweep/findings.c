/* What a sweep shows: tables with provenance, thresholds, curves.
 * SPDX-License-Identifier: MIT */
#include "findings.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/text.h"
#include "settings.h"

static hop_status copy_numbers(const double *from, size_t count, const double **copy) {
    double *fresh = NULL;
    if (!from) return HOP_OK;
    HOP_TRY(hop_alloc(count, sizeof *fresh, "a curve", &fresh));
    memcpy(fresh, from, count * sizeof *fresh);
    *copy = fresh;
    return HOP_OK;
}

/* The numbers of a findings' curves are its own. */
static void clear_curve(hop_curve *curve) {
    free((void *)curve->name);
    free((void *)curve->panel);
    free((void *)curve->x);
    free((void *)curve->y);
    free((void *)curve->low);
    free((void *)curve->high);
}

hop_status hop_findings_curve(hop_findings *f, const char *name, hop_curve_style style, int colour,
                              const double *x, const double *y, const double *low,
                              const double *high, size_t count) {
    char *copy = NULL;
    HOP_TRY(hop_realloc(f->curve_count + 1, sizeof *f->curves, "curves", &f->curves));
    hop_curve fresh = {.style = style, .colour = colour, .count = count};
    hop_status status = hop_copy_text(name, &copy);
    fresh.name = copy;
    if (status == HOP_OK) status = copy_numbers(x, count, &fresh.x);
    if (status == HOP_OK) status = copy_numbers(y, count, &fresh.y);
    if (status == HOP_OK) status = copy_numbers(low, count, &fresh.low);
    if (status == HOP_OK) status = copy_numbers(high, count, &fresh.high);
    if (status == HOP_OK)
        f->curves[f->curve_count++] = fresh;
    else
        clear_curve(&fresh);
    return status;
}

hop_status hop_findings_panel(hop_findings *f, const char *panel) {
    char *copy = NULL;
    HOP_TRY(hop_copy_text(panel, &copy));
    f->curves[f->curve_count - 1].panel = copy;
    return HOP_OK;
}

static double measured(const hop_finished *r, size_t offset) {
    return *(const double *)((const char *)r->lines.all + offset);
}

/* The curve that result `first` begins; nothing if it continues one. */
static hop_status add_line(const hop_sweep *e, const hop_results *results, size_t first,
                           size_t along, size_t y, size_t theory, double *numbers,
                           hop_findings *f) {
    const hop_finished *begin = &results->all[first];
    double *xs = numbers, *ys = xs + results->count, *ts = ys + results->count;
    size_t count = 0;
    bool theorized = false;
    char name[128];
    for (size_t i = 0; i < results->count; i++) {
        const hop_finished *r = &results->all[i];
        if (!hop_sweep_same(e, begin->cell, r->cell, along) || r->lines.count == 0) continue;
        if (i < first) return HOP_OK;
        xs[count] = hop_settings_get(e, along, r->cell);
        ys[count] = measured(r, y);
        ts[count] = measured(r, theory);
        theorized = theorized || isfinite(ts[count]);
        count++;
    }
    int colour = (int)(f->curve_count / 2) + 1;
    hop_sweep_where(e, begin->cell, along, name, sizeof name);
    /* A line through what was measured would hide the theory that it agrees with. */
    hop_curve_style style = theorized ? HOP_CURVE_POINTS : HOP_CURVE_MARKED;
    HOP_TRY(
        hop_findings_curve(f, *name ? name : "measured", style, colour, xs, ys, NULL, NULL, count));
    return hop_findings_curve(f, *name ? NULL : "theory", HOP_CURVE_THEORY, colour, xs, ts, NULL,
                              NULL, count);
}

hop_status hop_findings_lines(const hop_sweep *e, const hop_results *results, size_t along,
                              size_t y, size_t theory, hop_findings *f) {
    double *numbers = NULL;
    HOP_TRY(hop_alloc(results->count, 3 * sizeof *numbers, "curves", &numbers));
    hop_status status = HOP_OK;
    for (size_t i = 0; i < results->count && status == HOP_OK; i++)
        status = add_line(e, results, i, along, y, theory, numbers, f);
    free(numbers);
    return status;
}

hop_grid_curve hop_findings_grid(const hop_sweep *e, size_t along, size_t index) {
    hop_grid_curve curve = {.stride = 1, .count = e->range_count[along]};
    for (size_t i = along + 1; i < e->setting_count; i++) curve.stride *= e->range_count[i];
    curve.first = index - index / curve.stride % curve.count * curve.stride;
    return curve;
}

hop_status hop_findings_mark(hop_findings *f, const char *name, double x) {
    const double xs[] = {x, x}, ys[] = {0, 1};
    if (!isfinite(x)) return HOP_OK;
    return hop_findings_curve(f, name, HOP_CURVE_THEORY, HOP_COLOUR_NEXT, xs, ys, NULL, NULL, 2);
}

hop_status hop_findings_subtitle(hop_findings *f, hop_string *text) {
    if (text->failed) {
        free(text->text);
        return hop_fail(HOP_E_MEMORY, "there is not enough memory for a title");
    }
    free(f->subtitle);
    f->subtitle = text->text;
    return HOP_OK;
}

hop_status hop_findings_threshold(hop_findings *f, const hop_threshold *threshold) {
    HOP_TRY(
        hop_realloc(f->threshold_count + 1, sizeof *f->thresholds, "thresholds", &f->thresholds));
    f->thresholds[f->threshold_count++] = *threshold;
    return HOP_OK;
}

void hop_findings_word(hop_findings *f, const hop_sweep *e, size_t index, const void *cell) {
    char word[256];
    hop_sweep_word(e, index, cell, word, sizeof word);
    hop_table_add_text(f->table, word);
}

void hop_findings_cell(hop_table *table, double number) {
    if (isnan(number))
        hop_table_add_none(table);
    else
        hop_table_add_number(table, number);
}

void hop_findings_number(hop_findings *f, double number) {
    hop_findings_cell(f->table, number);
}

static const hop_energy *energy_of(const hop_sweep *e, size_t setting, const void *cell) {
    return &e->energies[(size_t)hop_settings_get(e, setting, cell)];
}

void hop_findings_similarity(hop_findings *f, const hop_sweep *e, const void *cell, size_t energy) {
    char word[256];
    const hop_similarity *given = &e->similarities[(size_t)hop_settings_get(e, energy + 1, cell)];
    hop_similarity similarity = {0};
    if (hop_sweep_similarity(e, given, energy_of(e, energy, cell), &similarity) != HOP_OK) {
        hop_table_add_none(f->table);
        return;
    }
    hop_spec_print_brief(&similarity.kind->row, similarity.parameter, word, sizeof word);
    hop_table_add_text(f->table, word);
    if (!given->kind) hop_findings_used(f, e, energy + 1, word);
}

void hop_findings_model(hop_findings *f, const hop_sweep *e, const void *cell, size_t energy,
                        double chosen) {
    const hop_energy with =
        hop_sweep_energy(energy_of(e, energy, cell), hop_settings_get(e, energy + 2, cell));
    double beta = hop_sweep_beta(&with);
    if (isnan(beta) && hop_sweep_has_beta(&with)) beta = chosen;
    hop_findings_word(f, e, energy, cell);
    hop_findings_similarity(f, e, cell, energy);
    hop_findings_number(f, beta);
    hop_findings_used_number(f, e, energy + 2, beta);
}

void hop_findings_estimate(hop_findings *f, hop_estimate estimate) {
    hop_table_add_number(f->table, estimate.value);
    hop_table_add_number(f->table, estimate.low);
    hop_table_add_number(f->table, estimate.high);
}

hop_status hop_findings_make(const hop_sweep *e, const hop_results *results,
                             hop_findings *findings) {
    hop_findings made = {0};
    HOP_TRY(hop_table_create(e->row->columns, e->row->column_count, &made.table));
    hop_status status = e->row->report(e, results, &made);
    if (status != HOP_OK) {
        hop_findings_clear(&made);
        return status;
    }
    hop_findings_used_ranges(&made, e);
    *findings = made;
    return HOP_OK;
}

void hop_findings_clear(hop_findings *f) {
    for (size_t i = 0; i < f->curve_count; i++) clear_curve(&f->curves[i]);
    free(f->curves);
    free(f->thresholds);
    free(f->subtitle);
    hop_table_destroy(f->brief);
    hop_findings_map_clear(&f->map);
    hop_table_destroy(f->table);
    *f = (hop_findings){0};
}
