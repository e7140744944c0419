/* Results as a table, for programs.
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "../base/fail.h"
#include "repro_private.h"

static const hop_column COLUMNS[] = {
    {.name = "name", .meaning = "of the reproduction", .kind = HOP_CELL_TEXT},
    {.name = "item", .meaning = "which of its numbers", .kind = HOP_CELL_TEXT},
    {.name = "value", .meaning = "measured", .kind = HOP_CELL_NUMBER, .digits = 5},
    {.name = "low", .meaning = "of its 95 % interval", .kind = HOP_CELL_NUMBER, .digits = 5},
    {.name = "high", .meaning = "of the same", .kind = HOP_CELL_NUMBER, .digits = 5},
    {.name = "relation", .meaning = "that the value must have", .kind = HOP_CELL_TEXT},
    {.name = "expected",
     .meaning = "by theory, or published",
     .kind = HOP_CELL_NUMBER,
     .digits = 5},
    {.name = "tolerance", .meaning = "allowed beyond that", .kind = HOP_CELL_NUMBER, .digits = 3},
    {.name = "verdict", .meaning = "PASS, FAIL or SKIP", .kind = HOP_CELL_TEXT},
    {.name = "reason",
     .meaning = "of the tolerance, or why it was left out",
     .kind = HOP_CELL_TEXT},
    {.name = "source", .meaning = "of what is expected", .kind = HOP_CELL_TEXT},
};

static void add_number(hop_table *table, double number) {
    if (isfinite(number))
        hop_table_add_number(table, number);
    else
        hop_table_add_none(table);
}

static void add_result(hop_table *table, const hop_repro_result *r) {
    hop_table_add_text(table, r->row->row.name);
    hop_table_add_text(table, r->item);
    add_number(table, r->value);
    add_number(table, r->low);
    add_number(table, r->high);
    hop_table_add_text(table, hop_repro_sign(r->relation));
    add_number(table, r->expected);
    add_number(table, r->tolerance);
    hop_table_add_text(table, hop_repro_verdict(r));
    hop_table_add_text(table, r->reason);
    hop_table_add_text(table, hop_repro_source(r));
}

hop_status hop_repro_table(const hop_repro_results *results, hop_table **table) {
    hop_table *fresh = NULL;
    HOP_TRY(hop_table_create(COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &fresh));
    for (size_t i = 0; i < results->count; i++) add_result(fresh, &results->all[i]);
    *table = fresh;
    return HOP_OK;
}
