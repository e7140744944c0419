/* Findings as a result: what every renderer writes.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/text.h"
#include "findings.h"
#include "source.h"

/* ---- what is the same in every row stands once, above the table ---- */

static bool same_cell(hop_cell_kind kind, hop_cell a, hop_cell b) {
    if (a.none || b.none) return a.none && b.none;
    switch (kind) {
    case HOP_CELL_TEXT: return strcmp(a.text, b.text) == 0;
    case HOP_CELL_COUNT: return a.count == b.count;
    case HOP_CELL_NUMBER: return a.number == b.number;
    default: return a.truth == b.truth;
    }
}

static bool is_constant(const hop_table *table, size_t rows, size_t column) {
    hop_cell_kind kind = hop_table_column(table, column)->kind;
    for (size_t r = 1; r < rows; r++)
        if (!same_cell(kind, hop_table_cell(table, 0, column), hop_table_cell(table, r, column)))
            return false;
    return rows > 0;
}

/* Numbers to as many digits as the column shows. */
static void describe(const hop_column *column, hop_cell cell, hop_string *text) {
    if (cell.none) return;
    hop_string_add(text, "%s%s=", text->length ? " " : "", column->name);
    switch (column->kind) {
    case HOP_CELL_TEXT: hop_string_add(text, "%s", cell.text); break;
    case HOP_CELL_COUNT: hop_string_add(text, "%zu", cell.count); break;
    case HOP_CELL_NUMBER:
        hop_string_add(text, "%.*g", column->digits ? column->digits : 17, cell.number);
        break;
    default: hop_string_add(text, "%s", cell.truth ? "yes" : "no");
    }
}

void hop_findings_constants(const hop_sweep *e, const hop_findings *f, hop_string *text) {
    size_t rows = hop_table_row_count(f->table);
    /* Where few rows are for people, the others are of another kind. */
    if (f->essential_rows > 0) return;
    for (size_t c = 0; c < e->row->given; c++)
        if (is_constant(f->table, rows, c))
            describe(hop_table_column(f->table, c), hop_table_cell(f->table, 0, c), text);
    /* Damage is a setting without a column: there is one of it. */
    for (size_t i = 0; i < e->setting_count; i++)
        if (e->row->settings[i].kind == HOP_SETTING_CORRUPTION && e->corruption_count > 0)
            hop_string_add(text, "%s%s=%s", text->length ? " " : "",
                           e->row->settings[i].parameter.name, e->text[i]);
}

/* ---- tables ---- */

/* Copies the table; columns that people do without are for programs. */
static hop_status add_rows(const hop_sweep *e, const hop_findings *f, hop_result *r) {
    size_t count = hop_table_column_count(f->table), essential = e->row->essential, shown = 0;
    size_t rows = hop_table_row_count(f->table);
    hop_column *columns = NULL;
    HOP_TRY(hop_alloc(count, sizeof *columns, "columns", &columns));
    for (size_t c = 0; c < count; c++) {
        columns[c] = *hop_table_column(f->table, c);
        columns[c].label = columns[c].name; /* units would cost more room than the numbers */
        bool constant =
            c < e->row->given && f->essential_rows == 0 && is_constant(f->table, rows, c);
        if (constant || (essential > 0 && c >= essential)) columns[c].audience = HOP_FOR_PROGRAMS;
        shown += columns[c].audience == 0;
    }
    if (shown == 0) columns[0].audience = 0;
    hop_table *table = hop_result_table(r, "rows", columns, count, e->row->row.title);
    hop_result_for(r, f->brief ? HOP_FOR_PROGRAMS : HOP_FOR_ALL);
    if (f->essential_rows > 0) hop_result_rows_shown(r, f->essential_rows);
    for (size_t i = 0; i < rows; i++)
        for (size_t c = 0; c < count; c++)
            hop_table_add_cell(table, columns[c].kind, hop_table_cell(f->table, i, c));
    free(columns);
    return HOP_OK;
}

/* What people are shown in place of the rows. */
static hop_status add_brief(const hop_findings *f, hop_result *r) {
    size_t count = hop_table_column_count(f->brief);
    hop_column *columns = NULL;
    HOP_TRY(hop_alloc(count, sizeof *columns, "columns", &columns));
    for (size_t c = 0; c < count; c++) columns[c] = *hop_table_column(f->brief, c);
    hop_table *table = hop_result_table(r, "brief", columns, count, NULL);
    hop_result_for(r, HOP_FOR_PEOPLE);
    for (size_t i = 0; i < hop_table_row_count(f->brief); i++)
        for (size_t c = 0; c < count; c++)
            hop_table_add_cell(table, columns[c].kind, hop_table_cell(f->brief, i, c));
    free(columns);
    return HOP_OK;
}

/* ---- thresholds ---- */

static void add_sentence(const hop_threshold *t, hop_result *r) {
    hop_string text = {0};
    bool low = isfinite(t->low), high = isfinite(t->high);
    hop_string_add(&text, "%s %.4g ", t->quantity, t->value);
    if (low && high)
        hop_string_add(&text, "(95 %%: %.4g to %.4g)", t->low, t->high);
    else if (low)
        hop_string_add(&text, "(95 %%: above %.4g; what was tried sets no upper limit)", t->low);
    else if (high)
        hop_string_add(&text, "(95 %%: below %.4g; what was tried sets no lower limit)", t->high);
    else
        hop_string_add(&text, "(what was tried sets no 95 %% limits: try more places, or more "
                              "--trials)");
    hop_string_add(&text, ", %s; %zu trials", t->criterion, t->trials);
    if (isfinite(t->theory)) {
        /* What is proven to suffice is contradicted from below alone. */
        bool outside = t->theory > t->high || (t->theory < t->low && !t->theory_suffices);
        hop_string_add(&text, "; theory %.4g%s (%s)", t->theory,
                       outside ? ", outside the interval" : "", t->theory_source);
    }
    if (*t->estimate_source && isfinite(t->estimate))
        hop_string_add(&text, "; estimate %.4g (%s)", t->estimate, t->estimate_source);
    if (*t->where) hop_string_add(&text, "; at %s", t->where);
    if (text.text) hop_result_remark(r, HOP_NOTE, "threshold: %s", text.text);
    free(text.text);
}

static void add_threshold_rows(const hop_findings *f, hop_result *r) {
    const hop_threshold *first = f->thresholds;
    const hop_column columns[] = {
        {.name = f->threshold_count ? first->quantity : "value",
         .meaning = "where half of the trials succeed",
         .kind = HOP_CELL_NUMBER},
        {.name = "low", .meaning = "of its 95 % interval", .kind = HOP_CELL_NUMBER},
        {.name = "high", .meaning = "of the same", .kind = HOP_CELL_NUMBER},
        {.name = "theory", .meaning = "of the same", .kind = HOP_CELL_NUMBER},
        {.name = "criterion", .meaning = "of success"},
        {.name = "quantity", .meaning = "what was located"},
        {.name = "theory_source", .meaning = "where theory is from"},
        {.name = "estimate",
         .meaning = "at this size, where theory is not",
         .kind = HOP_CELL_NUMBER},
        {.name = "estimate_source", .meaning = "where it is from"},
        {.name = "trials", .meaning = "that it rests on", .kind = HOP_CELL_COUNT},
        {.name = "where", .meaning = "other settings that vary"},
    };
    hop_table *table = hop_result_table(r, "thresholds", columns, sizeof columns / sizeof *columns,
                                        "where half of the trials succeed");
    hop_result_for(r, HOP_FOR_JSON);
    for (size_t i = 0; i < f->threshold_count; i++) {
        const hop_threshold *t = &first[i];
        hop_table_add_number(table, t->value);
        hop_table_add_number(table, t->low);
        hop_table_add_number(table, t->high);
        hop_table_add_number(table, t->theory);
        hop_table_add_text(table, t->criterion);
        hop_table_add_text(table, t->quantity);
        hop_table_add_text(table, t->theory_source);
        hop_table_add_number(table, *t->estimate_source ? t->estimate : NAN);
        hop_table_add_text(table, t->estimate_source);
        hop_table_add_count(table, t->trials);
        hop_table_add_text(table, t->where);
    }
}

/* What programs ask for first, where there is one. */
static void add_threshold(const hop_findings *f, hop_result *r) {
    static const char MEANING[] = "where half of the trials succeed, if that was located once";
    char path[64];
    if (f->threshold_count != 1) {
        hop_result_none(r, "threshold", MEANING);
        return;
    }
    const hop_threshold *t = f->thresholds;
    snprintf(path, sizeof path, "threshold.%s", t->quantity);
    hop_result_number(r, path, t->value, "dimensionless", MEANING);
    hop_result_number(r, "threshold.low", t->low, "dimensionless", "of its 95 % interval");
    hop_result_number(r, "threshold.high", t->high, "dimensionless", "of the same");
    hop_result_number(r, "threshold.theory", t->theory, "dimensionless", "by theory");
    hop_result_text(r, "threshold.criterion", t->criterion, "of success");
}

/* ---- settings, figures, notes ---- */

static void add_settings(const hop_sweep *e, const hop_findings *f, hop_result *r) {
    char path[64];
    hop_string all = {0};
    hop_result_text(r, "experiment", e->row->row.name, "which experiment");
    hop_result_group(r, "settings", "as they were typed, or are default");
    for (size_t i = 0; i < e->setting_count; i++) {
        snprintf(path, sizeof path, "settings.%s", e->row->settings[i].parameter.name);
        char meant[32];
        hop_result_text(r, path, hop_source_meant(e, i, meant, sizeof meant),
                        e->row->settings[i].parameter.meaning);
    }
    hop_result_group(r, "used", "what settings that were auto came to");
    for (size_t i = 0; i < e->setting_count; i++) {
        const char *name = e->row->settings[i].parameter.name;
        hop_string used = {0};
        hop_findings_used_text(f, i, &used);
        snprintf(path, sizeof path, "used.%s", name);
        if (used.length > 0) {
            hop_result_text(r, path, used.text, "what it came to");
            hop_string_add(&all, "%s%s=%s", all.length ? "; " : "", name, used.text);
        }
        free(used.text);
    }
    if (all.text) hop_result_remark(r, HOP_NOTE, "auto: %s", all.text);
    if (all.text) hop_result_for(r, HOP_FOR_PEOPLE);
    free(all.text);
}

static void add_figure(const hop_sweep *e, const hop_findings *f, hop_result *r) {
    hop_figure figure = f->figure;
    hop_string subtitle = {0};
    if (!f->subtitle) hop_findings_constants(e, f, &subtitle);
    figure.subtitle = f->subtitle ? f->subtitle : subtitle.text;
    figure.curves = f->curves;
    figure.curve_count = f->curve_count;
    figure.map = f->map.rows > 0 ? &f->map : NULL;
    figure.provenance = NULL;
    hop_result_figure(r, e->row->row.name, &figure, figure.title, figure.title);
    /* A map can be shown in characters; words for its rows and columns are a table. */
    if (figure.map && !f->map.written) hop_result_for(r, HOP_FOR_PEOPLE | HOP_FOR_JSON);
    free(subtitle.text);
}

static void add_notes(const hop_table *table, hop_result *r) {
    for (size_t i = 0; i < hop_table_note_total(table); i++) {
        const char *key = NULL, *text = NULL;
        hop_table_note_at(table, i, &key, &text);
        /* A key that is made up of parts is of the JSON: people read its sentence alone. */
        if (strchr(key, '_'))
            hop_result_remark(r, HOP_NOTE, "%s", text);
        else
            hop_result_remark(r, HOP_NOTE, "%s: %s", key, text);
    }
}

static hop_status fill(const hop_sweep *e, const hop_findings *f, hop_result *r) {
    hop_string constants = {0};
    hop_result_title(r, e->row->row.title, NULL);
    if (*e->row->row.sources) hop_result_made(r, "sources", e->row->row.sources, "who found this");
    for (size_t i = 0; i < e->setting_count; i++)
        if (e->memory && e->row->settings[i].kind == HOP_SETTING_MEMORY)
            hop_result_memory(r, "memory", e->text[i], e->memory);
    if (*e->note) hop_result_remark(r, HOP_NOTE, "%s", e->note);
    hop_findings_say_memory(e, r);
    add_settings(e, f, r);
    add_notes(f->table, r);
    if (f->brief) add_notes(f->brief, r);
    for (size_t i = 0; i < f->threshold_count; i++) add_sentence(&f->thresholds[i], r);
    add_threshold(f, r);
    hop_findings_constants(e, f, &constants);
    if (constants.length > 0) hop_result_remark(r, HOP_NOTE, "in all rows: %s", constants.text);
    if (constants.length > 0) hop_result_for(r, HOP_FOR_PEOPLE);
    free(constants.text);
    if (f->brief)
        hop_result_remark(r, HOP_NOTE, "rows: %zu; --format csv or json shows them",
                          hop_table_row_count(f->table));
    if (f->brief) hop_result_for(r, HOP_FOR_TEXT);
    add_figure(e, f, r);
    if (f->brief) HOP_TRY(add_brief(f, r));
    HOP_TRY(add_rows(e, f, r));
    add_threshold_rows(f, r);
    return hop_result_status(r);
}

hop_status hop_sweep_result(const hop_sweep *e, const hop_results *results, hop_result **result) {
    hop_findings findings = {0};
    hop_result *fresh = NULL;
    char *command = NULL;
    HOP_TRY(hop_sweep_command(e, &command));
    const hop_made made = {.command_line = command, .seeded = true, .seed = e->seed};
    hop_status status = hop_result_create(e->row->row.name, &made, &fresh);
    if (status == HOP_OK) status = hop_findings_make(e, results, &findings);
    if (status == HOP_OK) status = fill(e, &findings, fresh);
    hop_findings_clear(&findings);
    free(command);
    if (status == HOP_OK)
        *result = fresh;
    else
        hop_result_destroy(fresh);
    return status;
}
