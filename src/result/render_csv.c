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

static bool is_of_the_run(const hop_item *item) {
    return strncmp(item->path, "timing.", strlen("timing.")) == 0 ||
           strcmp(item->path, "threads") == 0 || strcmp(item->path, "command") == 0;
}

static void add_fact(hop_string *out, const hop_item *item) {
    char number[32] = "";
    const char *text = item->value.text ? item->value.text : number;
    if (item->value.none) return;
    if (item->value_kind == HOP_CELL_COUNT)
        snprintf(number, sizeof number, "%zu", item->value.count);
    if (item->value_kind == HOP_CELL_NUMBER) hop_text_number(item->value.number, number);
    if (item->value_kind == HOP_CELL_BOOL) text = item->value.truth ? "true" : "false";
    hop_string_add(out, "# %s: ", item->path);
    hop_table_show(out, text, SIZE_MAX);
    hop_string_add(out, "\n");
}

static hop_status print(const hop_result *result, const hop_render_options *options, char **text) {
    hop_string out = {0};
    hop_table *signature = NULL;
    const hop_item *table = NULL;
    (void)options;
    HOP_TRY(hop_result_sign_table(result, &signature));
    hop_table_note_lines(signature, 0, &out);
    hop_table_destroy(signature);
    for (size_t i = 0; i < hop_result_size(result); i++) {
        const hop_item *item = hop_result_item(result, i);
        if (!hop_item_for(item, HOP_FOR_CSV)) continue;
        if (item->kind == HOP_ITEM_TABLE && !table) table = item;
        if (item->kind == HOP_ITEM_FACT && !item->made && !is_of_the_run(item))
            add_fact(&out, item);
    }
    if (table) hop_table_add_csv(table->table, &out);
    return hop_table_finish(&out, text);
}

const hop_renderer_row hop_renderer_csv = {
    .row = {.name = "csv",
            .title =
                "the first table as comma-separated values, facts as lines that begin with '#'",
            .sources = "Shafranovich 2005 (RFC 4180)"},
    .endings = ".csv",
    .print = print,
};
