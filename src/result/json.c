/* Tables as one JSON document: {"notes": {key: text}, "columns": [{"name", "unit", "meaning"}],
 * "rows": [{name: value}]}.  None and what is not finite are null.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "../base/fail.h"
#include "../base/json.h"
#include "json.h"
#include "number.h"

static hop_json *notes_of(const hop_table *table) {
    hop_json *notes = hop_json_object();
    for (size_t i = 0; i < hop_table_note_total(table); i++) {
        const char *key = NULL, *text = NULL;
        hop_table_note_at(table, i, &key, &text);
        if (!hop_json_set(notes, key, hop_json_text(text))) goto failed;
    }
    return notes;
failed:
    hop_json_free(notes);
    return NULL;
}

static hop_json *column_of(const hop_column *column) {
    hop_json *value = hop_json_object();
    if (hop_json_set(value, "name", hop_json_text(column->name)) &&
        hop_json_set(value, "unit", hop_json_text(column->unit ? column->unit : "")) &&
        hop_json_set(value, "meaning", hop_json_text(column->meaning ? column->meaning : "")))
        return value;
    hop_json_free(value);
    return NULL;
}

static hop_json *columns_of(const hop_table *table) {
    hop_json *columns = hop_json_array();
    for (size_t c = 0; c < hop_table_column_count(table); c++)
        if (!hop_json_append(columns, column_of(hop_table_column(table, c)))) {
            hop_json_free(columns);
            return NULL;
        }
    return columns;
}

static hop_status print(const hop_table *table, const hop_format_options *options, char **text) {
    (void)options;
    char *document = NULL;
    hop_json *whole = hop_json_object();
    hop_status status = HOP_OK;
    if (hop_json_set(whole, "notes", notes_of(table)) &&
        hop_json_set(whole, "columns", columns_of(table)) &&
        hop_json_set(whole, "rows", hop_table_json(table)))
        status = hop_json_print(whole, true, &document);
    else
        status = hop_fail(HOP_E_MEMORY, "there is not enough memory to print a table");
    hop_json_free(whole);
    if (!document) return status;
    hop_string out = {0};
    hop_string_add_bytes(&out, document, strlen(document));
    hop_string_add_bytes(&out, "\n", 1);
    free(document);
    return hop_table_finish(&out, text);
}

const hop_format_row hop_format_json = {
    .row = {.name = "json", .title = "one JSON document", .sources = "Bray 2017 (RFC 8259)"},
    .ending = ".json",
    .print = print,
};
