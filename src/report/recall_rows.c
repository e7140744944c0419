/* The table on the page: what became of the queries.
 * SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "../base/fail.h"
#include "report_parts.h"

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

static const hop_column ROWS[] = {
    {.name = "query", .meaning = "its name", .kind = HOP_CELL_TEXT},
    {.name = "became",
     .meaning = "the stored pattern nearest to the result",
     .kind = HOP_CELL_TEXT},
    {.name = "right", .meaning = "whether that is its target", .kind = HOP_CELL_BOOL},
    {.name = "steps", .meaning = "updates done", .kind = HOP_CELL_COUNT},
    {.name = "stopped_by",
     .meaning = "what ended it: energy, state, cycle, or the step limit",
     .kind = HOP_CELL_TEXT},
    {.name = "energy_before",
     .meaning = "of the query, squared key units",
     .kind = HOP_CELL_NUMBER,
     .digits = 4},
    {.name = "energy_after",
     .meaning = "of the final state, squared key units",
     .kind = HOP_CELL_NUMBER,
     .digits = 4},
    {.name = "squared_error",
     .meaning = "mean over the values, result against target (or nearest pattern)",
     .kind = HOP_CELL_NUMBER,
     .digits = 2},
    {.name = "k90", .meaning = "fewest weights that sum to 0.90", .kind = HOP_CELL_COUNT},
    {.name = "attention_difference",
     .meaning = "largest difference of the first step and attention, memory units",
     .kind = HOP_CELL_NUMBER,
     .digits = 2},
};

void hop_report_add_pattern(hop_table *table, const hop_memory *memory, size_t index) {
    const char *name = hop_memory_name(memory, index);
    char number[24];
    snprintf(number, sizeof number, "%zu", index);
    hop_table_add_text(table, name ? name : number);
}

static void add_row(const hop_recall_record *record, size_t index, hop_table *table) {
    const hop_recalled *query = &record->result->queries[index];
    hop_table_add_text(table, record->names[index]);
    hop_report_add_pattern(table, record->memory, query->score.nearest);
    if (query->score.target == HOP_NO_PATTERN)
        hop_table_add_none(table);
    else
        hop_table_add_bool(table, query->score.correct);
    hop_table_add_count(table, query->steps);
    hop_table_add_text(table, hop_stop_name(query->stop));
    hop_table_add_number(table, query->energy[0]);
    hop_table_add_number(table, query->energy[query->steps]);
    hop_table_add_number(table, query->score.mean_squared_error);
    hop_table_add_count(table, query->k90);
    hop_table_add_number(table, query->attention_difference);
}

hop_status hop_report_rows(const hop_recall_record *record, size_t most, hop_table **table) {
    const hop_recall_result *result = record->result;
    size_t added = 0;
    HOP_TRY(hop_table_create(ROWS, COUNT_OF(ROWS), table));
    for (int wrong = 1; wrong >= 0; wrong--)
        for (size_t i = 0; i < result->count && added < most; i++) {
            if (hop_report_is_wrong(&result->queries[i]) != (wrong == 1)) continue;
            add_row(record, i, *table);
            added++;
        }
    return HOP_OK;
}
