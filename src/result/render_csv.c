/* A result as CSV: how it was made and facts as lines that begin with '#', then its first table.
 * Threads and times are left out: the same seed gives the same bytes.
 * SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/fail.h"
#include "csv.h"
#include "display.h"
#include "number.h"
#include "result_private.h"
#include "store.h"

static bool is_of_the_run(const hop_item *item) {
    return strncmp(item->path, "timing.", strlen("timing.")) == 0 ||
           strcmp(item->path, "threads") == 0 || strcmp(item->path, "command") == 0;
}

/* What the signature says already. */
static bool is_signed(const hop_item *item) {
    static const char *const PATHS[] = {"version", "commit", "command_line", "libraries", "seed"};
    for (size_t i = 0; i < sizeof PATHS / sizeof *PATHS; i++)
        if (strcmp(item->path, PATHS[i]) == 0) return true;
    return false;
}

/* As text; number: room for it. */
static const char *value_of(const hop_item *item, char number[32]) {
    if (item->value_kind == HOP_CELL_TEXT) return item->value.text;
    if (item->value_kind == HOP_CELL_BOOL) return item->value.truth ? "true" : "false";
    if (item->value_kind == HOP_CELL_COUNT)
        snprintf(number, 32, "%zu", item->value.count);
    else
        hop_text_number(item->value.number, number);
    return number;
}

static void add_note(hop_string *out, const hop_item *item) {
    char number[32];
    hop_string_add(out, "# %s: ", item->path);
    hop_table_show(out, value_of(item, number), SIZE_MAX);
    hop_string_add(out, "\n");
}

/* The facts as lines of their own, or, where there is no table, as rows of `table`. */
static void add_facts(const hop_result *result, hop_table *table, hop_string *out) {
    for (size_t i = 0; i < hop_result_size(result); i++) {
        const hop_item *item = hop_result_item(result, i);
        bool wanted = item->kind == HOP_ITEM_FACT && hop_item_for(item, HOP_FOR_CSV);
        char number[32];
        if (!wanted || item->value.none || is_of_the_run(item)) continue;
        if (!table && !item->made && !is_signed(item)) add_note(out, item);
        if (!table || is_signed(item)) continue;
        hop_table_add_text(table, item->path);
        hop_table_add_text(table, value_of(item, number));
        hop_table_add_text(table, item->unit);
    }
}

static const hop_item *first_table(const hop_result *result) {
    for (size_t i = 0; i < hop_result_size(result); i++) {
        const hop_item *item = hop_result_item(result, i);
        if (item->kind == HOP_ITEM_TABLE && hop_item_for(item, HOP_FOR_CSV)) return item;
    }
    return NULL;
}

static hop_status add_rows(const hop_result *result, hop_string *out) {
    static const hop_column COLUMNS[] = {{.name = "name"}, {.name = "value"}, {.name = "unit"}};
    hop_table *facts = NULL;
    HOP_TRY(hop_table_create(COLUMNS, 3, &facts));
    add_facts(result, facts, out);
    hop_status status = hop_table_ready(facts);
    if (status == HOP_OK) hop_table_add_csv(facts, out);
    hop_table_destroy(facts);
    return status;
}

static hop_status print(const hop_result *result, const hop_render_options *options, char **text) {
    hop_string out = {0};
    hop_table *signature = NULL;
    hop_status status = HOP_OK;
    const hop_item *table = first_table(result);
    (void)options;
    HOP_TRY(hop_result_sign_table(result, &signature));
    hop_table_note_lines(signature, &out);
    hop_table_destroy(signature);
    if (table) {
        add_facts(result, NULL, &out);
        hop_table_add_csv(table->table, &out);
    } else {
        status = add_rows(result, &out);
    }
    if (status == HOP_OK) return hop_table_finish(&out, text);
    free(out.text);
    return status;
}

const hop_renderer_row hop_renderer_csv = {
    .row = {.name = "csv",
            .title =
                "its first table as comma-separated values, facts as lines that begin with '#'",
            .sources = "Shafranovich 2005 (RFC 4180)"},
    .endings = ".csv",
    .print = print,
};
