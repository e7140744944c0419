/* A result table on the page.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report_parts.h"

/* Names are for programs, "mean_squared_error": people read words. */
static void add_name(hop_string *out, const char *name) {
    hop_string words = {0};
    for (const char *c = name; *c; c++) hop_string_add(&words, "%c", *c == '_' ? ' ' : *c);
    hop_report_escape(out, words.text);
    out->failed = out->failed || words.failed;
    free(words.text);
}

static bool has_unit(const hop_column *column) {
    return column->unit && *column->unit && strcmp(column->unit, "dimensionless") != 0;
}

static bool is_number(const hop_column *column) {
    return column->kind == HOP_CELL_NUMBER || column->kind == HOP_CELL_COUNT;
}

static void add_head(hop_string *out, const hop_table *table) {
    hop_string_add(out, "<thead><tr>");
    for (size_t c = 0; c < hop_table_column_count(table); c++) {
        const hop_column *column = hop_table_column(table, c);
        hop_string_add(out, "<th scope=\"col\"%s title=\"",
                       is_number(column) ? " class=\"number\"" : "");
        hop_report_escape(out, column->meaning);
        hop_string_add(out, "\">");
        add_name(out, column->name);
        if (has_unit(column)) {
            hop_string_add(out, " <small>");
            hop_report_escape(out, column->unit);
            hop_string_add(out, "</small>");
        }
        hop_string_add(out, "</th>");
    }
    hop_string_add(out, "</tr></thead>\n");
}

static void add_value(hop_string *out, const hop_column *column, hop_cell cell) {
    char number[64];
    if (cell.none || (column->kind == HOP_CELL_NUMBER && isnan(cell.number))) {
        hop_string_add(out, "<span class=\"none\">\u2013</span>");
        return;
    }
    switch (column->kind) {
    case HOP_CELL_TEXT: hop_report_escape(out, cell.text); break;
    case HOP_CELL_COUNT: hop_string_add(out, "%zu", cell.count); break;
    case HOP_CELL_NUMBER:
        hop_report_number(cell.number, column->digits, number);
        hop_string_add(out, "%s", number);
        break;
    case HOP_CELL_BOOL:
        hop_string_add(out, cell.truth ? "yes" : "<strong class=\"no\">no</strong>");
        break;
    default: break;
    }
}

/* Text of more characters than this may take several lines. */
enum { LINE_MOST = 36 };

static const char *attributes(const hop_column *column, hop_cell cell) {
    if (is_number(column)) return " class=\"number\"";
    if (column->kind != HOP_CELL_TEXT || cell.none) return "";
    return strlen(cell.text) > LINE_MOST ? " dir=\"auto\" class=\"long\"" : " dir=\"auto\"";
}

static void add_row(hop_string *out, const hop_table *table, size_t row) {
    hop_string_add(out, "<tr>");
    for (size_t c = 0; c < hop_table_column_count(table); c++) {
        const hop_column *column = hop_table_column(table, c);
        hop_cell cell = hop_table_cell(table, row, c);
        /* The first cell names its row. */
        hop_string_add(out, c == 0 ? "<th scope=\"row\"%s>" : "<td%s>", attributes(column, cell));
        add_value(out, column, cell);
        hop_string_add(out, c == 0 ? "</th>" : "</td>");
    }
    hop_string_add(out, "</tr>\n");
}

void hop_report_table(hop_string *out, const hop_table *table, const char *label) {
    /* What scrolls must be reachable by the keyboard. */
    hop_string_add(out,
                   "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"%s\">"
                   "<table>\n",
                   label);
    add_head(out, table);
    hop_string_add(out, "<tbody>\n");
    for (size_t r = 0; r < hop_table_row_count(table); r++) add_row(out, table, r);
    hop_string_add(out, "</tbody></table></div>\n");
}
