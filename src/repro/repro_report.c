/* Results of reproductions as one result: a table for programs; for people a chapter each.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/text.h"
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
    {.name = "pass",
     .meaning = "the verdict as a truth; null where it is SKIP",
     .kind = HOP_CELL_BOOL,
     .verdict = true},
    {.name = "reason",
     .meaning = "of the tolerance, or why it was left out",
     .kind = HOP_CELL_TEXT},
    {.name = "source", .meaning = "of what is expected", .kind = HOP_CELL_TEXT},
    {.name = "evidence",
     .meaning = "measured with an interval, an inequality, or computed without chance"},
};

/* For people; units and sources stand around it. */
static const hop_column BRIEF[] = {
    {.name = "item", .label = "number"},
    {.name = "value", .kind = HOP_CELL_NUMBER, .digits = 5},
    {.name = "relation", .label = ""},
    {.name = "expected", .kind = HOP_CELL_NUMBER, .digits = 5},
    {.name = "tolerance", .kind = HOP_CELL_NUMBER, .digits = 2},
    {.name = "verdict", .label = ""},
    {.name = "pass", .kind = HOP_CELL_BOOL, .verdict = true, .audience = HOP_FOR_JSON},
};
enum { BRIEF_COUNT = sizeof BRIEF / sizeof *BRIEF };

static void add_row(hop_table *table, const hop_repro_result *r) {
    hop_table_add_text(table, r->row->row.name);
    hop_table_add_text(table, r->item);
    hop_table_add_number(table, r->value);
    hop_table_add_number(table, isfinite(r->low) ? r->low : NAN);
    hop_table_add_number(table, isfinite(r->high) ? r->high : NAN);
    hop_table_add_text(table, hop_repro_sign(r->relation));
    hop_table_add_number(table, r->expected);
    hop_table_add_number(table, r->tolerance);
    hop_table_add_text(table, hop_repro_verdict(r));
    hop_table_add_known_bool(table, !r->missing, r->pass);
    hop_table_add_text(table, r->reason);
    hop_table_add_text(table, hop_repro_source(r));
    hop_table_add_text(table, hop_repro_evidence_word(r));
}

static void add_brief(hop_table *table, const hop_repro_result *r) {
    hop_table_add_text(table, r->item);
    hop_table_add_number(table, r->value);
    hop_table_add_text(table, r->missing ? NULL : hop_repro_sign(r->relation));
    hop_table_add_number(table, r->expected);
    hop_table_add_number(table, r->tolerance);
    hop_table_add_text(table, hop_repro_verdict(r));
    hop_table_add_known_bool(table, !r->missing, r->pass);
}

/* The interval, and the reason of the tolerance unless it is that of the number before. */
static void add_why(hop_result *result, const hop_repro_result *r, const hop_repro_result *before) {
    bool interval = isfinite(r->low) && isfinite(r->high);
    bool again = before && strcmp(before->reason, r->reason) == 0;
    hop_string line = {0};
    if (interval) hop_string_add(&line, "95 %%: %.5g to %.5g", r->low, r->high);
    if (!again)
        hop_string_add(&line, "%s%s: %s", interval ? "; " : "",
                       r->missing ? "left out" : "tolerance", r->reason);
    if (r->source) hop_string_add(&line, "%sexpected: %s", line.length ? "; " : "", r->source);
    if (line.text) hop_result_remark(result, HOP_NOTE, "%s: %s", r->item, line.text);
    if (line.text) hop_result_for(result, HOP_FOR_PEOPLE);
    free(line.text);
}

/* The chapter of the row whose results begin at `first`; returns where they end. */
static size_t add_chapter(hop_result *result, const hop_repro_results *results, size_t first,
                          bool falsified) {
    const hop_repro_row *row = results->all[first].row;
    hop_string heading = {0};
    size_t end = first;
    hop_string_add(&heading, "%s: %s", row->row.name, row->row.title);
    hop_result_heading(result, heading.text ? heading.text : row->row.name);
    free(heading.text);
    if (falsified) hop_result_remark(result, HOP_NOTE, "made wrong: %s", row->falsehood);
    if (falsified) hop_result_for(result, HOP_FOR_PEOPLE);
    hop_result_remark(result, HOP_NOTE, "source: %s", row->row.sources);
    hop_result_for(result, HOP_FOR_PEOPLE);
    hop_result_remark(result, HOP_NOTE, "measured: %s", row->method);
    hop_result_for(result, HOP_FOR_PEOPLE);
    hop_table *table =
        hop_result_table(result, row->row.name, BRIEF, BRIEF_COUNT, "Measured, and expected");
    hop_result_for(result, HOP_FOR_PEOPLE);
    for (; end < results->count && results->all[end].row == row; end++)
        add_brief(table, &results->all[end]);
    for (size_t i = first; i < end; i++)
        add_why(result, &results->all[i], i > first ? &results->all[i - 1] : NULL);
    return end;
}

void hop_repro_report(const hop_repro_results *results, const hop_repro_options *options,
                      hop_result *result) {
    size_t skipped = hop_repro_count(results, "SKIP"), failed = hop_repro_count(results, "FAIL");
    size_t measured = results->count - skipped, kinds[HOP_REPRO_COMPUTED + 1];
    for (size_t k = 0; k <= HOP_REPRO_COMPUTED; k++)
        kinds[k] = hop_repro_count_evidence(results, (hop_repro_evidence)k);
    hop_result_bool(result, "quick", options->quick, "fewer trials, wider tolerances");
    hop_result_bool(result, "falsified", options->falsify, "every theory was made wrong");
    hop_result_count(result, "summary.measured", measured, NULL, "numbers");
    hop_result_count(result, "summary.reproduced", measured - failed, NULL, "of these");
    hop_result_count(result, "summary.left_out", skipped, NULL, "numbers, marked SKIP");
    hop_result_count(result, "summary.kinds.measured", kinds[HOP_REPRO_MEASURED], NULL,
                     "with an interval, and held to a number");
    hop_result_count(result, "summary.kinds.inequality", kinds[HOP_REPRO_INEQUALITY], NULL,
                     "held to an inequality");
    hop_result_count(result, "summary.kinds.computed", kinds[HOP_REPRO_COMPUTED], NULL,
                     "formulas and counts, without chance");
    hop_table *table = hop_result_table(result, "results", COLUMNS,
                                        sizeof COLUMNS / sizeof *COLUMNS, "one a number");
    hop_result_for(result, HOP_FOR_PROGRAMS);
    for (size_t i = 0; i < results->count; i++) add_row(table, &results->all[i]);
    for (size_t i = 0; i < results->count;) i = add_chapter(result, results, i, options->falsify);
    hop_result_heading(result, "Altogether");
    hop_result_remark(result, HOP_NOTE, "%zu of %zu numbers reproduced", measured - failed,
                      measured);
    hop_result_remark(
        result, HOP_NOTE,
        "of these %zu measured and held to a number, %zu inequalit%s, %zu formulas or "
        "counts without chance",
        kinds[HOP_REPRO_MEASURED], kinds[HOP_REPRO_INEQUALITY],
        kinds[HOP_REPRO_INEQUALITY] == 1 ? "y" : "ies", kinds[HOP_REPRO_COMPUTED]);
    if (skipped > 0) hop_result_remark(result, HOP_NOTE, "left out: %zu, marked SKIP", skipped);
    if (failed > 0) hop_result_wrong(result);
}
