/* A result table on the page.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "page.h"

/* Names are for programs, "mean_squared_error": people read words. */
static void add_name(hop_string *out, const char *name) {
    hop_string words = {0};
    for (const char *c = name; *c; c++)
        hop_string_add(&words, "%c", *c == '_' || *c == '.' ? ' ' : *c);
    hop_page_escape(out, words.text);
    out->failed = out->failed || words.failed;
    free(words.text);
}

static bool has_unit(const hop_column *column) {
    return column->unit && *column->unit && strcmp(column->unit, "dimensionless") != 0;
}

static bool is_shown(const hop_column *column) {
    bool people = !column->audience || column->audience & HOP_FOR_PAGE;
    return people && column->kind != HOP_CELL_ROWS;
}

static bool is_number(const hop_column *column) {
    return column->kind == HOP_CELL_NUMBER || column->kind == HOP_CELL_COUNT;
}

static void add_head(hop_string *out, const hop_table *table) {
    hop_string_add(out, "<thead><tr>");
    for (size_t c = 0; c < hop_table_column_count(table); c++) {
        const hop_column *column = hop_table_column(table, c);
        if (!is_shown(column)) continue;
        hop_string_add(out, "<th scope=\"col\"%s title=\"",
                       is_number(column) ? " class=\"number\"" : "");
        hop_page_escape(out, column->meaning);
        hop_string_add(out, "\">");
        add_name(out, column->label ? column->label : column->name);
        if (has_unit(column) && !column->label) {
            hop_string_add(out, " <small>");
            hop_page_escape(out, column->unit);
            hop_string_add(out, "</small>");
        }
        hop_string_add(out, "</th>");
    }
    hop_string_add(out, "</tr></thead>\n");
}

static void add_value(hop_string *out, const hop_column *column, hop_cell cell) {
    char number[64], curve[HOP_CURVE_BYTES];
    if (cell.none || (column->kind == HOP_CELL_NUMBER && isnan(cell.number))) {
        hop_string_add(out, "<span class=\"none\">\u2013</span>");
        return;
    }
    switch (column->kind) {
    case HOP_CELL_TEXT: hop_page_escape(out, cell.text); break;
    case HOP_CELL_COUNT: hop_string_add(out, "%zu", cell.count); break;
    case HOP_CELL_NUMBER:
        hop_result_typeset(cell.number, column->digits, number);
        hop_string_add(out, "%s", number);
        break;
    case HOP_CELL_BOOL:
        hop_string_add(out, cell.truth        ? "yes"
                            : column->verdict ? "<strong class=\"no\">no</strong>"
                                              : "no");
        break;
    case HOP_CELL_NUMBERS:
        hop_table_draw_curve(cell, curve);
        hop_string_add(out, "<span class=\"curve\">%s</span>", curve);
        break;
    case HOP_CELL_ROWS: break;
    }
}

/* Text of more characters than this may take several lines. */
enum { LINE_MOST = 36 };

static const char *attributes(const hop_column *column, hop_cell cell, char room[64]) {
    double number = column->kind == HOP_CELL_COUNT ? (double)cell.count : cell.number;
    if (is_number(column) && !cell.none && isfinite(number)) /* what is sorted by */
        snprintf(room, 64, " class=\"number\" data-v=\"%.9g\"", number);
    else
        snprintf(room, 64, " class=\"number\"");
    if (is_number(column)) return room;
    if (column->kind != HOP_CELL_TEXT || cell.none) return "";
    return strlen(cell.text) > LINE_MOST ? " dir=\"auto\" class=\"long\"" : " dir=\"auto\"";
}

static void add_row(hop_string *out, const hop_table *table, size_t row) {
    char room[64];
    hop_string_add(out, "<tr>");
    bool first = true;
    for (size_t c = 0; c < hop_table_column_count(table); c++) {
        const hop_column *column = hop_table_column(table, c);
        hop_cell cell = hop_table_cell(table, row, c);
        if (!is_shown(column)) continue;
        /* The first cell names its row. */
        hop_string_add(out, first ? "<th scope=\"row\"%s>" : "<td%s>",
                       attributes(column, cell, room));
        add_value(out, column, cell);
        hop_string_add(out, first ? "</th>" : "</td>");
        first = false;
    }
    hop_string_add(out, "</tr>\n");
}

void hop_page_table(hop_string *out, const hop_table *table, size_t rows, const char *label) {
    /* What scrolls must be reachable by the keyboard. */
    hop_string_add(out,
                   "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"%s\">"
                   "<table>\n",
                   label);
    add_head(out, table);
    hop_string_add(out, "<tbody>\n");
    for (size_t r = 0; r < rows; r++) add_row(out, table, r);
    hop_string_add(out, "</tbody></table></div>\n");
}
