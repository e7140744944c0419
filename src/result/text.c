/* Tables as aligned text for people: notes, a header, numbers under each other by their point,
 * text to the left.  Text columns are narrowed, the widest first, until a line fits.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "display.h"
#include "number.h"
#include "store.h"

/* Two blanks between columns; a text column is never narrower than a few letters and an ellipsis.
 */
enum { GAP = 2, NARROWEST = 8 };

/* The room of one column: numbers have `before` columns up to their point and `after` from it. */
typedef struct layout {
    char *header;
    size_t width, before, after;
} layout;

static bool is_text(const hop_column *column) {
    return column->kind == HOP_CELL_TEXT || column->kind == HOP_CELL_BOOL;
}

/* What is shown of a cell; `number` is room for it. */
static const char *shown(const hop_column *column, hop_cell cell, char number[32]) {
    if (cell.none) return "-";
    switch (column->kind) {
    case HOP_CELL_TEXT: return cell.text;
    case HOP_CELL_BOOL: return cell.truth ? "yes" : "no";
    case HOP_CELL_COUNT: snprintf(number, 32, "%zu", cell.count); return number;
    case HOP_CELL_NUMBER: hop_table_round(cell.number, column->digits, number); return number;
    }
    return "";
}

/* Where the point of a number is, or would be. */
static size_t point_at(const char *number) {
    size_t digits = strspn(number, "+-0123456789");
    return digits > 0 && strcmp(number, "-inf") != 0 ? digits : strlen(number);
}

static hop_status make_header(const hop_column *column, char **header) {
    hop_string text = {0};
    bool unit = column->unit && *column->unit && strcmp(column->unit, "dimensionless") != 0;
    hop_string_add(&text, unit ? "%s [%s]" : "%s", column->name, column->unit);
    return hop_table_finish(&text, header);
}

static size_t larger(size_t a, size_t b) {
    return a > b ? a : b;
}

static hop_status lay_out_column(const hop_table *table, size_t c, layout *room) {
    const hop_column *column = hop_table_column(table, c);
    size_t rows = hop_table_row_count(table);
    HOP_TRY(make_header(column, &room->header));
    room->width = hop_table_room(room->header);
    for (size_t r = 0; r < rows; r++) {
        char number[32];
        const char *text = shown(column, hop_table_cell(table, r, c), number);
        if (is_text(column)) {
            room->width = larger(room->width, hop_table_room(text));
            continue;
        }
        size_t before = point_at(text);
        room->before = larger(room->before, before);
        room->after = larger(room->after, strlen(text) - before);
    }
    room->width = larger(room->width, room->before + room->after);
    return HOP_OK;
}

hop_status hop_table_text_width(const hop_table *table, size_t column, size_t *width) {
    layout room = {0};
    HOP_TRY(hop_table_ready(table));
    HOP_TRY(lay_out_column(table, column, &room));
    free(room.header);
    *width = room.width;
    return HOP_OK;
}

/* Takes room from the widest text column, one column at a time, until a line fits. */
static void narrow(const hop_table *table, layout *rooms, size_t count, size_t limit) {
    size_t total = (count - 1) * GAP;
    for (size_t c = 0; c < count; c++) total += rooms[c].width;
    while (limit > 0 && total > limit) {
        layout *widest = NULL;
        for (size_t c = 0; c < count; c++)
            if (hop_table_column(table, c)->kind == HOP_CELL_TEXT &&
                rooms[c].width > (widest ? widest->width : NARROWEST))
                widest = &rooms[c];
        if (!widest) return;
        widest->width--;
        total--;
    }
}

static void add_blanks(hop_string *out, size_t count) {
    for (size_t i = 0; i < count; i++) hop_string_add_bytes(out, " ", 1);
}

static void add_left(hop_string *out, const char *text, size_t width, bool last) {
    size_t taken = hop_table_show(out, text, width);
    if (!last) add_blanks(out, width - taken);
}

static void add_right(hop_string *out, const char *text, const layout *room, bool last) {
    size_t before = point_at(text), after = strlen(text) - before;
    add_blanks(out, room->width - room->after - before);
    hop_string_add(out, "%s", text);
    if (!last) add_blanks(out, room->after - after);
}

static void add_header(hop_string *out, const hop_table *table, const layout *rooms, size_t count) {
    for (size_t c = 0; c < count; c++) {
        bool left = is_text(hop_table_column(table, c));
        if (c > 0) add_blanks(out, GAP);
        if (!left) add_blanks(out, rooms[c].width - hop_table_room(rooms[c].header));
        add_left(out, rooms[c].header, left ? rooms[c].width : hop_table_room(rooms[c].header),
                 !left || c + 1 == count);
    }
    hop_string_add(out, "\n");
}

static void add_row(hop_string *out, const hop_table *table, const layout *rooms, size_t r) {
    size_t count = hop_table_column_count(table);
    for (size_t c = 0; c < count; c++) {
        const hop_column *column = hop_table_column(table, c);
        char number[32];
        const char *text = shown(column, hop_table_cell(table, r, c), number);
        if (c > 0) add_blanks(out, GAP);
        if (is_text(column))
            add_left(out, text, rooms[c].width, c + 1 == count);
        else
            add_right(out, text, &rooms[c], c + 1 == count);
    }
    hop_string_add(out, "\n");
}

static hop_status print(const hop_table *table, const hop_format_options *options, char **text) {
    hop_string out = {0};
    size_t rows = hop_table_row_count(table), count = hop_table_column_count(table);
    layout *rooms = NULL;
    HOP_TRY(hop_alloc(count, sizeof *rooms, "a table's layout", &rooms));
    hop_status status = HOP_OK;
    for (size_t c = 0; c < count && status == HOP_OK; c++)
        status = lay_out_column(table, c, &rooms[c]);
    if (status == HOP_OK) {
        narrow(table, rooms, count, options->width);
        if (!options->quiet_notes) hop_table_note_lines(table, options->width, &out);
        if (!options->quiet_rows) add_header(&out, table, rooms, count);
        for (size_t r = 0; r < rows && !options->quiet_rows; r++) add_row(&out, table, rooms, r);
        status = hop_table_finish(&out, text);
    }
    for (size_t c = 0; c < count; c++) free(rooms[c].header);
    free(rooms);
    return status;
}

const hop_format_row hop_format_text = {
    .row = {.name = "text", .title = "aligned columns, for people", .sources = ""},
    .ending = ".txt",
    .print = print,
};
