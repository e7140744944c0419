/* What a sweep shows: tables with provenance, thresholds, curves.
 * SPDX-License-Identifier: MIT */
#include "findings.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hopfield/version.h>

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
    char name[128];
    for (size_t i = 0; i < results->count; i++) {
        const hop_finished *r = &results->all[i];
        if (!hop_sweep_same(e, begin->cell, r->cell, along) || r->lines.count == 0) continue;
        if (i < first) return HOP_OK;
        xs[count] = hop_settings_get(e, along, r->cell);
        ys[count] = measured(r, y);
        ts[count++] = measured(r, theory);
    }
    int colour = (int)(f->curve_count / 2) + 1;
    hop_sweep_where(e, begin->cell, along, name, sizeof name);
    HOP_TRY(hop_findings_curve(f, *name ? name : "measured", HOP_CURVE_MARKED, colour, xs, ys, NULL,
                               NULL, count));
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

/* ---- notes ---- */

static void note_memory(const hop_sweep *e, hop_table *table) {
    char text[512], checksum[33];
    if (!e->memory) return;
    hop_shape shape = hop_memory_shape(e->memory);
    hop_memory_checksum(e->memory, checksum);
    snprintf(text, sizeof text, "%zu patterns of %zux%zux%zu %s", hop_memory_count(e->memory),
             shape.width, shape.height, shape.channels,
             hop_dtype_name(hop_memory_dtype(e->memory)));
    hop_table_note(table, "memory", text);
    hop_table_note(table, "memory_checksum", checksum);
}

static void note_settings(const hop_sweep *e, hop_table *table) {
    hop_string all = {0};
    for (size_t i = 0; i < e->setting_count; i++)
        hop_string_add(&all, "%s%s=%s", i ? " " : "", e->row->settings[i].parameter.name,
                       e->text[i]);
    hop_table_note(table, "settings", all.text);
    free(all.text);
}

/* No threads, no files: those never change a result. */
static hop_status note_provenance(const hop_sweep *e, hop_table *table) {
    char text[128], *command = NULL;
    HOP_TRY(hop_sweep_command(e, &command));
    snprintf(text, sizeof text, "hopfield %s", hop_version());
    hop_table_note(table, "software", text);
    hop_table_note(table, "command", command);
    snprintf(text, sizeof text, "%llu", (unsigned long long)e->seed);
    hop_table_note(table, "seed", text);
    note_settings(e, table);
    note_memory(e, table);
    hop_table_note(table, "libraries", hop_build_info());
    if (*e->row->row.sources) hop_table_note(table, "sources", e->row->row.sources);
    free(command);
    return HOP_OK;
}

static void add_interval(hop_string *text, const hop_threshold *t) {
    bool low = isfinite(t->low), high = isfinite(t->high);
    hop_string_add(text, "%s %.4g ", t->quantity, t->value);
    if (low && high)
        hop_string_add(text, "(95 %%: %.4g to %.4g)", t->low, t->high);
    else if (low)
        hop_string_add(text, "(95 %%: above %.4g; what was tried sets no upper limit)", t->low);
    else if (high)
        hop_string_add(text, "(95 %%: below %.4g; what was tried sets no lower limit)", t->high);
    else
        hop_string_add(text, "(what was tried sets no 95 %% limits: try more places, or more "
                             "--trials)");
    hop_string_add(text, ", %s; %zu trials", t->criterion, t->trials);
    if (isfinite(t->theory)) {
        bool outside = t->theory < t->low || t->theory > t->high;
        hop_string_add(text, "; theory %.4g%s (%s)", t->theory,
                       outside ? ", outside the interval" : "", t->theory_source);
    }
    if (*t->estimate_source && isfinite(t->estimate))
        hop_string_add(text, "; estimate %.4g (%s)", t->estimate, t->estimate_source);
    if (*t->where) hop_string_add(text, "; at %s", t->where);
}

static void note_thresholds(hop_findings *f) {
    for (size_t i = 0; i < f->threshold_count; i++) {
        char key[32] = "threshold";
        hop_string text = {0};
        add_interval(&text, &f->thresholds[i]);
        if (i > 0) snprintf(key, sizeof key, "threshold_%zu", i + 1);
        hop_table_note(f->table, key, text.text);
        free(text.text);
    }
}

hop_status hop_findings_make(const hop_sweep *e, const hop_results *results,
                             hop_findings *findings) {
    hop_findings made = {0};
    HOP_TRY(hop_table_create(e->row->columns, e->row->column_count, &made.table));
    hop_status status = note_provenance(e, made.table);
    if (status == HOP_OK) status = e->row->report(e, results, &made);
    if (status != HOP_OK) {
        hop_findings_clear(&made);
        return status;
    }
    hop_findings_used_ranges(&made, e);
    hop_findings_note_used(e, &made);
    note_thresholds(&made);
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
