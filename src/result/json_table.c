/* Tables as JSON values.
 * SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <hopfield/result.h>

#include "json.h"

bool hop_json_put(hop_json *object, const char *path, hop_json *value) {
    char key[128];
    for (const char *dot = strchr(path, '.'); dot; dot = strchr(path, '.')) {
        snprintf(key, sizeof key, "%.*s", (int)(dot - path), path);
        object = hop_json_member(object, key);
        path = dot + 1;
    }
    return hop_json_set(object, path, value);
}

hop_json *hop_table_json_numbers(const double *numbers, size_t count) {
    hop_json *list = numbers ? hop_json_array() : hop_json_null();
    for (size_t i = 0; numbers && i < count; i++)
        if (!hop_json_append(list, hop_json_real(numbers[i]))) {
            hop_json_free(list);
            return NULL;
        }
    return list;
}

hop_json *hop_cell_json(hop_cell_kind kind, hop_cell cell) {
    if (cell.none) return hop_json_null();
    switch (kind) {
    case HOP_CELL_TEXT: return hop_json_text(cell.text);
    case HOP_CELL_BOOL: return hop_json_bool(cell.truth);
    case HOP_CELL_COUNT: /* JSON integers end at 2^63 - 1 in base/json.h */
        return cell.count <= INT64_MAX ? hop_json_count(cell.count)
                                       : hop_json_real((double)cell.count);
    case HOP_CELL_NUMBER: return hop_json_real(cell.number);
    case HOP_CELL_NUMBERS: return hop_table_json_numbers(cell.numbers, cell.count);
    case HOP_CELL_ROWS: return hop_table_json(cell.table);
    }
    return NULL;
}

/* Whether all of the row that is in the same object as column c is none: "certificate.radius". */
static bool object_is_none(const hop_table *table, size_t row, const char *name) {
    size_t length = (size_t)(strchr(name, '.') - name) + 1;
    for (size_t c = 0; c < hop_table_column_count(table); c++)
        if (strncmp(hop_table_column(table, c)->name, name, length) == 0 &&
            !hop_table_cell(table, row, c).none)
            return false;
    return true;
}

static bool is_shown(const hop_column *column) {
    return !column->audience || column->audience & HOP_FOR_JSON;
}

static bool add_member(hop_json *object, const hop_table *table, size_t row, size_t c) {
    const hop_column *column = hop_table_column(table, c);
    const char *dot = strchr(column->name, '.');
    if (dot && object_is_none(table, row, column->name)) {
        char key[128];
        snprintf(key, sizeof key, "%.*s", (int)(dot - column->name), column->name);
        return hop_json_set(object, key, hop_json_null());
    }
    return hop_json_put(object, column->name,
                        hop_cell_json(column->kind, hop_table_cell(table, row, c)));
}

/* An object, or, of columns without names, a list; of a single one, its value. */
static hop_json *row_of(const hop_table *table, size_t row) {
    size_t columns = hop_table_column_count(table);
    const hop_column *first = hop_table_column(table, 0);
    bool named = *first->name != '\0', good = true;
    if (!named && columns == 1) return hop_cell_json(first->kind, hop_table_cell(table, row, 0));
    hop_json *made = named ? hop_json_object() : hop_json_array();
    for (size_t c = 0; c < columns && good; c++) {
        const hop_column *column = hop_table_column(table, c);
        if (!named)
            good =
                hop_json_append(made, hop_cell_json(column->kind, hop_table_cell(table, row, c)));
        else if (is_shown(column))
            good = add_member(made, table, row, c);
    }
    if (good) return made;
    hop_json_free(made);
    return NULL;
}

hop_json *hop_table_json(const hop_table *table) {
    hop_json *rows = hop_json_array();
    for (size_t r = 0; r < hop_table_row_count(table); r++)
        if (!hop_json_append(rows, row_of(table, r))) {
            hop_json_free(rows);
            return NULL;
        }
    return rows;
}
