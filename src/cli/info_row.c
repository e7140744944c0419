/* What a row says of itself.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/text.h"
#include "catalogs.h"
#include "experiment.h"
#include "info.h"

/* ---- for people ---- */

static void add_limits(const hop_parameter *p, hop_string *line) {
    char low[32], high[32], number[32];
    hop_text_number(p->low, low);
    hop_text_number(p->high, high);
    hop_text_number(p->default_value, number);
    if (p->choices) {
        const char *chosen = p->choices;
        for (int i = 0; i < (int)p->default_value; i++) chosen = strchr(chosen, '|') + 1;
        hop_string_add(line, "      one of %s; default %.*s", p->choices, (int)strcspn(chosen, "|"),
                       chosen);
        return;
    }
    hop_string_add(line, "      %s%s%s%s%s; default %s; %s", p->integer ? "whole, " : "",
                   p->low_open ? "above " : "from ", low, p->high_open ? " to below " : " to ",
                   high, isnan(p->default_value) ? "auto (chosen from the memory)" : number,
                   p->unit);
}

/* A line for people; it begins anew. */
static void say(hop_string *line, hop_result *result) {
    if (line->text) hop_result_remark(result, HOP_NOTE, "%s", line->text);
    hop_result_for(result, HOP_FOR_PEOPLE);
    line->length = 0;
}

/* What its table, CSV and JSON have. */
static void say_columns(const hop_experiment_row *row, hop_result *result) {
    hop_string line = {0};
    hop_string_add(&line, "  columns of its table:");
    say(&line, result);
    for (size_t c = 0; c < row->column_count; c++) {
        const hop_column *column = &row->columns[c];
        bool unit = column->unit && *column->unit && strcmp(column->unit, "dimensionless") != 0;
        hop_string_add(&line, unit ? "    %s [%s]: %s" : "    %s%s: %s", column->name,
                       unit ? column->unit : "", column->meaning);
        say(&line, result);
    }
    free(line.text);
}

static void say_row(const hop_catalog *catalog, const hop_row *row, hop_result *result) {
    hop_string line = {0};
    hop_string_add(&line, "%s (%s): %s", row->name, catalog->noun, row->title);
    say(&line, result);
    for (size_t i = 0; i < hop_row_parameter_count(row); i++) {
        hop_string_add(&line, "  %s: %s", row->parameters[i].name, row->parameters[i].meaning);
        say(&line, result);
        add_limits(&row->parameters[i], &line);
        say(&line, result);
    }
    if (catalog == hop_experiment_catalog()) {
        const hop_experiment_row *experiment = (const hop_experiment_row *)row;
        for (const hop_setting *s = experiment->settings; s->parameter.name; s++) {
            cli_experiment_add_setting(s, &line);
            say(&line, result);
        }
        say_columns(experiment, result);
    }
    hop_string_add(&line, "  sources: %s", row->sources ? row->sources : "");
    if (row->sources && *row->sources) say(&line, result);
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
    {.name = "default", .meaning = "its value if not given", .kind = HOP_CELL_NUMBER},
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
    add_number(table, p && !p->choices ? p->default_value : NAN);
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

bool cli_info_rows(const hop_catalog *commands, const char *name, hop_result *result) {
    const hop_catalog *catalogs[CLI_CATALOGS];
    const size_t count = cli_catalogs(commands, catalogs);
    hop_table *table = NULL;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < catalogs[i]->count; j++) {
            const hop_row *row = catalogs[i]->rows[j];
            if (strcmp(row->name, name) != 0) continue;
            if (!table) {
                table = hop_result_table(result, "rows", COLUMNS, sizeof COLUMNS / sizeof *COLUMNS,
                                         "Parameters");
                hop_result_for(result, HOP_FOR_PROGRAMS);
            }
            add_row(catalogs[i], row, table);
            say_row(catalogs[i], row, result);
        }
    return table != NULL;
}
