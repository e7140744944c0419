/* Why some queries went wrong: what each resembled at the start, and how the first weights fell.
 * SPDX-License-Identifier: MIT */
#include <hopfield/certificate.h>

#include "../base/fail.h"
#include "report_parts.h"

static const hop_column COLUMNS[] = {
    {.name = "query", .meaning = "its name, that of its target", .kind = HOP_CELL_TEXT},
    {.name = "became",
     .meaning = "the stored pattern nearest to the result",
     .kind = HOP_CELL_TEXT},
    {.name = "similarity_to_target",
     .meaning = "at the start",
     .kind = HOP_CELL_NUMBER,
     .digits = 3},
    {.name = "to_nearest_other",
     .meaning = "at the start: the largest similarity with another pattern",
     .kind = HOP_CELL_NUMBER,
     .digits = 3},
    {.name = "which_is", .meaning = "that pattern", .kind = HOP_CELL_TEXT},
    {.name = "first_weight",
     .meaning = "of the target, in the first step",
     .kind = HOP_CELL_NUMBER,
     .digits = 2},
    {.name = "why", .meaning = "what these numbers say", .kind = HOP_CELL_TEXT},
};

/* Values of the memory that may be read for this table: some seconds' worth. */
static const size_t BUDGET = (size_t)1 << 31;

static hop_status add_failure(const hop_recall_record *record, size_t index, hop_table *table) {
    const hop_recalled *query = &record->result->queries[index];
    hop_diagnosis d = {0};
    HOP_TRY(hop_recall_diagnose(record->recall, record->queries + index * record->result->dim,
                                query, &d));
    hop_table_add_text(table, record->names[index]);
    hop_report_add_pattern(table, record->memory, query->score.nearest);
    hop_table_add_number(table, d.target_similarity);
    hop_table_add_number(table, d.rival_similarity);
    hop_report_add_pattern(table, record->memory, d.rival);
    hop_table_add_number(table, d.first_weight);
    hop_table_add_text(table, hop_failure_words(d.failure));
    return HOP_OK;
}

/* As many as the budget allows, one at least. */
static size_t affordable(const hop_recall_record *record, size_t most) {
    size_t values = hop_memory_count(record->memory) * record->result->dim;
    size_t count = BUDGET / values;
    return count < 1 ? 1 : count < most ? count : most;
}

static hop_status add_failures(const hop_recall_record *record, size_t most, hop_table *table) {
    const hop_recall_result *result = record->result;
    hop_status status = HOP_OK;
    size_t added = 0;
    for (size_t i = 0; status == HOP_OK && i < result->count && added < most; i++) {
        if (!hop_report_is_wrong(&result->queries[i])) continue;
        status = add_failure(record, i, table);
        added++;
    }
    return status;
}

hop_status hop_report_failures(const hop_recall_record *record, size_t most, hop_table **table) {
    hop_tally tally = hop_report_tally(record->result);
    hop_table *made = NULL;
    if (tally.correct < tally.aimed) {
        HOP_TRY(hop_table_create(COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &made));
        hop_status status = add_failures(record, affordable(record, most), made);
        if (status != HOP_OK) {
            hop_table_destroy(made);
            return status;
        }
    }
    *table = made;
    return HOP_OK;
}
