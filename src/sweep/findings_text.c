/* Findings for people: what is the same in every row stands once, above the table, so that the
 * table has room.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/text.h"
#include "findings.h"

static bool same_text(const char *a, const char *b) {
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_cell(hop_cell_kind kind, hop_cell a, hop_cell b) {
    if (a.none || b.none) return a.none && b.none;
    switch (kind) {
    case HOP_CELL_TEXT: return same_text(a.text, b.text);
    case HOP_CELL_COUNT: return a.count == b.count;
    case HOP_CELL_NUMBER: return a.number == b.number || (isnan(a.number) && isnan(b.number));
    case HOP_CELL_BOOL: return a.truth == b.truth;
    default: break;
    }
    return false;
}

static bool is_constant(const hop_table *table, size_t rows, size_t column) {
    hop_cell_kind kind = hop_table_column(table, column)->kind;
    for (size_t r = 1; r < rows; r++)
        if (!same_cell(kind, hop_table_cell(table, 0, column), hop_table_cell(table, r, column)))
            return false;
    return rows > 0;
}

static void add_cell(hop_table *out, hop_cell_kind kind, hop_cell cell) {
    if (cell.none)
        hop_table_add_none(out);
    else if (kind == HOP_CELL_TEXT)
        hop_table_add_text(out, cell.text);
    else if (kind == HOP_CELL_COUNT)
        hop_table_add_count(out, cell.count);
    else if (kind == HOP_CELL_NUMBER)
        hop_table_add_number(out, cell.number);
    else
        hop_table_add_bool(out, cell.truth);
}

/* To as many digits as the column shows. */
static void add_rounded(hop_string *text, double value, int digits) {
    char number[32];
    if (digits > 0 && isfinite(value)) {
        snprintf(number, sizeof number, "%.*g", digits, value);
        value = strtod(number, NULL);
    }
    hop_text_number(value, number);
    hop_string_add(text, "%s", number);
}

static void describe(const hop_column *column, hop_cell cell, hop_string *text) {
    if (cell.none) return;
    hop_string_add(text, "%s%s=", text->length ? " " : "", column->name);
    if (column->kind == HOP_CELL_TEXT) hop_string_add(text, "%s", cell.text);
    if (column->kind == HOP_CELL_COUNT) hop_string_add(text, "%zu", cell.count);
    if (column->kind == HOP_CELL_BOOL) hop_string_add(text, "%s", cell.truth ? "yes" : "no");
    if (column->kind == HOP_CELL_NUMBER) add_rounded(text, cell.number, column->digits);
}

void hop_findings_constants(const hop_sweep *e, const hop_findings *f, hop_string *text) {
    size_t rows = hop_table_row_count(f->table);
    /* Where few rows are for people, the others are of another kind. */
    if (f->essential_rows > 0) return;
    for (size_t c = 0; c < e->row->given; c++)
        if (is_constant(f->table, rows, c))
            describe(hop_table_column(f->table, c), hop_table_cell(f->table, 0, c), text);
}

/* What a reader on a terminal wants to know of how it was made; files say the rest. */
static bool is_brief(const char *key) {
    return strcmp(key, "command") == 0 || strcmp(key, "auto") == 0 ||
           strcmp(key, "interval") == 0 || strcmp(key, "theory") == 0 ||
           strcmp(key, "mixtures") == 0 || strcmp(key, "not settled") == 0 ||
           strncmp(key, "threshold", 9) == 0;
}

static void copy_notes(const hop_table *table, bool brief, hop_table *out) {
    for (size_t i = 0; i < hop_table_note_total(table); i++) {
        const char *key = NULL, *text = NULL;
        hop_table_note_at(table, i, &key, &text);
        if (!brief || is_brief(key)) hop_table_note(out, key, text);
    }
}

static void copy_rows(const hop_table *table, size_t rows, const size_t *kept, size_t count,
                      hop_table *out) {
    for (size_t r = 0; r < rows; r++)
        for (size_t k = 0; k < count; k++)
            add_cell(out, hop_table_column(table, kept[k])->kind,
                     hop_table_cell(table, r, kept[k]));
}

hop_status hop_findings_columns(const hop_table *table, const size_t *kept, size_t count,
                                hop_table **part) {
    hop_column *columns = NULL;
    HOP_TRY(hop_alloc(count, sizeof *columns, "columns", &columns));
    for (size_t k = 0; k < count; k++) columns[k] = *hop_table_column(table, kept[k]);
    hop_status status = hop_table_create(columns, count, part);
    free(columns);
    if (status == HOP_OK) copy_rows(table, hop_table_row_count(table), kept, count, *part);
    return status;
}

/* rows: 0 for none of them. */
static void note_more(size_t rows, size_t all, hop_table *out) {
    char text[96];
    if (rows > 0)
        snprintf(text, sizeof text, "the first %zu of %zu; --format csv or json shows all", rows,
                 all);
    else
        snprintf(text, sizeof text, "%zu; --format csv or json shows them", all);
    hop_table_note(out, "rows", text);
}

/* Units stand in the documents; here they would cost more room than the numbers. */
static hop_column bare(const hop_column *column) {
    hop_column copy = *column;
    copy.unit = "";
    return copy;
}

hop_status hop_findings_narrow(const hop_sweep *e, const hop_findings *f, bool brief,
                               hop_table **narrow, size_t *settings) {
    size_t essential = e->row->essential;
    const hop_table *from = f->brief ? f->brief : f->table;
    size_t total = hop_table_column_count(from), count = 0, *kept = NULL;
    size_t all = hop_table_row_count(from), rows = all;
    if (!f->brief && essential > 0 && essential < total) total = essential;
    if (!f->brief && f->essential_rows > 0 && f->essential_rows < all) rows = f->essential_rows;
    size_t varying = 0;
    hop_column *columns = NULL;
    hop_string everywhere = {0};
    HOP_TRY(hop_alloc(total, sizeof *kept, "columns", &kept));
    hop_status status = hop_alloc(total, sizeof *columns, "columns", &columns);
    for (size_t c = 0; c < total && status == HOP_OK; c++) {
        const hop_column *column = hop_table_column(from, c);
        if (!f->brief && c < e->row->given && is_constant(from, rows, c)) {
            describe(column, hop_table_cell(from, 0, c), &everywhere);
        } else {
            columns[count] = bare(column);
            kept[count++] = c;
            varying += !f->brief && c < e->row->given;
        }
    }
    if (status == HOP_OK && count == 0) {
        columns[0] = bare(hop_table_column(from, 0));
        kept[count++] = 0;
    }
    hop_table *out = NULL;
    if (status == HOP_OK) status = hop_table_create(columns, count, &out);
    if (status == HOP_OK) {
        copy_notes(f->table, brief, out);
        if (f->brief) copy_notes(f->brief, false, out);
        if (f->brief) hop_findings_constants(e, f, &everywhere);
        if (everywhere.length > 0)
            hop_table_note(out, rows == 1 ? "with" : "in all rows", everywhere.text);
        if (f->brief) all = hop_table_row_count(f->table);
        if (rows < all) note_more(f->brief ? 0 : rows, all, out);
        copy_rows(from, rows, kept, count, out);
        *narrow = out;
        *settings = varying;
    }
    free(everywhere.text);
    free(columns);
    free(kept);
    return status;
}
