/* Tables as comma-separated values: notes as lines that begin with '#', then the names, then the
 * rows; an empty cell is none.  Several numbers of one cell are parted by blanks.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include <hopfield/result.h>

#include "../base/utf8.h"
#include "csv.h"
#include "number.h"

/* Bytes that a terminal, which a CSV may be shown on, would not only show are '?'. */
static void add_shown(hop_string *out, const char *text, size_t bytes) {
    for (size_t done = 0, length = 1; done < bytes; done += length) {
        uint32_t point = 0;
        length = 1;
        bool shown = hop_utf8_decode(text + done, &point, &length) && !hop_utf8_steers(point);
        hop_string_add_bytes(out, shown ? text + done : "?", shown ? length : 1);
    }
}

/* Quotes what RFC 4180 wants quoted, an empty text (to tell it from none), and a '#' that would
 * begin a note. */
static void add_quoted(hop_string *out, const char *text) {
    if (*text && *text != '#' && !text[strcspn(text, ",\"\r\n")]) {
        add_shown(out, text, strlen(text));
        return;
    }
    hop_string_add_bytes(out, "\"", 1);
    for (size_t line; *text; text += line) {
        line = strcspn(text, "\"\n");
        add_shown(out, text, line);
        if (text[line] == '"') hop_string_add_bytes(out, "\"", 1);
        if (text[line]) hop_string_add_bytes(out, &text[line++], 1);
    }
    hop_string_add_bytes(out, "\"", 1);
}

static void add_number(hop_string *out, double value) {
    char number[32];
    hop_text_number(value, number);
    hop_string_add(out, "%s", number);
}

static void add_cell(hop_string *out, const hop_column *column, hop_cell cell) {
    if (cell.none) return;
    switch (column->kind) {
    case HOP_CELL_TEXT: add_quoted(out, cell.text); break;
    case HOP_CELL_COUNT: hop_string_add(out, "%zu", cell.count); break;
    case HOP_CELL_NUMBER: add_number(out, cell.number); break;
    case HOP_CELL_BOOL: hop_string_add(out, "%s", cell.truth ? "true" : "false"); break;
    case HOP_CELL_NUMBERS:
        for (size_t i = 0; i < cell.count; i++) {
            if (i > 0) hop_string_add_bytes(out, " ", 1);
            add_number(out, cell.numbers[i]);
        }
        break;
    case HOP_CELL_ROWS: break; /* not shown: is_shown() */
    }
}

/* Single values, and the few numbers of a cell that is said to be for CSV. */
static bool is_shown(const hop_column *column) {
    bool single = column->kind != HOP_CELL_NUMBERS && column->kind != HOP_CELL_ROWS;
    bool asked = column->audience & HOP_FOR_CSV;
    return single ? asked || !column->audience : asked && column->kind == HOP_CELL_NUMBERS;
}

/* Header (r = 0) or row r - 1. */
static void add_line(hop_string *out, const hop_table *table, size_t r) {
    bool first = true;
    for (size_t c = 0; c < hop_table_column_count(table); c++) {
        const hop_column *column = hop_table_column(table, c);
        if (!is_shown(column)) continue;
        if (!first) hop_string_add_bytes(out, ",", 1);
        if (r == 0)
            add_quoted(out, column->name);
        else
            add_cell(out, column, hop_table_cell(table, r - 1, c));
        first = false;
    }
    hop_string_add_bytes(out, "\n", 1);
}

void hop_table_add_csv(const hop_table *table, hop_string *out) {
    for (size_t r = 0; r <= hop_table_row_count(table); r++) add_line(out, table, r);
}
