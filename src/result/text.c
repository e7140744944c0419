/* Tables as aligned text for people: notes, a header, numbers under each other by their point,
 * text to the left, lists of numbers as small curves.  Text columns are narrowed, the widest first,
 * until a line fits.
 * SPDX-License-Identifier: MIT */
#include "text.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "display.h"
#include "number.h"
#include "result_private.h"
#include "store.h"

/* Two blanks between columns; a text column is never narrower than a few letters and an ellipsis,
 * nor, where there is room, than what tells a row from the one above. */
enum { GAP = 2, NARROWEST = 8, APART_MOST = 16, WRAPPED = 24 };

/* Columns for which there is no room come below, beside the first one, where rows are so few; a
 * single one is named. */
enum { CONTINUED_ROWS = 16 };

/* Characters of a small curve. */
enum { CURVE_MOST = 12, SHOWN_BYTES = HOP_CURVE_BYTES };

/* A column that is shown.  Numbers have `before` columns up to their point and `after` from it. */
typedef struct layout {
    const hop_column *column;
    size_t index;
    char *header;
    size_t width, least, before, after; /* least: of a text column */
} layout;

static bool is_text(const hop_column *column) {
    return column->kind != HOP_CELL_COUNT && column->kind != HOP_CELL_NUMBER;
}

void hop_table_draw_curve(hop_cell cell, char text[HOP_CURVE_BYTES]) {
    double values[CURVE_MOST];
    size_t count = cell.count < CURVE_MOST ? cell.count : CURVE_MOST;
    for (size_t i = 0; i < count; i++)
        values[i] = cell.numbers[count < 2 ? 0 : i * (cell.count - 1) / (count - 1)];
    hop_table_sparkline(values, count, text, SHOWN_BYTES);
}

/* What is shown of a cell; `room` [SHOWN_BYTES] may hold it. */
static const char *shown(const hop_column *column, hop_cell cell, char *room) {
    if (cell.none) return "-";
    switch (column->kind) {
    case HOP_CELL_TEXT: return cell.text;
    case HOP_CELL_BOOL: return cell.truth ? "yes" : column->verdict ? "NO" : "no";
    case HOP_CELL_COUNT: snprintf(room, SHOWN_BYTES, "%zu", cell.count); return room;
    case HOP_CELL_NUMBER: hop_table_round(cell.number, column->digits, room); return room;
    case HOP_CELL_NUMBERS: hop_table_draw_curve(cell, room); return room;
    case HOP_CELL_ROWS: break;
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
    hop_string_add_bytes(&text, "", 0);
    bool unit = column->unit && *column->unit && strcmp(column->unit, "dimensionless") != 0;
    if (column->label)
        hop_string_add(&text, "%s", column->label);
    else
        hop_string_add(&text, unit ? "%s [%s]" : "%s", column->name, column->unit);
    return hop_table_finish(&text, header);
}

static size_t larger(size_t a, size_t b) {
    return a > b ? a : b;
}

/* The width from which on two texts are cut to different ones; 0: there is none. */
static size_t apart_from(const char *a, const char *b) {
    size_t same = 0;
    while (a[same] && a[same] == b[same]) same++;
    return a[same] == b[same] ? 0 : same + 2;
}

static hop_status lay_out_column(const hop_table *table, size_t rows, layout *room) {
    HOP_TRY(make_header(room->column, &room->header));
    room->width = hop_table_room(room->header);
    room->least = NARROWEST;
    for (size_t r = 1; r < rows && room->column->kind == HOP_CELL_TEXT; r++) {
        const hop_cell above = hop_table_cell(table, r - 1, room->index);
        const hop_cell cell = hop_table_cell(table, r, room->index);
        const size_t apart = above.none || cell.none ? 0 : apart_from(above.text, cell.text);
        if (apart <= APART_MOST) room->least = larger(room->least, apart);
    }
    for (size_t r = 0; r < rows; r++) {
        char bytes[SHOWN_BYTES];
        const char *text = shown(room->column, hop_table_cell(table, r, room->index), bytes);
        if (is_text(room->column)) {
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

/* Takes room from the widest text column, one column at a time, until a line fits; `apart`: not so
 * much that rows look alike.  Returns how long lines are. */
static size_t take_room(layout *rooms, size_t count, size_t limit, size_t total, bool apart) {
    while (limit > 0 && total > limit) {
        layout *widest = NULL;
        for (size_t c = 0; c < count; c++)
            if (rooms[c].column->kind == HOP_CELL_TEXT &&
                rooms[c].width > (apart ? rooms[c].least : NARROWEST) &&
                (!widest || rooms[c].width > widest->width))
                widest = &rooms[c];
        if (!widest) break;
        widest->width--;
        total--;
    }
    return total;
}

/* Text columns give way until a line fits; a last one that wraps gives way first.  alike: even so
 * much that rows look alike. */
static void narrow(layout *rooms, size_t count, size_t limit, bool alike) {
    size_t total = count > 0 ? (count - 1) * GAP : 0;
    for (size_t c = 0; c < count; c++) total += rooms[c].width;
    layout *last = count > 0 ? &rooms[count - 1] : NULL;
    if (limit > 0 && total > limit && last && last->column->wrap) {
        size_t over = total - limit, before = last->width;
        last->width = before > over + WRAPPED ? before - over : before < WRAPPED ? before : WRAPPED;
        total -= before - last->width;
    }
    total = take_room(rooms, count, limit, total, true);
    if (alike) take_room(rooms, count, limit, total, false);
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

static void add_header(hop_string *out, const layout *rooms, size_t count) {
    for (size_t c = 0; c < count; c++) {
        bool left = is_text(rooms[c].column);
        if (c > 0) add_blanks(out, GAP);
        if (!left) add_blanks(out, rooms[c].width - hop_table_room(rooms[c].header));
        add_left(out, rooms[c].header, left ? rooms[c].width : hop_table_room(rooms[c].header),
                 !left || c + 1 == count);
    }
}

/* Ends the line; blanks at its end go. */
static void end_line(hop_string *out, const char *colour) {
    while (!out->failed && out->length > 0 && out->text[out->length - 1] == ' ')
        out->text[--out->length] = '\0';
    hop_string_add(out, "%s\n", colour);
}

static bool has_header(const layout *rooms, size_t count) {
    for (size_t c = 0; c < count; c++)
        if (*rooms[c].header) return true;
    return false;
}

/* The last column, in as many lines as it takes, all under each other. */
static void add_wrapped(hop_string *out, const char *text, const layout *rooms, size_t count) {
    size_t indent = 0;
    hop_string lines = {0};
    for (size_t c = 0; c + 1 < count; c++) indent += rooms[c].width + GAP;
    hop_result_add_wrapped(&lines, text, 0, rooms[count - 1].width);
    out->failed = out->failed || lines.failed;
    for (const char *at = lines.text; at && *at;) {
        size_t length = strcspn(at, "\n");
        if (at > lines.text) hop_string_add(out, "\n%*s", (int)indent, "");
        hop_string_add_bytes(out, at, length);
        at += length + (at[length] == '\n');
    }
    free(lines.text);
}

static void add_row(hop_string *out, const hop_table *table, const layout *rooms, size_t count,
                    size_t r) {
    for (size_t c = 0; c < count; c++) {
        char bytes[SHOWN_BYTES];
        const char *text = shown(rooms[c].column, hop_table_cell(table, r, rooms[c].index), bytes);
        if (c > 0) add_blanks(out, GAP);
        if (rooms[c].column->wrap && c + 1 == count)
            add_wrapped(out, text, rooms, count);
        else if (is_text(rooms[c].column))
            add_left(out, text, rooms[c].width, c + 1 == count);
        else
            add_right(out, text, &rooms[c], c + 1 == count);
    }
}

/* Whether a verdict of the row, of all columns, shown or not, is false. */
static bool is_bad(const hop_table *table, size_t r) {
    for (size_t c = 0; c < hop_table_column_count(table); c++) {
        if (!hop_table_column(table, c)->verdict) continue;
        hop_cell cell = hop_table_cell(table, r, c);
        if (!cell.none && !cell.truth) return true;
    }
    return false;
}

/* The columns that are shown, laid out; *count of them. */
static hop_status lay_out(const hop_table *table, const hop_table_view *view, size_t rows,
                          layout *rooms, size_t *count) {
    for (size_t c = 0; c < hop_table_column_count(table); c++) {
        const hop_column *column = hop_table_column(table, c);
        if (column->kind == HOP_CELL_ROWS) continue;
        if (view->audience && column->audience && !(column->audience & view->audience)) continue;
        rooms[*count] = (layout){.column = column, .index = c};
        HOP_TRY(lay_out_column(table, rows, &rooms[(*count)++]));
    }
    narrow(rooms, *count, view->width, rows > CONTINUED_ROWS);
    return HOP_OK;
}

/* How many columns fit, when the last ones give way: a column that is cut would be a lie. */
static size_t fitting(const layout *rooms, size_t count, size_t limit) {
    const size_t least = 2;
    size_t total = 0, fits = 0;
    for (; fits < count; fits++) {
        total += rooms[fits].width + (fits > 0 ? GAP : 0);
        if (limit > 0 && total > limit && fits >= least) break;
    }
    return fits;
}

static void say_left_out(hop_string *out, const layout *rooms, size_t fits, size_t count,
                         size_t width) {
    hop_string text = {0};
    if (fits == count) return;
    hop_string_add(&text, "left out:");
    for (size_t c = fits; c < count; c++)
        hop_string_add(&text, "%s %s", c > fits ? "," : "", rooms[c].header);
    hop_string_add(&text, " (no room; --format csv or json has all)");
    if (text.text) hop_result_add_wrapped(out, text.text, 2, width);
    free(text.text);
}

static void add_block(hop_string *out, const hop_table *table, const hop_table_view *view,
                      const layout *rooms, size_t count, size_t rows) {
    static const char PLAIN[] = "\033[0m", BOLD[] = "\033[1m", RED[] = "\033[31m";
    if (has_header(rooms, count)) {
        hop_string_add(out, "%s", view->colour ? BOLD : "");
        add_header(out, rooms, count);
        end_line(out, view->colour ? PLAIN : "");
    }
    for (size_t r = 0; r < rows; r++) {
        bool red = view->colour && is_bad(table, r);
        hop_string_add(out, "%s", red ? RED : "");
        add_row(out, table, rooms, count, r);
        end_line(out, red ? PLAIN : "");
    }
}

/* Whether two rows show the same in the first `count` columns. */
static bool rows_alike(const hop_table *table, const layout *rooms, size_t count, size_t a,
                       size_t b) {
    for (size_t c = 0; c < count; c++) {
        char one[SHOWN_BYTES], other[SHOWN_BYTES];
        const char *first = shown(rooms[c].column, hop_table_cell(table, a, rooms[c].index), one);
        const char *next = shown(rooms[c].column, hop_table_cell(table, b, rooms[c].index), other);
        if (strcmp(first, next) != 0) return false;
    }
    return true;
}

static bool rows_differ(const hop_table *table, const layout *rooms, size_t count, size_t rows) {
    for (size_t a = 0; a < rows; a++)
        for (size_t b = a + 1; b < rows; b++)
            if (rows_alike(table, rooms, count, a, b)) return false;
    return true;
}

/* The first columns that tell all rows apart, where further ones fit beside them; else the first
 * alone. */
static size_t keys_of(const hop_table *table, const layout *rooms, size_t fits, size_t count,
                      size_t rows, size_t width) {
    size_t room = 0, widest = 0;
    for (size_t c = fits; c < count; c++)
        if (rooms[c].width > widest) widest = rooms[c].width;
    for (size_t keys = 1; keys <= fits; keys++) {
        room += rooms[keys - 1].width + GAP;
        if (keys > 1 && room + widest > width) break;
        if (rows_differ(table, rooms, keys, rows)) return keys;
    }
    return 1;
}

/* What did not fit, from column `from` on, in tables beside the columns that tell rows apart. */
static void add_rest(hop_string *out, const hop_table *table, const hop_table_view *view,
                     const layout *rooms, size_t from, size_t count, size_t rows, layout *block) {
    const size_t keys = keys_of(table, rooms, from, count, rows, view->width);
    for (size_t fits = 0; from < count; from += fits - keys) {
        for (size_t c = 0; c < keys; c++) block[c] = rooms[c];
        for (size_t c = from; c < count; c++) block[keys + c - from] = rooms[c];
        fits = fitting(block, keys + count - from, view->width);
        hop_string_add(out, "\n");
        add_block(out, table, view, block, fits, rows);
    }
}

hop_status hop_table_add_view(const hop_table *table, const hop_table_view *view, hop_string *out) {
    size_t rows = hop_table_row_count(table), all = hop_table_column_count(table), count = 0;
    if (rows > view->rows) rows = view->rows;
    layout *rooms = NULL, *block = NULL;
    HOP_TRY(hop_alloc(all, sizeof *rooms, "a table's layout", &rooms));
    hop_status status = hop_alloc(all + 1, sizeof *block, "a table's layout", &block);
    if (status == HOP_OK) status = lay_out(table, view, rows, rooms, &count);
    if (status == HOP_OK) {
        size_t fits = fitting(rooms, count, view->width);
        add_block(out, table, view, rooms, fits, rows);
        if (rows > CONTINUED_ROWS || count - fits < 2)
            say_left_out(out, rooms, fits, count, view->width);
        else
            add_rest(out, table, view, rooms, fits, count, rows, block);
    }
    for (size_t c = 0; c < all; c++) free(rooms[c].header);
    free(block);
    free(rooms);
    return status;
}
