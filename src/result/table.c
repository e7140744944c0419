/* A table: columns, cells in row order, notes.
 * SPDX-License-Identifier: MIT */
#include <hopfield/table.h>

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/fail.h"
#include "../base/text.h"
#include "store.h"

typedef struct note {
    char *key, *text;
} note;

/* A cell's value; of texts and numbers, where they begin. */
typedef struct slot {
    bool none;
    union {
        bool truth;
        size_t count, at;
        double number;
        hop_table *rows;
    };
} slot;

struct hop_table {
    hop_column *columns;
    size_t column_count;
    slot *cells;
    size_t cell_count, cell_room;
    hop_string texts; /* all text cells, each with its zero */
    double *numbers;  /* of all lists, each behind its length */
    size_t number_count, number_room;
    note *notes;
    size_t note_count;
    hop_status status; /* the first failure; what comes after it is ignored */
};

hop_status hop_table_create(const hop_column *columns, size_t count, hop_table **table) {
    assert(columns && count > 0);
    hop_table *fresh = NULL;
    HOP_TRY(hop_alloc(1, sizeof *fresh, "a table", &fresh));
    hop_status status = hop_alloc(count, sizeof *columns, "a table's columns", &fresh->columns);
    if (status != HOP_OK) {
        free(fresh);
        return status;
    }
    memcpy(fresh->columns, columns, count * sizeof *columns);
    fresh->column_count = count;
    *table = fresh;
    return HOP_OK;
}

void hop_table_destroy(hop_table *table) {
    if (!table) return;
    for (size_t i = 0; i < table->cell_count; i++)
        if (table->columns[i % table->column_count].kind == HOP_CELL_ROWS && !table->cells[i].none)
            hop_table_destroy(table->cells[i].rows);
    for (size_t i = 0; i < table->note_count; i++) {
        free(table->notes[i].key);
        free(table->notes[i].text);
    }
    free(table->notes);
    free(table->texts.text);
    free(table->numbers);
    free(table->cells);
    free(table->columns);
    free(table);
}

static hop_status add_note(hop_table *table, const char *key, char *text) {
    char *name = NULL;
    HOP_TRY(hop_copy_text(key, &name));
    hop_status status =
        hop_realloc(table->note_count + 1, sizeof *table->notes, "a table's notes", &table->notes);
    if (status != HOP_OK) {
        free(name);
        return status;
    }
    table->notes[table->note_count++] = (note){.key = name, .text = text};
    return HOP_OK;
}

void hop_table_note(hop_table *table, const char *key, const char *text) {
    char *copy = NULL;
    if (table->status != HOP_OK) return;
    table->status = hop_copy_text(text, &copy);
    if (table->status != HOP_OK) return;
    for (size_t i = 0; i < table->note_count; i++) {
        if (strcmp(table->notes[i].key, key) != 0) continue;
        free(table->notes[i].text);
        table->notes[i].text = copy;
        return;
    }
    table->status = add_note(table, key, copy);
    if (table->status != HOP_OK) free(copy);
}

static hop_status make_room(hop_table *table) {
    const size_t first = 16;
    if (table->cell_count < table->cell_room) return HOP_OK;
    size_t room = table->cell_room ? table->cell_room * 2 : first;
    HOP_TRY(hop_realloc(room, sizeof *table->cells, "a table's cells", &table->cells));
    table->cell_room = room;
    return HOP_OK;
}

static void add_cell(hop_table *table, hop_cell_kind kind, slot cell) {
    if (!table || table->status != HOP_OK) return; /* the place in the row is lost, too */
    hop_cell_kind expected = table->columns[table->cell_count % table->column_count].kind;
    assert(cell.none || kind == expected);
    (void)kind, (void)expected; /* without assertions */
    table->status = make_room(table);
    if (table->status == HOP_OK) table->cells[table->cell_count++] = cell;
}

void hop_table_add_text(hop_table *table, const char *text) {
    if (!table || !text) {
        hop_table_add_none(table);
        return;
    }
    size_t at = table->texts.length;
    if (table->status == HOP_OK) hop_string_add_bytes(&table->texts, text, strlen(text) + 1);
    if (table->texts.failed)
        table->status = hop_fail(HOP_E_MEMORY, "there is not enough memory for a table's text");
    add_cell(table, HOP_CELL_TEXT, (slot){.at = at});
}

void hop_table_add_count(hop_table *table, size_t count) {
    add_cell(table, HOP_CELL_COUNT, (slot){.count = count});
}

void hop_table_add_number(hop_table *table, double number) {
    add_cell(table, HOP_CELL_NUMBER, (slot){.none = isnan(number), .number = number});
}

void hop_table_add_bool(hop_table *table, bool truth) {
    add_cell(table, HOP_CELL_BOOL, (slot){.truth = truth});
}

void hop_table_add_none(hop_table *table) {
    add_cell(table, HOP_CELL_TEXT, (slot){.none = true});
}

void hop_table_add_cell(hop_table *table, hop_cell_kind kind, hop_cell cell) {
    switch (cell.none ? HOP_CELL_ROWS : kind) {
    case HOP_CELL_TEXT: hop_table_add_text(table, cell.text); break;
    case HOP_CELL_COUNT: hop_table_add_count(table, cell.count); break;
    case HOP_CELL_NUMBER: hop_table_add_number(table, cell.number); break;
    case HOP_CELL_BOOL: hop_table_add_bool(table, cell.truth); break;
    case HOP_CELL_NUMBERS: hop_table_add_numbers(table, cell.numbers, cell.count); break;
    default: hop_table_add_none(table);
    }
}

void hop_table_add_known_count(hop_table *table, bool known, size_t count) {
    add_cell(table, HOP_CELL_COUNT, (slot){.none = !known, .count = count});
}

void hop_table_add_known_bool(hop_table *table, bool known, bool truth) {
    add_cell(table, HOP_CELL_BOOL, (slot){.none = !known, .truth = truth});
}

static hop_status keep_numbers(hop_table *table, const double *numbers, size_t count) {
    size_t needed = table->number_count + count + 1;
    if (needed > table->number_room) {
        size_t room = 2 * needed;
        HOP_TRY(hop_realloc(room, sizeof *numbers, "a table's numbers", &table->numbers));
        table->number_room = room;
    }
    table->numbers[table->number_count] = (double)count;
    if (count > 0)
        memcpy(table->numbers + table->number_count + 1, numbers, count * sizeof *numbers);
    table->number_count = needed;
    return HOP_OK;
}

void hop_table_add_numbers(hop_table *table, const double *numbers, size_t count) {
    if (!table || !numbers) {
        hop_table_add_none(table);
        return;
    }
    size_t at = table->number_count;
    if (table->status == HOP_OK) table->status = keep_numbers(table, numbers, count);
    add_cell(table, HOP_CELL_NUMBERS, (slot){.at = at});
}

hop_table *hop_table_add_rows(hop_table *table, const hop_column *columns, size_t count) {
    hop_table *rows = NULL;
    if (!table || table->status != HOP_OK) return NULL;
    table->status = hop_table_create(columns, count, &rows);
    add_cell(table, HOP_CELL_ROWS, (slot){.rows = rows});
    if (table->status == HOP_OK) return rows;
    hop_table_destroy(rows);
    return NULL;
}

size_t hop_table_row_count(const hop_table *table) {
    return table->cell_count / table->column_count;
}

size_t hop_table_column_count(const hop_table *table) {
    return table->column_count;
}

const hop_column *hop_table_column(const hop_table *table, size_t column) {
    assert(column < table->column_count);
    return &table->columns[column];
}

hop_cell hop_table_cell(const hop_table *table, size_t row, size_t column) {
    assert(row < hop_table_row_count(table) && column < table->column_count);
    slot from = table->cells[row * table->column_count + column];
    hop_cell cell = {.none = from.none};
    if (from.none) return cell;
    switch (table->columns[column].kind) {
    case HOP_CELL_TEXT: cell.text = table->texts.text + from.at; break;
    case HOP_CELL_COUNT: cell.count = from.count; break;
    case HOP_CELL_NUMBER: cell.number = from.number; break;
    case HOP_CELL_BOOL: cell.truth = from.truth; break;
    case HOP_CELL_NUMBERS:
        cell.count = (size_t)table->numbers[from.at];
        cell.numbers = table->numbers + from.at + 1;
        break;
    case HOP_CELL_ROWS: cell.table = from.rows; break;
    }
    return cell;
}

size_t hop_table_note_total(const hop_table *table) {
    return table->note_count;
}

void hop_table_note_at(const hop_table *table, size_t index, const char **key, const char **text) {
    assert(index < table->note_count);
    *key = table->notes[index].key;
    *text = table->notes[index].text;
}

hop_status hop_table_ready(const hop_table *table) {
    if (table->status != HOP_OK)
        return hop_fail(table->status, "a table's rows: %s", hop_status_text(table->status));
    assert(table->cell_count % table->column_count == 0);
    for (size_t i = 0; i < table->cell_count; i++)
        if (table->columns[i % table->column_count].kind == HOP_CELL_ROWS && !table->cells[i].none)
            HOP_TRY(hop_table_ready(table->cells[i].rows));
    return HOP_OK;
}
