/* The tables on the page: what became of the queries, and why some went wrong.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "../base/alloc.h"
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

static const hop_column FAILURES[] = {
    {.name = "query", .meaning = "its name", .kind = HOP_CELL_TEXT},
    {.name = "target", .meaning = "the pattern it was made from", .kind = HOP_CELL_TEXT},
    {.name = "became",
     .meaning = "the stored pattern nearest to the result",
     .kind = HOP_CELL_TEXT},
    {.name = "likeness_to_target",
     .meaning = "similarity of the query and its target, at the start",
     .kind = HOP_CELL_NUMBER,
     .digits = 3},
    {.name = "to_what_it_became",
     .meaning = "similarity of the query and the pattern it became, at the start",
     .kind = HOP_CELL_NUMBER,
     .digits = 3},
    {.name = "separation",
     .meaning = "how much more similar the target is to itself than to that pattern",
     .kind = HOP_CELL_NUMBER,
     .digits = 3},
    {.name = "why", .meaning = "what these numbers say", .kind = HOP_CELL_TEXT},
};

/* Separations below this part of a pattern's similarity with itself mark near-duplicates. */
static const double DUPLICATE = 1e-4;

static bool is_wrong(const hop_recalled *query) {
    return query->target != HOP_NO_PATTERN && !query->correct;
}

/* A pattern's name, or its number. */
static void add_pattern(hop_table *table, const hop_memory *memory, size_t index) {
    const char *name = hop_memory_name(memory, index);
    char number[24];
    snprintf(number, sizeof number, "%zu", index);
    hop_table_add_text(table, name ? name : number);
}

/* ---- what became of them ---- */

static void add_row(const hop_recall_record *record, size_t index, hop_table *table) {
    const hop_recalled *query = &record->result->queries[index];
    hop_table_add_text(table, record->names[index]);
    add_pattern(table, record->memory, query->nearest);
    if (query->target == HOP_NO_PATTERN)
        hop_table_add_none(table);
    else
        hop_table_add_bool(table, query->correct);
    hop_table_add_count(table, query->steps);
    hop_table_add_text(table, hop_stop_name(query->stop));
    hop_table_add_number(table, query->energy[0]);
    hop_table_add_number(table, query->energy[query->steps]);
    hop_table_add_number(table, query->mean_squared_error);
    hop_table_add_count(table, query->k90);
    hop_table_add_number(table, query->attention_difference);
}

hop_status hop_report_rows(const hop_recall_record *record, size_t most, hop_table **table) {
    const hop_recall_result *result = record->result;
    size_t added = 0;
    HOP_TRY(hop_table_create(ROWS, COUNT_OF(ROWS), table));
    for (int wrong = 1; wrong >= 0; wrong--)
        for (size_t i = 0; i < result->count && added < most; i++) {
            if (is_wrong(&result->queries[i]) != (wrong == 1)) continue;
            add_row(record, i, *table);
            added++;
        }
    return HOP_OK;
}

/* ---- why some went wrong ---- */

/* Similarity of a query, by its known pixels, and a pattern [dim]. */
static double compare(const hop_recall_record *record, const double *query, const double *pattern) {
    const hop_similarity *similarity = &hop_recall_resolved(record->recall)->similarity;
    hop_known_sums sums = {.dim = record->result->dim};
    for (size_t j = 0; j < sums.dim; j++) {
        double q = query[j], x = pattern[j];
        if (isnan(q)) continue;
        sums.known++;
        sums.x += x;
        sums.q += q;
        sums.xx += x * x;
        sums.qq += q * q;
        sums.xq += x * q;
    }
    return similarity->kind->known(similarity->parameter, &sums);
}

static const char *reason(const hop_recalled *query, double to_target, double to_became,
                          double separation, double self) {
    if (separation <= DUPLICATE * fabs(self)) return "the two patterns are near-duplicates";
    if (to_became > to_target) return "the damage: it resembled the other more from the start";
    if (query->stop == HOP_STOP_STEPS) return "it had not settled: allow more steps";
    if (query->k90 > 1) return "a mixture of patterns: beta is too small to tell them apart";
    return "the other patterns together pulled it away from its target";
}

/* patterns: room for two, [2 x dim]. */
static void add_failure(const hop_recall_record *record, size_t index, double *patterns,
                        hop_table *table) {
    const hop_recalled *query = &record->result->queries[index];
    const double *start = record->queries + index * record->result->dim;
    double *target = patterns, *became = patterns + record->result->dim;
    hop_memory_read(record->memory, query->target, 1, target);
    hop_memory_read(record->memory, query->nearest, 1, became);
    double to_target = compare(record, start, target), to_became = compare(record, start, became);
    double self = compare(record, target, target);
    double separation = self - compare(record, target, became);
    hop_table_add_text(table, record->names[index]);
    add_pattern(table, record->memory, query->target);
    add_pattern(table, record->memory, query->nearest);
    hop_table_add_number(table, to_target);
    hop_table_add_number(table, to_became);
    hop_table_add_number(table, separation);
    hop_table_add_text(table, reason(query, to_target, to_became, separation, self));
}

hop_status hop_report_failures(const hop_recall_record *record, size_t most, hop_table **table) {
    const hop_recall_result *result = record->result;
    hop_tally tally = hop_report_tally(result);
    hop_table *made = NULL;
    double *patterns = NULL;
    if (tally.correct == tally.aimed) {
        *table = NULL;
        return HOP_OK;
    }
    HOP_TRY(hop_alloc(result->dim, 2 * sizeof *patterns, "patterns", &patterns));
    hop_status status = hop_table_create(FAILURES, COUNT_OF(FAILURES), &made);
    for (size_t i = 0, added = 0; status == HOP_OK && i < result->count && added < most; i++) {
        if (!is_wrong(&result->queries[i])) continue;
        add_failure(record, i, patterns, made);
        added++;
    }
    free(patterns);
    if (status == HOP_OK) *table = made;
    return status;
}
