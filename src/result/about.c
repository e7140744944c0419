/* Lines about paths, written and read.
 * SPDX-License-Identifier: MIT */
#include "about.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/text.h"

static const char *const CELLS[] = {
    [HOP_CELL_TEXT] = "text", [HOP_CELL_COUNT] = "count",     [HOP_CELL_NUMBER] = "number",
    [HOP_CELL_BOOL] = "bool", [HOP_CELL_NUMBERS] = "numbers", [HOP_CELL_ROWS] = "rows",
};
static const char GROUP[] = "object", ARRAY[] = "array", COUNTS[] = "counts", TABLE[] = "table";

static const char *word_of(const hop_item *item) {
    switch (item->kind) {
    case HOP_ITEM_GROUP: return GROUP;
    case HOP_ITEM_ARRAY: return item->whole ? COUNTS : ARRAY;
    case HOP_ITEM_TABLE: return TABLE;
    default: return CELLS[item->value_kind];
    }
}

bool hop_about_is(const hop_about *about, hop_item_kind kind) {
    hop_cell_kind cell;
    switch (kind) {
    case HOP_ITEM_GROUP: return strcmp(about->kind, GROUP) == 0;
    case HOP_ITEM_TABLE: return strcmp(about->kind, TABLE) == 0;
    case HOP_ITEM_ARRAY: return strcmp(about->kind, ARRAY) == 0 || hop_about_whole(about);
    case HOP_ITEM_FACT: return hop_about_cell(about, &cell);
    default: return false;
    }
}

bool hop_about_whole(const hop_about *about) {
    return strcmp(about->kind, COUNTS) == 0;
}

bool hop_about_cell(const hop_about *about, hop_cell_kind *kind) {
    for (size_t i = 0; i < sizeof CELLS / sizeof *CELLS; i++)
        if (strcmp(about->kind, CELLS[i]) == 0) {
            *kind = (hop_cell_kind)i;
            return true;
        }
    return false;
}

/* ---- writing ---- */

static bool add_line(hop_json *lines, const char *path, const char *word, int digits, bool made,
                     const char *unit, const char *meaning) {
    hop_string line = {0};
    hop_string_add(&line, "%s", word);
    if (digits > 0) hop_string_add(&line, ", %d digits", digits);
    if (made) hop_string_add(&line, ", provenance");
    if (unit && *unit) hop_string_add(&line, " [%s]", unit);
    if (meaning) hop_string_add(&line, ": %s", meaning);
    bool good = !line.failed && hop_json_set(lines, path, hop_json_text(line.text));
    free(line.text);
    return good;
}

static bool add_columns(const char *path, const hop_table *table, hop_json *lines);

/* A column without a name is called after its place. */
static bool add_column(const char *path, const hop_table *table, size_t c, hop_json *lines) {
    const hop_column *column = hop_table_column(table, c);
    char place[24];
    hop_string whole = {0};
    snprintf(place, sizeof place, "%zu", c);
    hop_string_add(&whole, "%s.%s", path, *column->name ? column->name : place);
    bool good = !whole.failed && add_line(lines, whole.text, CELLS[column->kind], column->digits,
                                          false, column->unit, column->meaning);
    for (size_t r = 0; column->kind == HOP_CELL_ROWS && r < hop_table_row_count(table); r++) {
        hop_cell cell = hop_table_cell(table, r, c);
        if (cell.none || !good) continue;
        good = add_columns(whole.text, cell.table, lines);
        break; /* all cells of a column have the same columns */
    }
    free(whole.text);
    return good;
}

static bool add_columns(const char *path, const hop_table *table, hop_json *lines) {
    for (size_t c = 0; c < hop_table_column_count(table); c++) {
        unsigned audience = hop_table_column(table, c)->audience;
        if (audience && !(audience & HOP_FOR_JSON)) continue;
        if (!add_column(path, table, c, lines)) return false;
    }
    return true;
}

bool hop_about_item(const hop_item *item, hop_json *lines) {
    return add_line(lines, item->path, word_of(item), 0, item->made, item->unit, item->meaning) &&
           (item->kind != HOP_ITEM_TABLE || add_columns(item->path, item->table, lines));
}

/* ---- reading ---- */

bool hop_about_read(const char *line, hop_about *about) {
    size_t length = strcspn(line, ",:[ ");
    const char *colon = strstr(line, ": "), *open = strstr(line, " [");
    const char *end = colon ? colon : line + strlen(line);
    if (length == 0 || length >= sizeof about->kind) return false;
    *about = (hop_about){.meaning = colon ? colon + 2 : NULL};
    memcpy(about->kind, line, length);
    const char *digits = strstr(line, ", "), *made = strstr(line, ", provenance");
    if (digits && digits < end) about->digits = atoi(digits + 2);
    about->made = made && made < end;
    if (open && open < end && end[-1] == ']' && (size_t)(end - open) < sizeof about->unit)
        memcpy(about->unit, open + 2, (size_t)(end - open) - 3);
    return true;
}
