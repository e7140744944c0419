/* What a row says of itself.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/fail.h"
#include "../base/text.h"
#include "experiment.h"
#include "info.h"
#include "list.h"
#include "picture.h"
#include "wrap.h"

/* ---- for people ---- */

static void add_limits(const hop_parameter *p, hop_string *line) {
    char low[32], high[32], number[32];
    hop_text_number(p->low, low);
    hop_text_number(p->high, high);
    hop_text_number(p->standard, number);
    if (p->choices) {
        const char *standard = p->choices;
        for (int i = 0; i < (int)p->standard; i++) standard = strchr(standard, '|') + 1;
        hop_string_add(line, "      one of %s; standard %.*s", p->choices,
                       (int)strcspn(standard, "|"), standard);
        return;
    }
    hop_string_add(line, "      %s%s%s%s%s; standard %s; %s", p->integer ? "whole, " : "",
                   p->low_open ? "above " : "from ", low, p->high_open ? " to below " : " to ",
                   high, isnan(p->standard) ? "auto (chosen from the memory)" : number, p->unit);
}

static void print_line(hop_string *line, size_t indent) {
    if (line->text) cli_print_wrapped(stdout, line->text, indent, cli_width(stdout));
    line->length = 0;
}

/* What its table, CSV and JSON have. */
static void print_columns(const hop_experiment_row *row) {
    hop_string line = {0};
    hop_string_add(&line, "  columns of its table:");
    print_line(&line, 6);
    for (size_t c = 0; c < row->column_count; c++) {
        const hop_column *column = &row->columns[c];
        bool unit = column->unit && *column->unit && strcmp(column->unit, "dimensionless") != 0;
        hop_string_add(&line, unit ? "  %s [%s]: %s" : "  %s%s: %s", column->name,
                       unit ? column->unit : "", column->meaning);
        print_line(&line, 6);
    }
    free(line.text);
}

static void print_row(const hop_catalog *catalog, const hop_row *row) {
    hop_string line = {0};
    hop_string_add(&line, "%s (%s): %s", row->name, catalog->noun, row->title);
    print_line(&line, 2);
    for (size_t i = 0; i < hop_row_parameter_count(row); i++) {
        hop_string_add(&line, "  %s: %s", row->parameters[i].name, row->parameters[i].meaning);
        print_line(&line, 6);
        add_limits(&row->parameters[i], &line);
        print_line(&line, 6);
    }
    if (catalog == hop_experiment_catalog()) {
        cli_experiment_print_settings((const hop_experiment_row *)row);
        print_columns((const hop_experiment_row *)row);
    }
    hop_string_add(&line, "  sources: %s", row->sources ? row->sources : "");
    if (row->sources && *row->sources) print_line(&line, 6);
    free(line.text);
}

/* ---- for programs ---- */

static const hop_column COLUMNS[] = {
    {.name = "name", .meaning = "of the row", .kind = HOP_CELL_TEXT},
    {.name = "table", .meaning = "what it is a row of", .kind = HOP_CELL_TEXT},
    {.name = "title", .meaning = "what it is", .kind = HOP_CELL_TEXT},
    {.name = "sources", .meaning = "where it comes from", .kind = HOP_CELL_TEXT},
    {.name = "parameter", .meaning = "one of its parameters", .kind = HOP_CELL_TEXT},
    {.name = "meaning", .meaning = "of the parameter", .kind = HOP_CELL_TEXT},
    {.name = "unit", .meaning = "of the parameter", .kind = HOP_CELL_TEXT},
    {.name = "standard", .meaning = "its value if not given", .kind = HOP_CELL_NUMBER},
    {.name = "low", .meaning = "its lower limit", .kind = HOP_CELL_NUMBER},
    {.name = "high", .meaning = "its upper limit", .kind = HOP_CELL_NUMBER},
    {.name = "choices", .meaning = "the words it may be", .kind = HOP_CELL_TEXT},
};

static void add_number(hop_table *table, double value) {
    if (isfinite(value))
        hop_table_add_number(table, value);
    else
        hop_table_add_none(table);
}

static void add_parameter(const hop_parameter *p, hop_table *table) {
    hop_table_add_text(table, p ? p->name : NULL);
    hop_table_add_text(table, p ? p->meaning : NULL);
    hop_table_add_text(table, p ? p->unit : NULL);
    add_number(table, p && !p->choices ? p->standard : NAN);
    add_number(table, p && !p->choices ? p->low : NAN);
    add_number(table, p && !p->choices ? p->high : NAN);
    hop_table_add_text(table, p ? p->choices : NULL);
}

/* Parameter `index` of the row; of an experiment, its setting. */
static const hop_parameter *parameter_at(const hop_catalog *catalog, const hop_row *row,
                                         size_t index) {
    if (catalog != hop_experiment_catalog()) return &row->parameters[index];
    return &((const hop_experiment_row *)row)->settings[index].parameter;
}

static size_t parameter_count(const hop_catalog *catalog, const hop_row *row) {
    size_t count = 0;
    if (catalog != hop_experiment_catalog()) return hop_row_parameter_count(row);
    while (parameter_at(catalog, row, count)->name) count++;
    return count;
}

static void add_row(const hop_catalog *catalog, const hop_row *row, hop_table *table) {
    size_t count = parameter_count(catalog, row);
    for (size_t i = 0; i < count || i == 0; i++) {
        hop_table_add_text(table, row->name);
        hop_table_add_text(table, catalog->noun);
        hop_table_add_text(table, row->title);
        hop_table_add_text(table, row->sources);
        add_parameter(count > 0 ? parameter_at(catalog, row, i) : NULL, table);
    }
}

/* ---- both ---- */

/* Every row of that name goes into the table, or is printed where there is none; false if there
 * is no such row.  `silent`: it is only looked for. */
static bool walk(const char *name, bool silent, hop_table *table) {
    bool found = false;
    size_t count = 0;
    const hop_catalog *const *catalogs = cli_catalogs(&count);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < catalogs[i]->count; j++) {
            if (strcmp(catalogs[i]->rows[j]->name, name) != 0) continue;
            found = true;
            if (silent) continue;
            if (table)
                add_row(catalogs[i], catalogs[i]->rows[j], table);
            else
                print_row(catalogs[i], catalogs[i]->rows[j]);
        }
    return found;
}

bool cli_info_is_row(const char *name) {
    return walk(name, true, NULL);
}

hop_status cli_info_rows(const char *name, const hop_format_row *format) {
    hop_table *table = NULL;
    char *text = NULL;
    if (strcmp(format->row.name, "text") == 0) {
        walk(name, false, NULL);
        return HOP_OK;
    }
    HOP_TRY(hop_table_create(COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &table));
    walk(name, false, table);
    hop_status status = hop_table_print(table, format, &hop_format_defaults, &text);
    if (status == HOP_OK) fputs(text, stdout);
    free(text);
    hop_table_destroy(table);
    return status;
}
